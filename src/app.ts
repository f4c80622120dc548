import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type ProgrammeEvent, type ProgrammeEventOf, programmeEventTypes } from './core/programme-event.ts';
import { features } from './features/index.ts';
import {
  askForRole,
  channelHooks,
  managerOfChannel,
  reportUndeliverable,
  tellInvited,
} from './features/partners/public.ts';
import { type Clock, newId, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { createDelivery } from './platform/delivery/delivery.ts';
import { createPacing } from './platform/delivery/pacing.ts';
import { startQueue } from './platform/delivery/queue.ts';
import type { CommandRoute, DueJob, Feature } from './platform/feature.ts';
import { createHttpApi } from './platform/http/http-api.ts';
import { databaseAnswersWithinMs, inTime } from './platform/in-time.ts';
import { installPath, redirectPath } from './platform/installations/install-pages.ts';
import { openInstallations } from './platform/installations/open-installations.ts';
import { createSealer } from './platform/installations/seal.ts';
import { meetIn, withInstallations } from './platform/installations/with-installations.ts';
import type { Log } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { createHeartbeat, type NextDue } from './platform/schedule/heartbeat.ts';
import { createEntrance } from './platform/slack/bolt.ts';
import { createDirectory } from './platform/slack/directory.ts';
import { createRouter, type Route } from './platform/slack/router.ts';
import type { Workspace } from './platform/store/generated/client.ts';
import { openStore, type Store } from './platform/store/store.ts';
import { createWorkRunner } from './platform/store/work-runner.ts';
import { traced } from './platform/tracing.ts';
import type { InWork, Reactions, Work } from './platform/work.ts';

/** A configuration that reaches a Slack, real or local. */
export type AppConfig = Omit<Config, 'slack'> & {
  readonly slack: Exclude<Config['slack'], { kind: 'sandbox' }>;
};

export interface AppDeps {
  readonly log: Log;
  /** The sandbox and the tests move it. */
  readonly clock?: Clock;
  /** Opened and closed by the caller instead of by the app. */
  readonly store?: Store;
  /** How many times faster than Slack's published rates calls may be made: more than 1 only against a local Slack. */
  readonly deliverySpeed?: number;
  /** How long an interaction may take before the person hears that nothing was changed; 2.5 of Slack's 3 s when absent. */
  readonly answerWithinMs?: number;
}

/** Slack waits no longer than this for an answer. */
const inHandMs = 3000;

/** Leaves half a second of that for the way back, and for opening a form with a trigger that lives as long. */
const answerWithinMs = 2500;

/** The running bot. */
export interface TandemApp {
  /** The one of SLACK_BOT_TOKEN. With OAuth there may be many, and asking for it throws. */
  readonly workspace: Workspace;
  readonly store: Store;
  readonly inWork: InWork;
  readonly commands: readonly CommandRoute[];
  /** Does whatever is due now, as the heartbeat does every few seconds; says how many things that were. */
  runDueWork(): Promise<number>;
  nextDue(): Promise<NextDue | null>;
  /** The next thing that somebody waits for. */
  nextAwaited(): Promise<NextDue | null>;
  /** Resolves when what came in so far has been dealt with, and everything decided has been sent. */
  settled(): Promise<void>;
  /** `/healthz`, `/readyz`, `/metrics`; in HTTP mode `/slack/events`; with OAuth the pages to install the app by; what other systems call. */
  readonly requestListener: (request: IncomingMessage, response: ServerResponse) => void;
  /** Where whatever Slack sends arrives, by either door. */
  readonly route: Route;
  /** Says by `/readyz` that it stops, and finishes what is in hand; what other systems and Slack send by HTTP is still taken. */
  drain(): Promise<void>;
  /** Takes no more work, finishes what is in hand, closes. */
  stop(): Promise<void>;
}

/** Wires the app and starts it: the only place that knows all the parts. Throws when Slack refuses the token. */
export async function createApp(config: AppConfig, deps: AppDeps): Promise<TandemApp> {
  const { log } = deps;
  const clock = deps.clock ?? systemClock;
  const store =
    deps.store ?? (await openStore({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log }));
  const boss = await startQueue(store, log);
  const inWork = createWorkRunner({ store, boss, clock, newId, reactions: collectReactions(features) });
  const { slack, slackApiUrl } = config;
  const { installations, servePage } = await openInstallations(slack, {
    store,
    boss,
    clock,
    newId,
    log,
    slackApiUrl,
  }).catch(async (error: unknown) => {
    await boss.stop({ graceful: false });
    if (!deps.store) await store.close();
    throw error;
  });
  const { clientFor } = installations;
  const metrics = createMetrics({ store, clock });
  const tokenKeys = config.tokenKeys ?? slack.oauth?.tokenKeys;
  const sealer = tokenKeys ? createSealer(tokenKeys) : null;
  const pacing = createPacing(store, deps.deliverySpeed ?? 1);
  const delivery = createDelivery({
    store,
    boss,
    inWork,
    clock,
    log,
    clientFor,
    pacing,
    fallbackRecipient: (workspaceId, channelId) => managerOfChannel(store.prisma, workspaceId, channelId),
    channels: { ...channelHooks(store.prisma), invited: tellInvited },
    onUndeliverable: reportUndeliverable,
    onOutcome: metrics.delivered,
    renderers: Object.assign({}, ...features.map((feature) => feature.surfaces ?? {})),
  });
  const jobs: Record<string, DueJob> = Object.assign({}, ...features.map((feature) => feature.jobs ?? {}));
  const heartbeat = createHeartbeat({
    store,
    boss,
    clock,
    newId,
    reactions: collectReactions(features),
    jobs,
    tend: () => installations.tend(),
    log,
  });
  const directory = createDirectory({
    prisma: store.prisma,
    clientFor,
    turnsFor: pacing.forQuestions,
    clock,
    newId,
    log,
  });
  const route = createRouter({
    features,
    directory,
    inWork,
    clients: installations,
    turnsFor: pacing.forQuestions,
    newReference: shortReference,
    introduce: (work, person, channelId) => askForRole(work, person, channelId, 'asked'),
    meet: meetIn(installations),
    metrics,
    answerWithinMs: deps.answerWithinMs ?? answerWithinMs,
    sealer,
    log,
  });
  const httpApi = createHttpApi({
    routes: features.flatMap((feature) => feature.http ?? []),
    store,
    inWork,
    sealer,
    clock,
    metrics,
    newReference: shortReference,
    log,
  });
  const handle = withInstallations(installations, route);
  const inHand = new Set<Promise<void>>();
  const track: Route = (body, ack) => {
    const handling = traced('slack.payload', {}, () => handle(body, ack)).finally(() =>
      inHand.delete(handling),
    );
    inHand.add(handling);
    return handling;
  };
  // The embedded store computes in this process: a busy second is no lost connection.
  const silenceMs = store.kind === 'server' ? 5000 : 15_000;
  const entrance = createEntrance(slack, slackApiUrl, track, metrics.refused, silenceMs, log);

  await delivery.start();
  await heartbeat.start();
  await entrance.start();

  let draining: Promise<void> | null = null;
  let isStopped = false;
  const drain = (): Promise<void> => {
    draining ??= finishInHand();
    return draining;
  };
  return {
    get workspace() {
      if (!installations.workspace)
        throw new Error('There is no one workspace: the app is installed by OAuth.');
      return installations.workspace;
    },
    store,
    inWork,
    commands: features.flatMap((feature) => feature.commands ?? []),
    runDueWork: () => heartbeat.runDueWork(),
    nextDue: () => heartbeat.nextDue(),
    nextAwaited: () => heartbeat.nextAwaited(),
    settled: async () => {
      await Promise.allSettled(inHand);
      await delivery.settled();
    },
    route: track,
    requestListener: (request, response) => {
      const path = (request.url ?? '/').split('?', 1)[0];
      if (path === '/healthz') return plain(response, 200, 'ok');
      if (path === '/readyz')
        return void readiness().then((fault) => plain(response, fault ? 503 : 200, fault ?? 'ready'));
      if (path === '/metrics')
        return void metrics
          .scrape()
          .then((text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text));
      if (path === '/slack/events' && entrance.requestListener)
        return entrance.requestListener(request, response);
      if (servePage && (path === installPath || path === redirectPath))
        return void servePage(request, response);
      if (httpApi.serves(path ?? '/')) return httpApi.listener(request, response);
      plain(response, 404, 'not found');
    },
    drain,
    stop: async () => {
      if (isStopped) return;
      isStopped = true;
      await drain();
      await installations.stop();
      await boss.stop({ graceful: true, timeout: 8000 });
      if (!deps.store) await store.close();
    },
  };

  async function finishInHand(): Promise<void> {
    // Answered while the connection to Slack still stands.
    await Promise.race([Promise.allSettled(inHand), wait(inHandMs, undefined, { ref: false })]);
    await entrance.stop();
    await heartbeat.stop();
    await delivery.stop();
  }

  /** What keeps the app from doing its work right now; null when nothing does. */
  async function readiness(): Promise<string | null> {
    if (draining) return 'stopping';
    if (!entrance.isConnected()) return 'not connected to Slack';
    try {
      return await inTime(databaseAnswersWithinMs, installations.fault());
    } catch {
      return 'the database does not answer';
    }
  }
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/** Each reaction by the one event type it takes; a feature's own table says which that is. */
export function collectReactions(all: readonly Feature[]): Reactions {
  const reactions = new Map<
    ProgrammeEvent['type'],
    ((work: Work, event: ProgrammeEvent) => Promise<void>)[]
  >();
  const add = <T extends ProgrammeEvent['type']>(type: T, react: Reaction<T> | undefined) => {
    if (!react) return;
    const known = reactions.get(type) ?? [];
    known.push(async (work, event) => {
      if (isOfType(event, type)) await react(work, event);
    });
    reactions.set(type, known);
  };
  for (const feature of all) {
    for (const type of programmeEventTypes) add(type, feature.reactions?.[type]);
  }
  return reactions;
}

type Reaction<T extends ProgrammeEvent['type']> = NonNullable<NonNullable<Feature['reactions']>[T]>;

function isOfType<T extends ProgrammeEvent['type']>(
  event: ProgrammeEvent,
  type: T,
): event is ProgrammeEventOf<T> {
  return event.type === type;
}

/** Short enough to read out: `7F3A-91C2`. */
function shortReference(): string {
  const hex = createHash('sha256').update(randomUUID()).digest('hex').slice(0, 8).toUpperCase();
  return `${hex.slice(0, 4)}-${hex.slice(4)}`;
}
