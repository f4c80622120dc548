import { readFileSync } from 'node:fs';
import { createApp, type TandemApp } from '../../src/app.ts';
import { publish } from '../../src/features/playbook/public.ts';
import { createLog, type Log } from '../../src/platform/log.ts';
import { readManifest } from '../../src/platform/slack/manifest.ts';
import type { Store } from '../../src/platform/store/store.ts';
import type { Work } from '../../src/platform/work.ts';
import { type ActingPerson, actAs } from '../../src/sandbox/person.ts';
import { seedProgramme } from '../../src/sandbox/seed-programme.ts';
import { cast } from '../../src/sandbox/seed-world.ts';
import { seedWorldWithPartners } from '../../src/sandbox/seed-world-with-partners.ts';
import { type Sandbox, startSandboxServer } from '../../src/sandbox/server.ts';
import { advance } from '../../src/sandbox/time-travel.ts';
import { openTestStore } from './store.ts';

/** A Monday morning in Berlin, in winter time. */
const monday = new Date('2026-01-12T08:00:00Z');

/** The whole app on a store of its own and a local Slack, at a time that stands still until it is moved. */
export interface TestApp {
  readonly app: TandemApp;
  readonly sandbox: Sandbox;
  readonly clock: { now(): Date; moveTo(instant: Date): void };
  /** The cast, acting through what they see: `people.maya.command('/partner start', {channel: …})`. */
  readonly people: Readonly<Record<CastMember, ActingPerson>>;
  /** Moves time on, stopping at each due thing on the way. */
  advance(by: 'hour' | 'day' | 'week' | 'next' | Date): Promise<void>;
  /** Resolves when all that was decided so far has arrived. */
  settled(): Promise<void>;
  /** Runs something in a transaction of its own and waits until what it decided has arrived. */
  work<T>(run: (work: Work) => Promise<T>): Promise<T>;
  publishSample(): Promise<void>;
  /** Stops the app as a server is stopped, and starts it again on the same store and Slack. */
  whileDown(run: () => void | Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

type CastMember = 'maya' | 'tom' | 'priya' | 'lena' | 'owen' | 'diego' | 'aiko' | 'sam';

export const channels = { shared: cast.shared, internal: cast.internal } as const;

interface TestAppOptions {
  readonly at?: Date;
  readonly store?: Store;
  /** With the sample programme and six partners with a past, as the sandbox begins. */
  readonly withPast?: boolean;
  readonly log?: Log;
  /** Slack enforces its rates, and the app keeps within them: a few calls of a method at once, then its calls a minute. */
  readonly atSlackSpeed?: boolean;
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  let now = options.at ?? monday;
  const clock = {
    now: () => now,
    moveTo: (instant: Date) => {
      now = instant > now ? instant : now;
    },
  };
  const store = options.store ?? (await openTestStore());
  const { scopes, events } = readManifest();
  // A busy machine is not what these tests are about: nobody is told that the app took too long.
  const sandbox = await startSandboxServer({
    clock,
    port: 0,
    dataDir: null,
    ...(options.withPast && { seed: seedWorldWithPartners }),
    scopes,
    events,
    ackTimeoutMs: 30_000,
    ...(options.atSlackSpeed && { rateSpeed: 1 }),
  });
  const { botToken, appToken } = sandbox.tokens;
  const start = () =>
    createApp(
      {
        slack: { kind: 'socket', botToken, appToken },
        slackApiUrl: sandbox.apiUrl,
        tokenKeys: [{ name: 'test', bytes: Buffer.alloc(32, 1) }],
        databaseUrl: undefined,
        dataDir: 'memory',
        port: 0,
        logLevel: 'warn',
      },
      {
        log: options.log ?? createLog(process.env.LOG_LEVEL ?? 'warn'),
        clock,
        store,
        deliverySpeed: options.atSlackSpeed ? 1 : 1000,
        answerWithinMs: 25_000,
      },
    );
  let app = await start();
  if (options.withPast) await seedProgramme(app, sandbox.world);
  const member = (name: CastMember) => actAs(sandbox, cast[name]);
  const settled = async () => {
    await sandbox.controls.settled();
    await app.settled();
  };
  return {
    get app() {
      return app;
    },
    sandbox,
    clock,
    people: {
      maya: member('maya'),
      tom: member('tom'),
      priya: member('priya'),
      lena: member('lena'),
      owen: member('owen'),
      diego: member('diego'),
      aiko: member('aiko'),
      sam: member('sam'),
    },
    advance: (by) => advance(app, clock, by),
    settled,
    work: async (run) => {
      const done = await app.inWork({ workspaceId: app.workspace.id, source: 'test' }, run);
      if (done.duplicate) throw new Error('unreachable: no receipt was given');
      await settled();
      return done.value;
    },
    publishSample: async () => {
      const source = readFileSync(new URL('../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
      await app.inWork({ workspaceId: app.workspace.id, source: 'test' }, (work) =>
        publish(work, {
          source,
          filename: 'partner-programme.yaml',
          publishedBy: 'Maya Chen',
          reason: 'First version',
        }),
      );
    },
    whileDown: async (run) => {
      await app.stop();
      await run();
      app = await start();
    },
    stop: async () => {
      await app.stop();
      const faults = sandbox.controls.blockFaults();
      await sandbox.close();
      await store.close();
      // The app falls back to plain words when blocks are refused, so that nothing else would show it.
      if (faults.length > 0) throw new Error(`Slack refused blocks:\n${faults.join('\n')}`);
    },
  };
}
