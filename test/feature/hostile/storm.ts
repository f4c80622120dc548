import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { features } from '../../../src/features/index.ts';
import type { Route } from '../../../src/platform/slack/router.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import { channels } from '../../support/app.ts';
import { startByHttp } from '../../support/by-http.ts';
import { bySocket, overHttp } from './doors.ts';
import { fixturePayloads } from './fixture-payloads.ts';
import { liveThroughSome } from './live-through-some.ts';
import { type Bait, createRandom, forgeIds, type Grain, mutate } from './mutate.ts';
import { afresh, copyOf, everyPress, record, routesOf, senderOf, sentBy } from './recording.ts';
import { routeDirectly } from './route-directly.ts';
import { allIds, brightpathsRows } from './rows.ts';
import { hideSecrets, watchSecrets } from './secrets.ts';
import { hostileWords } from './shown-markup.ts';
import { createTally } from './storm-tally.ts';
import { frozen } from './strange.ts';
import { tryEverything } from './try-everything.ts';
import { startTwoPartners, type TwoPartners } from './two-partners.ts';

/** What went wrong, in words that name the payload; empty when all is well. */
export interface StormReport {
  readonly sent: number;
  /** How many had a shape and were not the app's own. */
  readonly parsed: number;
  /** How many a handler was asked to do something with. */
  readonly handled: number;
  /** How many were turned away, by the reason that is counted in production too. */
  readonly refused: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  readonly millisecondsP99: number;
  readonly millisecondsMax: number;
  /** Of this process, whatever else the machine does meanwhile. */
  readonly cpuSeconds: number;
  /** What is in use after the last collection, against the first tenth. */
  readonly grownMegabytes: number;
}

