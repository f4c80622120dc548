import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { personBySlackId } from '../../../src/features/partners/public.ts';
import type { Route } from '../../../src/platform/slack/router.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Json, Message } from '../../../src/sandbox/world.ts';
import { channels } from '../../support/app.ts';
import { type ByHttp, startByHttp } from '../../support/by-http.ts';
import { liveThroughSome } from './live-through-some.ts';
import { type Bait, createRandom, forgeIds, frozen, type Grain, mutate } from './mutate.ts';
import { afresh, copyOf, everyPress, record, sentBy } from './recording.ts';
import { startTwoPartners, type TwoPartners } from './two-partners.ts';

const { shared } = channels;

/** What only some may read: it is in the database, in no payload. */
const secrets = { brightpath: 'Heliotrope', northwind: 'Wolframite', internal: '76,543' } as const;
type Secret = keyof typeof secrets;

/** What went wrong, in words that name the payload; empty when all is well. */
export interface StormReport {
  readonly sent: number;
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
  /** A hash of every table's rows, Northwind's and the platform's own book-keeping left out. */
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
  const recording = record(sandbox);
  await liveThroughSome(two);
  recording.stop();
  const recorded = frozen([...recording.kept, ...everyPress(sandbox), ...(await fixtures(two))]);
  await hideSecrets(two);
  const random = createRandom(seed);
  const bait: Bait = { ids: await allIds(two), payloads: recorded };
  // What Slack itself says of channels and accounts is nobody's act.
  const acts = recorded.filter(
    ({ event }) => !/channel_|group_|user_|team_/.test(JSON.stringify(event ?? '')),
  );
  const { people, messages } = sandbox.world.data;
  const outsiders = [
    ...[two.eve.id, two.nils.id, deactivated(two)].map((id) => ({ id, teamId: people[id]?.teamId ?? '' })),
    { id: 'U0NOBODY00', teamId: cast.lumen },
    { id: 'USLACKBOT', teamId: cast.lumen },
  ];
  const kept = Object.fromEntries(Object.entries(messages).map(([id, list]) => [id, list.length]));
  sandbox.local.calls.length = 0;

  /** Which secrets a person may not read. */
  function hiddenFrom(personId: string): Secret[] {
    const person = people[personId];
    if (person?.teamId === cast.lumen && !person.isDeactivated) return [];
    if (person?.teamId === people[cast.diego]?.teamId) return ['northwind', 'internal'];
    if (personId === two.nora.id || personId === two.nils.id) return ['brightpath', 'internal'];
    return ['brightpath', 'northwind', 'internal'];
  }

  function leaksTo(hidden: readonly Secret[], said: unknown, to: string): void {
    if (said === undefined || hidden.length === 0) return;
    const text = JSON.stringify(said);
    for (const secret of hidden)
      if (text.includes(secrets[secret])) faults.push(`${secret} leaked to ${to}: ${text.slice(0, 1000)}`);
  }

  /** Looks at everything said since the last look, and forgets it, so that a long run is no heavier than a short one. */
  function inspectMessages(): void {
    for (const [channelId, list] of Object.entries(messages)) {
      const fresh = list.splice(kept[channelId] ?? 0);
      for (const message of fresh) if (message.userId === cast.tandem) inspectMessage(channelId, message);
    }
  }

  function inspectMessage(channelId: string, message: Message): void {
    const channel = sandbox.world.data.channels[channelId];
    const readers = message.ephemeralFor ? [message.ephemeralFor] : (channel?.memberIds ?? []);
    const hidden =
      // The stranger in Brightpath's channel reads what is said to Brightpath.
      channelId === shared && !message.ephemeralFor
        ? (['northwind', 'internal'] as const)
        : [...new Set(readers.flatMap(hiddenFrom))];
    leaksTo(hidden, [message.text, message.blocks], `${channelId} ${message.ephemeralFor ?? ''}`);
  }

  /** Modals opened for whoever sent the payload, and blocks Slack would have refused. */
  function inspectCalls(personId: string): void {
    for (const call of sandbox.local.calls) {
      // A Home tab is drawn for whom it says; a modal opens for whoever acted.
      const reader = call.method === 'views.publish' ? String(call.args.user_id) : personId;
      if (call.method.startsWith('views.')) leaksTo(hiddenFrom(reader), call.args, `${reader}, in a window`);
      for (const fault of call.faults) faults.push(`${call.method}: ${fault}`);
    }
    sandbox.local.calls.length = 0;
  }

