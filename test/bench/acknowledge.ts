import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type LoadResult, loadWithCommands } from './load.ts';

/** Slash commands acknowledged by a bare Bolt app and by Tandem, one after the other, each in a process of its own. */
export async function benchAcknowledge(
  seconds: number,
): Promise<{ bare: LoadResult; tandem: LoadResult; store: string }> {
  const bare = await withServer('serve-bare.ts', (url) => loadWithCommands(url, 'bench-secret', seconds, 20));
  const tandem = await withServer('serve-tandem.ts', (url) =>
    loadWithCommands(url, 'bench-secret', seconds, 20),
  );
  return { bare: bare.result, tandem: tandem.result, store: tandem.ready.store ?? 'none' };
}

interface Ready {
  readonly url: string;
  readonly store?: string;
}

async function withServer(
  file: string,
  run: (url: string) => Promise<LoadResult>,
): Promise<{ result: LoadResult; ready: Ready }> {
  const child: ChildProcess = fork(new URL(file, import.meta.url), { execArgv: ['--import', 'tsx'] });
  try {
    const [ready] = (await once(child, 'message')) as [Ready];
    // Warm-up, not counted.
    await run(ready.url);
    return { result: await run(ready.url), ready };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}