export interface Storm {
  /** Mutated payloads of people who have no business at Brightpath: strangers, another partner's people, the deactivated, the unknown. */
  outsiders(grain: Grain, count: number): Promise<StormReport>;
  /** Mutated payloads of whoever sent them, and Slack's own events. */
  anybody(grain: Grain, count: number): Promise<StormReport>;
  /** The same through the app's door: signed requests over HTTP, or Socket Mode's envelopes. */
  byDoor(door: 'http' | 'socket', grain: Grain, count: number): Promise<StormReport>;
  /** Every table's rows, Northwind's and the platform's own book-keeping left out. */
  rows(): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

/** Two partners with a past, every kind of payload there is, and what becomes of the app under their mutations. */
export async function startStorm(seed: number): Promise<Storm> {
  const faults: string[] = [];
  const tally = createTally(faults);
  const log = pino({ level: 'debug' }, { write: tally.read });
  const note = (error: unknown): void => void faults.push(`unhandled: ${String(error)}`);
  process.on('unhandledRejection', note).on('uncaughtExceptionMonitor', note);
  const two = await startTwoPartners(log);
  const { tandem } = two;
  const { sandbox, app } = tandem;
  const recorded = frozen(await recordEverything(two));
  await hideSecrets(two);
  // Within the hour it makes no difference that somebody else writes there, as Eve may.
  await tandem.people.diego.say(channels.shared, 'We are here.');
  // And whoever registers a deal has every customer's key worked out that has none yet.
  await two.nora.mention(two.northwindChannel, 'deal Umbrella 5,000 EUR');
  await tandem.settled();
  const random = createRandom(seed);
  const ids = await allIds(two);
  const acts = recorded.filter((payload) => !isSlacksOwnWord(payload));
  // Slack's own word is no bait for what people send either: grafted onto a mention, that Northwind's channel was
  // archived would be believed, as it should, and its next look fall due.
  const bait: Record<'acts' | 'recorded', Bait> = {
    acts: { ids, payloads: acts },
    recorded: { ids, payloads: recorded },
  };
  const routes = { acts: routesOf(acts), recorded: routesOf(recorded) };
  // Most of the others are only thrown away; large ones would cost most of the time there is.
  const small = { acts: acts.filter(isSmall), recorded: recorded.filter(isSmall) };
  const { people } = sandbox.world.data;
  const outsiders = [
    ...[two.eve.id, two.nils.id, deactivated(two)].map((id) => ({ id, teamId: people[id]?.teamId ?? '' })),
    { id: 'U0NOBODY00', teamId: cast.lumen },
    { id: 'USLACKBOT', teamId: cast.lumen },
  ];
  const watch = watchSecrets(two, faults);

  async function storm(count: number, next: () => Json, route: Route): Promise<StormReport> {
    const times: number[] = [];
    let used = 0;
    const cpu = process.cpuUsage();
    const from = faults.length;
    const before = { handled: tally.handled(), parsed: tally.parsed() };
    tally.refused.clear();
    for (let sent = 0; sent < count; sent += 1) {
      const payload = next();
      const personId = senderOf(payload);
      const sentAt = performance.now();
      let acknowledged = 0;
      try {
        await route(payload, async (answer) => {
          acknowledged += 1;
          times.push(performance.now() - sentAt);
          watch.acknowledged(personId, answer);
        });
      } catch (error) {
        faults.push(`thrown: ${String(error)} by ${JSON.stringify(payload).slice(0, 1500)}`);
      }
      if (acknowledged !== 1)
        faults.push(`acknowledged ${acknowledged} times: ${JSON.stringify(payload).slice(0, 1500)}`);
      watch.calls(personId);
      if (sent % 500 === 499) {
        await tandem.settled();
        watch.messages();
      }
      if (sent === Math.floor(count / 10)) used = heapMegabytes();
      if (faults.length > 20) break;
    }
    await tandem.settled();
    watch.messages();
    const { user, system } = process.cpuUsage(cpu);
    times.sort((a, b) => a - b);
    return {
      sent: times.length,
      parsed: tally.parsed() - before.parsed,
      handled: tally.handled() - before.handled,
      refused: Object.fromEntries([...tally.refused].sort()),
      faults: faults.slice(from),
      millisecondsP99: Math.round(times[Math.floor(times.length * 0.99)] ?? 0),
      millisecondsMax: Math.round(times.at(-1) ?? 0),
      cpuSeconds: Math.round((user + system) / 1e6),
      grownMegabytes: Math.round(heapMegabytes() - used),
    };
  }

  function mutated(from: 'acts' | 'recorded', grain: Grain): Json {
    // Deep ones go to every route alike, however often it is used.
    const picked = random.pick(grain === 'deep' ? random.pick(routes[from]) : small[from]);
    // One in twenty is a delivery Slack has made before.
    const payload =
      random.below(20) === 0 ? copyOf(picked, levelsOf[grain]) : afresh(picked, levelsOf[grain], random);
    const isForged = grain !== 'coarse' && random.below(2) === 0;
    return mutate(isForged ? forgeIds(payload, ids, random) : payload, grain, bait[from], random);
  }

  const ofOutsider = (grain: Grain) => () => sentBy(mutated('acts', grain), random.pick(outsiders));

  return {
    outsiders: (grain, count) => storm(count, ofOutsider(grain), app.route),
    anybody: (grain, count) => storm(count, () => mutated('recorded', grain), app.route),
    byDoor: async (door, grain, count) => {
      if (door === 'socket') return storm(count, ofOutsider(grain), bySocket(two));
      const byHttp = await startByHttp(tandem, log);
      try {
        return await storm(count, ofOutsider(grain), overHttp(byHttp));
      } finally {
        await byHttp.stop();
      }
    },
    rows: () => brightpathsRows(two),
    stop: async () => {
      process.off('unhandledRejection', note).off('uncaughtExceptionMonitor', note);
      await tandem.stop();
    },
  };
}

/** How deep a copy has to be for what is done to it. */
const levelsOf = { coarse: 4, fine: Number.POSITIVE_INFINITY, deep: Number.POSITIVE_INFINITY } as const;

/** What opens forms that no button in sight does. */
const formLines = [
  'deal cost D-1',
  'deal edit D-1',
  'deal lost D-1',
  'handoff D-1',
  'handoff L-1',
  'calls plan',
  'calls move',
  'calls cancel',
  'calls record',
  'health recover',
  'health decide',
  'health postmortem',
  'digest settings',
];

/** Whoever uses everything also gives people roles; who has no business at Brightpath has none again. */
async function forgetRoles({ tandem, eve, nils, northwindId }: TwoPartners): Promise<void> {
  const { prisma } = tandem.app.store;
  await prisma.person.updateMany({ where: { slackUserId: eve.id }, data: { partnerId: null } });
  const outsiders = await prisma.person.findMany({ where: { slackUserId: { in: [eve.id, nils.id] } } });
  await prisma.roleGrant.deleteMany({
    where: { personId: { in: outsiders.map(({ id }) => id) }, partnerId: { not: northwindId } },
  });
}

/** Payloads of every kind and to every route, as the local Slack sends them. */
async function recordEverything(two: TwoPartners): Promise<Json[]> {
  const { tandem } = two;
  const { sandbox } = tandem;
  const recording = record(sandbox);
  await liveThroughSome(two);
  recording.stop();
  const direct = routeDirectly(tandem);
  const further = record(sandbox);
  const maya = { id: cast.maya, channel: channels.shared, door: 'slash' } as const;
  await tryEverything(tandem, maya, hostileWords, { sent: new Set(), refused: new Map() }, [
    ...features.flatMap(({ commands }) => commands ?? []).map(({ name }) => name),
    ...formLines,
  ]);
  further.stop();
  direct.stop();
  await forgetRoles(two);
  return [...recording.kept, ...further.kept, ...everyPress(sandbox), ...(await fixturePayloads(two))];
}

function isSmall(payload: Json): boolean {
  return JSON.stringify(payload).length < 8000;
}

/** What Slack itself says of channels and accounts is nobody's act. */
function isSlacksOwnWord({ event }: Json): boolean {
  const type = typeof event === 'object' && event !== null && 'type' in event ? String(event.type) : '';
  return /^(channel|group|user|team|shared_channel|tokens|app_uninstalled)/.test(type);
}

/** Somebody of the vendor's whose account was closed. */
function deactivated({ tandem }: TwoPartners): string {
  tandem.sandbox.controls.deactivatePerson(cast.priya);
  return cast.priya;
}

const collectGarbage: unknown = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
})();

function heapMegabytes(): number {
  if (typeof collectGarbage === 'function') collectGarbage();
  return process.memoryUsage().heapUsed / 1_000_000;
}
