import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { features } from '../../../src/features/index.ts';
import { newId } from '../../../src/platform/clock.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import { createClient } from '../../../src/platform/slack/clients.ts';
import { createDirectory } from '../../../src/platform/slack/directory.ts';
import { createRouter, type Route } from '../../../src/platform/slack/router.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import { channels } from '../../support/app.ts';
import { createRandom, forgeIds, mutate } from './mutate.ts';
import { afresh, everyPress, record, sentBy } from './recording.ts';
import { saidInPublic, startTwoPartners, type TwoPartners } from './two-partners.ts';

const seed = Number(process.env.HOSTILE_SEED ?? 20_260_112);
const { shared } = channels;

let two: TwoPartners;
let route: Route;
let recorded: Json[];
/** Ids of rows, people, channels and organisations, true and made up. */
let ids: string[];
let errors: string[];
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', noteUnhandled);
  two = await startTwoPartners();
  const { tandem } = two;
  recorded = record(tandem.sandbox);
  await liveThroughSome(two);
  recorded.push(...everyPress(tandem.sandbox));
  errors = [];
  const log = pino(
    { level: 'error' },
    new Writable({
      write: (line, _encoding, done) => {
        errors.push(String(line));
        done();
      },
    }),
  );
  const { store, inWork } = tandem.app;
  const client = createClient(tandem.sandbox.tokens.botToken, tandem.sandbox.apiUrl, log);
  const directory = createDirectory({
    prisma: store.prisma,
    clientFor: async () => client,
    clock: tandem.clock,
    newId,
    log,
  });
  route = createRouter({
    features,
    directory,
    inWork,
    clients: { clientFor: async () => client, clientForTeam: async () => client },
    newReference: () => 'TEST',
    metrics: createMetrics({ store, clock: tandem.clock }),
    introduce: async () => null,
    answerWithinMs: 60_000,
    log,
  });
  ids = await allIds();
}, 240_000);

afterAll(async () => {
  process.off('unhandledRejection', noteUnhandled);
  await two.tandem.stop();
});

test('whoever has no business here changes nothing of Brightpath’s and is heard by nobody, whatever they send', async () => {
  const random = createRandom(seed);
  const people = two.tandem.sandbox.world.data.people;
  const strangers = [two.eve.id, two.nils.id].map((id) => ({ id, teamId: people[id]?.teamId ?? '' }));
  const before = await brightpathsRows();
  const saidBefore = JSON.stringify(saidInPublic(two.tandem, shared));
  // What Slack itself says of channels and accounts is nobody's act.
  const acts = recorded.filter(({ event }) => !/channel_|user_|team_/.test(JSON.stringify(event ?? '')));
  for (let round = 0; round < 1000; round += 1) {
    const payload = afresh(random.pick(acts), random);
    const forged = random.below(2) === 0 ? payload : forgeIds(payload, ids, random);
    const changed = random.below(2) === 0 ? forged : mutate(forged, ids, random);
    await send(sentBy(changed, random.pick(strangers)));
  }
  await two.tandem.settled();
  expect(errors).toEqual([]);
  expect(await brightpathsRows()).toEqual(before);
  expect(JSON.stringify(saidInPublic(two.tandem, shared))).toBe(saidBefore);
  expect(unhandled).toEqual([]);
}, 240_000);

test('whatever arrives is acknowledged and breaks nothing', async () => {
  const random = createRandom(seed + 1);
  for (let round = 0; round < 1000; round += 1)
    await send(mutate(afresh(random.pick(recorded), random), ids, random));
  await two.tandem.settled();
  expect(errors).toEqual([]);
  expect(unhandled).toEqual([]);
}, 240_000);

/** A little of everything, so that every kind of payload is there to be recorded. */
async function liveThroughSome({ tandem, northwindChannel, nora }: TwoPartners): Promise<void> {
  const { maya, diego, aiko, lena } = tandem.people;
  const { controls } = tandem.sandbox;
  await maya.command('/partner done kickoff meeting https://notes.example/kickoff', { channel: shared });
  await diego.mention(shared, 'done name the team: Diego sells, Aiko builds');
  await diego.mention(shared, 'done success criteria https://plan.example/v1');
  await diego.mention(shared, 'done orientation');
  await maya.hears('asks for your review', { channel: 'dm' });
  await maya.press('Send back');
  await maya.until(() => maya.modal());
  maya.fill({ 'What is missing?': 'An owner.' });
  await maya.submit();
  await diego.hears('Ready when you are');
  await diego.press('Open the form');
  await diego.until(() => diego.modal());
  await diego.submit();
  await diego.close();
  for (const words of [
    'steps',
    'status',
    'calls',
    'agenda pricing',
    'deal Acme 12,500 EUR “Rollout”',
    'lead Acme, Jane, pilot',
  ])
    await diego.mention(shared, words);
  await aiko.say('dm', 'help');
  await nora.mention(northwindChannel, 'lead Initech, Joe, wants it');
  await tandem.settled();
  for (const line of [
    'action Send the price list @Aiko Tanaka by tomorrow',
    'people Brightpath',
    'scorecard',
    'deal',
    'lead',
  ])
    await maya.command(`/partner ${line}`, { channel: shared });
  await maya.command('/partner deal won D-1', { channel: shared });
  await lena.command('/partner deal cost D-1', { channel: shared });
  await maya.openHome();
  await tandem.advance('week');
  controls.renameChannel('general-lumen', 'lobby');
  controls.archiveChannel(northwindChannel);
  controls.archiveChannel(northwindChannel, false);
  controls.changeChannelId('lobby');
  controls.deactivatePerson(tandem.people.priya.id);
  controls.deactivatePerson(tandem.people.priya.id, false);
  await tandem.settled();
}

async function send(body: unknown): Promise<void> {
  let acknowledged = 0;
  await route(body, async () => {
    acknowledged += 1;
  });
  expect(acknowledged, JSON.stringify(body)?.slice(0, 500)).toBe(1);
}

/** Tables that hold no business of a partner: what was sent, received and is due, and who people are. */
const ours = ['Delivery', 'Surface', 'InboundReceipt', 'SendBudget', 'Counter', 'Person', '_migration'];

async function tables(): Promise<{ name: string; columns: string[] }[]> {
  const rows = await two.tandem.app.store.prisma.$queryRaw<{ name: string; columns: string[] }[]>`
    SELECT table_name::text AS "name", array_agg(column_name::text) AS "columns"
    FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name ORDER BY table_name`;
  return rows.filter(({ name }) => !ours.includes(name));
}

/** Every row that is not Northwind's, as a hash by table. */
async function brightpathsRows(): Promise<Record<string, unknown>> {
  const { prisma } = two.tandem.app.store;
  const found: Record<string, unknown> = {};
  for (const { name, columns } of await tables()) {
    const which = columns.includes('partnerId')
      ? `WHERE "partnerId" IS DISTINCT FROM '${two.northwindId}'::uuid`
      : '';
    found[name] = await prisma.$queryRawUnsafe(
      `SELECT count(*)::int AS "rows", md5(string_agg(r::text, ',' ORDER BY r::text)) AS "hash" FROM "${name}" r ${which}`,
    );
  }
  return found;
}

async function allIds(): Promise<string[]> {
  const { prisma } = two.tandem.app.store;
  const found: string[] = [];
  for (const { name, columns } of await tables()) {
    if (!columns.includes('id')) continue;
    const rows = await prisma.$queryRawUnsafe<{ id: string }[]>(
      `SELECT "id"::text AS "id" FROM "${name}" LIMIT 20`,
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
