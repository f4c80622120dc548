import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { Onboarding } from './programme.ts';

/** What `serve-tandem.ts` is told: with `partners` it gives so many of them a running onboarding first. */
export interface ServeOptions {
  readonly apiUrl: string;
  readonly botToken: string;
  /** Null for the embedded store, in memory. */
  readonly databaseUrl: string | null;
  readonly partners: number;
}

export type ServeReport =
  | { readonly type: 'ready'; readonly url: string; readonly onboardings: readonly Onboarding[] }
  | ({ readonly type: 'memory' } & Memory);

/** In bytes: what the system gave it, and of it what is in use. */
export interface Memory {
  readonly residentBytes: number;
  readonly liveBytes: number;
}

/** Tandem in a process of its own, reached over HTTP, its Slack the given local one. */
export interface TandemProcess {
  readonly url: string;
  /** By partner. */
  readonly onboardings: readonly Onboarding[];
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

export async function startTandem(
  slack: Sandbox,
  databaseUrl: string | null,
  partners = 0,
): Promise<TandemProcess> {
  const options: ServeOptions = {
    apiUrl: slack.apiUrl,
    botToken: slack.tokens.botToken,
    databaseUrl,
    partners,
  };
  const child = startScript('serve-tandem.ts', [JSON.stringify(options)]);
  const ready = await reportOf<ServeReport, 'ready'>(child, 'ready');
  return {
    url: ready.url,
    onboardings: ready.onboardings,
    memory: async () => {
      child.send('memory');
      return reportOf<ServeReport, 'memory'>(child, 'memory');
    },
    stop: () => stopScript(child),
  };
}

export function startScript(file: string, args: readonly string[] = []): ChildProcess {
  return fork(new URL(file, import.meta.url), [...args], { execArgv: ['--import', 'tsx', '--expose-gc'] });
}

export async function stopScript(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** The next report of a type; fails when the process ends without one. */
export function reportOf<R extends { type: string }, T extends R['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<R, { type: T }>> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`the process ended with ${code}`));
    const onMessage = (report: R) => {
      if (report.type !== type) return;
      child.off('exit', onExit).off('message', onMessage);
      resolve(report as Extract<R, { type: T }>);
    };
    child.on('exit', onExit).on('message', onMessage);
  });
}
