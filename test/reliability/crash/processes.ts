import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { openWire, type Wire } from './wire.ts';

const entry = fileURLToPath(new URL('./app-process.ts', import.meta.url));
/** As deep in the repository as the sources that look for the migrations and the manifest beside themselves. */
const bundle = fileURLToPath(
  new URL(`../../.reliability/built/app-process-${process.pid}.mjs`, import.meta.url),
);

/** One file instead of hundreds: what is started three hundred times should start fast. */
export async function buildProcess(): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  process.once('exit', () => rmSync(bundle, { force: true }));
}

/** A place for one process after another: killed, and filled again. */
export interface Slot {
  readonly name: string;
  readonly wire: Wire;
  /** Starts the process; resolves when it works. */
  start(): Promise<void>;
  isReady(): boolean;
  kill(): Promise<void>;
  /** Stands it still, as a laptop's lid or a starved machine does, until it is let go on. */
  pause(): void;
  goOn(): void;
  /** Asks it to stop, as a deployment does. */
  terminate(): void;
  /** The same, and waits until it has. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface SlotOptions {
  readonly name: string;
  readonly slack: Sandbox;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly speed: number;
}

export async function openSlot(options: SlotOptions): Promise<Slot> {
  const { name, slack } = options;
  const wire = await openWire(slack.apiUrl);
  let current: Started | null = null;
  // The next one loads while this one works.
  let spare = load();

  function load(): Started {
    const url = options.databaseUrl === null ? null : new URL(options.databaseUrl);
    url?.searchParams.set('application_name', name);
    const child = spawn(process.execPath, [bundle], {
      env: {
        ...process.env,
        DATABASE_URL: url?.href ?? '',
        DATA_DIR: options.dataDir,
        SLACK_API_URL: wire.apiUrl,
        BOT_TOKEN: slack.tokens.botToken,
        APP_TOKEN: slack.tokens.appToken,
        SPEED: String(options.speed),
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return follow(child);
  }

  return {
    name,
    wire,
    start: async () => {
      const started = spare;
      current = started;
      spare = load();
      await started.heard('loaded');
      started.child.stdin?.write('start\n');
      await started.heard('ready');
    },
    isReady: () => current?.words.includes('ready') === true && current.child.exitCode === null,
    kill: async () => {
      await current?.kill();
      current = null;
    },
    pause: () => void current?.child.kill('SIGSTOP'),
    goOn: () => void current?.child.kill('SIGCONT'),
    terminate: () => void current?.child.kill('SIGTERM'),
    stop: async () => {
      await current?.stop();
      current = null;
    },
    close: async () => {
      await Promise.all([current?.kill(), spare.kill()]);
      await wire.close();
    },
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly words: string;
  heard(word: string): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

function follow(child: ChildProcess): Started {
  let words = '';
  const ended = once(child, 'exit');
  child.stdout?.on('data', (chunk) => {
    words += String(chunk);
  });
  child.stdin?.on('error', () => {});
  return {
    child,
    get words() {
      return words;
    },
    // A process that is killed while somebody waits for it leaves them waiting: they look again.
    heard: async (word) => {
      while (!words.includes(word)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Ended(child.exitCode);
        await Promise.race([once(child.stdout ?? child, 'data'), ended]);
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A process that was waited for has ended: killed by the runner (code null), or by itself. */
export class Ended extends Error {
  readonly code: number | null;
  constructor(code: number | null) {
    super(`the process ended with ${code ?? 'a signal'}`);
    this.code = code;
  }
}