  async function storm(count: number, next: () => Json, route: Route): Promise<StormReport> {
    const times: number[] = [];
    let used = 0;
    const cpu = process.cpuUsage();
    const from = faults.length;
    const handledBefore = tally.handled();
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
          leaksTo(hiddenFrom(personId), answer, `${personId}, in the acknowledgement`);
        });
      } catch (error) {
        faults.push(`thrown: ${String(error)} by ${JSON.stringify(payload).slice(0, 1500)}`);
      }
      if (acknowledged !== 1)
        faults.push(`acknowledged ${acknowledged} times: ${JSON.stringify(payload).slice(0, 1500)}`);
      inspectCalls(personId);
      if (sent % 500 === 499) {
        await tandem.settled();
        inspectMessages();
      }
      if (sent === Math.floor(count / 10)) used = heapMegabytes();
      if (faults.length > 20) break;
    }
    await tandem.settled();
    inspectMessages();
    const { user, system } = process.cpuUsage(cpu);
    times.sort((a, b) => a - b);
    return {
      sent: times.length,
      handled: tally.handled() - handledBefore,
      refused: Object.fromEntries([...tally.refused].sort()),
      faults: faults.slice(from),
      millisecondsP99: Math.round(times[Math.floor(times.length * 0.99)] ?? 0),
      millisecondsMax: Math.round(times.at(-1) ?? 0),
      cpuSeconds: Math.round((user + system) / 1e6),
      grownMegabytes: Math.round(heapMegabytes() - used),
    };
  }

  function mutated(from: readonly Json[], grain: Grain): Json {
    const picked = random.pick(from);
    // One in twenty is a delivery Slack has made before.
    const payload =
      random.below(20) === 0 ? copyOf(picked, levelsOf[grain]) : afresh(picked, levelsOf[grain], random);
    const isForged = grain === 'fine' && random.below(2) === 0;
    return mutate(isForged ? forgeIds(payload, bait.ids, random) : payload, grain, bait, random);
  }

  const ofOutsider = (grain: Grain) => () => sentBy(mutated(acts, grain), random.pick(outsiders));

  return {
    outsiders: (grain, count) => storm(count, ofOutsider(grain), app.route),
    anybody: (grain, count) => storm(count, () => mutated(recorded, grain), app.route),
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
const levelsOf = { coarse: 4, fine: Number.POSITIVE_INFINITY } as const;

/** What the app's own log says became of the payloads; whatever it calls an error is a fault. */
function createTally(faults: string[]) {
  const refused = new Map<string, number>();
  let handled = 0;
  return {
    refused,
    handled: () => handled,
    read: (line: string): void => {
      if (/^\{"level":[56]0/.test(line)) faults.push(`logged: ${line.slice(0, 1500)}`);
      else if (line.includes('"msg":"resolved"')) handled += 1;
      else if (/"msg":"a (payload|request) was refused"/.test(line)) {
        const reason = /"reason":"(\w+)"/.exec(line)?.[1] ?? 'unsaid';
        refused.set(reason, (refused.get(reason) ?? 0) + 1);
      }
    },
  };
}

const fixtureFolder = new URL('../../fixtures/payloads/', import.meta.url);

/** The payloads kept of every kind and every sort of sender, with this world's partners in place of theirs. */
async function fixtures({ tandem, northwindId }: TwoPartners): Promise<Json[]> {
  const { partnerId } = await tandem.work((work) => personBySlackId(work, cast.diego));
  const ids: Record<string, string | null> = { Brightpath: partnerId, Gridco: northwindId };
  return readdirSync(fixtureFolder).map((file) => {
    const text = readFileSync(new URL(file, fixtureFolder), 'utf8');
    const { payload } = JSON.parse(text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => ids[name] ?? name));
    return payload;
  });
}

function senderOf(payload: Json): string {
  if (typeof payload.user_id === 'string') return payload.user_id;
  const holder = payload.type === 'event_callback' ? payload.event : payload;
  const user = typeof holder === 'object' && holder !== null && 'user' in holder ? holder.user : null;
  const id = typeof user === 'object' && user !== null && 'id' in user ? user.id : user;
  return typeof id === 'string' ? id : '';
}

/** Through the connection the app keeps; the local Slack takes the acknowledgement. */
function bySocket({ tandem }: TwoPartners): Route {
  const { socket } = tandem.sandbox.local;
  return async (payload, ack) => {
    const body = payload as Json;
    if (body.type === 'event_callback') {
      socket.sendEvent(body);
      await socket.settled();
      return ack();
    }
    const answer = await socket.ask(body.command === undefined ? 'interactive' : 'slash_commands', body);
    if (answer.ok) await ack(answer.payload);
  };
}

function overHttp({ deliver }: ByHttp): Route {
  return async (payload, ack) => {
    const { status, text } = await deliver(payload as Json);
    // What has grown beyond the limit is turned away, which is an answer too.
    const isTooLarge = status === 413 && JSON.stringify(payload).length > 300_000;
    if (status === 200 || isTooLarge) await ack(text);
  };
}

/** Puts a deal and a lead that say whose they are, and a cost, where only some may read them. */
async function hideSecrets({ tandem, northwindId }: TwoPartners): Promise<void> {
  await tandem.work(async (work) => {
    const { tx, workspaceId, newId, now } = work;
    const { partnerId } = await personBySlackId(work, cast.diego);
    for (const [index, [id, word]] of [
      [partnerId ?? '', secrets.brightpath],
      [northwindId, secrets.northwind],
    ].entries()) {
      const row = { workspaceId, partnerId: id ?? '', customer: `${word} Ltd` };
      await tx.lead.create({
        data: {
          ...row,
          id: newId(),
          number: 900 + index,
          contact: word ?? '',
          note: word ?? '',
          createdAt: now,
        },
      });
      await tx.deal.create({
        data: {
          ...row,
          id: newId(),
          number: 900 + index,
          name: word ?? '',
          amountMinor: 9_000_000n,
          partnerCostMinor: 7_654_321n,
          currency: 'EUR',
          registeredAt: now,
        },
      });
    }
  });
}

/** Somebody of the vendor's whose account was closed. */
function deactivated({ tandem }: TwoPartners): string {
  tandem.sandbox.controls.deactivatePerson(cast.priya);
  return cast.priya;
}

/**
 * Tables that hold no business of a partner: what was sent and received, who people are, and that somebody of a partner
 * has written, as Eve may.
 */
const bookKeeping = [
  'ChannelWord',
  'Delivery',
  'Surface',
  'InboundReceipt',
  'SendBudget',
  'Counter',
  'Person',
  '_migration',
];

async function tables({ tandem }: TwoPartners): Promise<{ name: string; columns: string[] }[]> {
  const rows = await tandem.app.store.prisma.$queryRaw<{ name: string; columns: string[] }[]>`
    SELECT table_name::text AS "name", array_agg(column_name::text) AS "columns"
    FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name ORDER BY table_name`;
  return rows.filter(({ name }) => !bookKeeping.includes(name));
}

async function brightpathsRows(two: TwoPartners): Promise<Record<string, string>> {
  const { prisma } = two.tandem.app.store;
  const found: Record<string, string> = {};
  for (const { name, columns } of await tables(two)) {
    const which = columns.includes('partnerId')
      ? `WHERE "partnerId" IS DISTINCT FROM '${two.northwindId}'::uuid`
      : // When a closed channel is looked at next is Slack's answer to the last look, which nobody here waits for.
        name === 'DueItem'
        ? `WHERE "kind" <> 'partners.lookAgain'`
        : '';
    const [row] = await prisma.$queryRawUnsafe<{ all: string | null }[]>(
      `SELECT string_agg(r::text, ',' ORDER BY r::text) AS "all" FROM "${name}" r ${which}`,
    );
    found[name] = createHash('sha256')
      .update(row?.all ?? '')
      .digest('hex');
  }
  return found;
}

/** Ids of rows, people, channels and organisations, true and made up. */
async function allIds(two: TwoPartners): Promise<string[]> {
  const { prisma } = two.tandem.app.store;
  const found: string[] = [];
  for (const { name, columns } of await tables(two)) {
    if (!columns.includes('id')) continue;
    const rows = await prisma.$queryRawUnsafe<{ id: string }[]>(
      `SELECT "id"::text AS "id" FROM "${name}" ORDER BY "id" DESC LIMIT 20`,
    );
    found.push(...rows.map((row) => row.id));
  }
  const { people, channels: all, teams } = two.tandem.sandbox.world.data;
  const made = [
    '00000000-0000-4000-8000-000000000000',
    'T0NOWHERE0',
    'U0NOBODY00',
    'C0NOWHERE0',
    'D0NOWHERE0',
  ];
  return [...found, ...Object.keys(people), ...Object.keys(all), ...Object.keys(teams), ...made];
}

const collectGarbage: unknown = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
})();

function heapMegabytes(): number {
  if (typeof collectGarbage === 'function') collectGarbage();
  return process.memoryUsage().heapUsed / 1_000_000;
}
