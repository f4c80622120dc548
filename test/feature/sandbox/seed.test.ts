import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { createLog } from '../../../src/platform/log.ts';
import { readManifest } from '../../../src/platform/slack/manifest.ts';
import { type ActingPerson, actAs } from '../../../src/sandbox/person.ts';
import { furtherPartners } from '../../../src/sandbox/seed-partners.ts';
import { seedProgramme } from '../../../src/sandbox/seed-programme.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { seedWorldWithPartners } from '../../../src/sandbox/seed-world-with-partners.ts';
import { type Sandbox, startSandboxServer } from '../../../src/sandbox/server.ts';
import { openTestStore } from '../../support/store.ts';

const closing: (() => Promise<void>)[] = [];
const closeAll = async () => {
  for (const close of closing.splice(0)) await close();
};

/** Begun once, for those who only look: the first sees it as it is at the start, the next asks for the first digest. */
let seeded: Seeded;
let closeSeeded: (() => Promise<void>)[] = [];
beforeAll(async () => {
  seeded = await startSeeded();
  closeSeeded = closing.splice(0);
});
afterEach(closeAll);
afterAll(async () => {
  closing.push(...closeSeeded);
  await closeAll();
});

const now = new Date('2026-11-24T09:30:00Z');

interface Seeded {
  readonly sandbox: Sandbox;
  readonly app: Awaited<ReturnType<typeof createApp>>;
  readonly maya: ActingPerson;
}

/** A new sandbox as `npm start` makes it, at a time that stands still. */
async function startSeeded(at = now): Promise<Seeded> {
  const clock = { now: () => at };
  const store = await openTestStore();
  const { scopes, events } = readManifest();
  const sandbox = await startSandboxServer({
    clock,
    port: 0,
    dataDir: null,
    seed: seedWorldWithPartners,
    scopes,
    events,
  });
  const { botToken, appToken } = sandbox.tokens;
  const app = await createApp(
    {
      slack: { kind: 'socket', botToken, appToken },
      slackApiUrl: sandbox.apiUrl,
      databaseUrl: undefined,
      dataDir: 'memory',
      port: 0,
      logLevel: 'warn',
    },
    { log: createLog('warn'), clock, store, deliverySpeed: 1000 },
  );
  closing.push(async () => {
    await app.stop();
    await sandbox.close();
    await store.close();
  });
  await seedProgramme(app, sandbox.world);
  await app.settled();
  return { sandbox, app, maya: actAs(sandbox, cast.maya) };
}

interface DigestBlock {
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly rows?: readonly (readonly { readonly text: string }[])[];
  readonly title?: string;
  readonly chart?: { readonly series: readonly { readonly data: readonly { readonly value: number }[] }[] };
}

interface Digest {
  readonly text: string;
  readonly blocks: readonly DigestBlock[];
}

/** What Maya reads when she asks for her digest. */
async function digestOf({ sandbox, app, maya }: Seeded): Promise<Digest> {
  await maya.command('/partner digest', { channel: cast.internal });
  await sandbox.controls.settled();
  await app.settled();
  const last = sandbox.controls.messages(cast.internal).at(-1);
  // Block ids count what the local Slack has made so far.
  return JSON.parse(
    JSON.stringify({ text: last?.text, blocks: last?.blocks }, (key, value: unknown) =>
      key === 'block_id' ? undefined : value,
    ),
  );
}

/** What Maya reads of one partner: the cells by metric and column, and all the words. */
const scorecardOf = (seeded: Seeded, name: string) => answerTo(seeded, `scorecard ${name}`);

/** What Maya reads after a command: the cells of its table, and all the words. */
async function answerTo({ sandbox, app, maya }: Seeded, command: string) {
  await maya.command(`/partner ${command}`, { channel: cast.internal });
  await sandbox.controls.settled();
  await app.settled();
  const last = sandbox.controls.messages(cast.internal).at(-1);
  const digest: Digest = JSON.parse(JSON.stringify({ text: last?.text, blocks: last?.blocks }));
  return { rows: comparison(digest), words: JSON.stringify(digest.blocks) };
}

/** The cells of the message's table by what begins the row, and by column. */
function comparison({ blocks }: Digest): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const [head = [], ...rows] = blocks.find((block) => block.type === 'data_table')?.rows ?? [];
  return new Map(
    rows.map((row) => [
      row[0]?.text ?? '',
      Object.fromEntries(row.map(({ text }, column) => [head[column]?.text ?? '', text])),
    ]),
  );
}

/** What the digest says of one partner beside the comparison. */
function newsOf({ blocks }: Digest, name: string): string {
  const lines = blocks.flatMap((block) => block.text?.text.split('\n') ?? []);
  return lines.filter((line) => line.includes(`*${name}*`)).join('\n');
}

test('a new sandbox holds a year of twelve partners, shows little of it, nothing internal, and plans little', async () => {
  const { sandbox, app } = seeded;
  const { prisma } = app.store;
  const ways = await prisma.deal.groupBy({ by: ['stage', 'currency'], _count: true });
  const mostly = ways
    .filter(({ currency }) => currency === 'EUR')
    .reduce((sum, { _count }) => sum + _count, 0);
  const all = ways.reduce((sum, { _count }) => sum + _count, 0);
  expect(new Set(ways.map(({ stage }) => stage))).toEqual(new Set(['open', 'won', 'lost']));
  expect(new Set(ways.map(({ currency }) => currency))).toEqual(new Set(['EUR', 'GBP', 'USD']));
  expect(mostly / all).toBeGreaterThan(0.5);
  const oldest = await prisma.lead.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  expect((now.getTime() - oldest.createdAt.getTime()) / 86_400_000).toBeGreaterThan(270);
  for (const count of [
    prisma.partner.count({ where: { name: { in: furtherPartners.map(({ name }) => name) } } }),
    prisma.deal.count({ where: { stage: 'won', registration: 'approved' } }),
    prisma.deal.count({ where: { stage: 'won', registration: 'none', influence: { not: null } } }),
    prisma.leadRouting.count({ where: { lead: { status: 'declined' } } }),
    prisma.call.count({ where: { status: 'held' } }),
    prisma.surveyResponse.count(),
    prisma.scorecardSnapshot.count({ where: { cadence: 'monthly' } }),
  ])
    expect(await count).toBeGreaterThanOrEqual(12);
  expect(await prisma.call.count({ where: { status: 'missed' } })).toBe(5);
  for (const { name, channel } of furtherPartners) {
    const messages = sandbox.controls.messages(channel);
    expect(messages.filter((message) => message.isFromApp).length).toBeLessThanOrEqual(1);
    const said = JSON.stringify(messages);
    expect(said).not.toMatch(/margin|internal|scorecard/i);
    for (const other of furtherPartners) if (other.name !== name) expect(said).not.toContain(other.name);
  }
  expect(sandbox.controls.messages(cast.shared).some((message) => message.isFromApp)).toBe(false);
  const inAWeek = new Date(now.getTime() + 7 * 86_400_000);
  // Putting the pack on a review call's agenda tells nobody anything.
  const dueSoon = await prisma.dueItem.count({
    where: { dueAt: { lt: inAWeek }, kind: { not: 'scorecards.reviewCall' } },
  });
  expect(dueSoon).toBeLessThan(3 * furtherPartners.length);
  expect(await app.store.prisma.dueItem.count({ where: { dueAt: { lte: now } } })).toBe(0);

  // A second start adds nothing.
  const count = () =>
    Promise.all([
      app.store.prisma.partner.count(),
      app.store.prisma.deal.count(),
      app.store.prisma.journeyStep.count(),
      app.store.prisma.auditEntry.count(),
    ]);
  const before = await count();
  await seedProgramme(app, sandbox.world);
  expect(await count()).toEqual(before);
});

test('the first digest compares a partner of each kind, the same on every start of a day', async () => {
  const digest = await digestOf(seeded);
  const rows = comparison(digest);
  expect([...rows.keys()].sort()).toEqual(furtherPartners.map(({ name }) => name).sort());
  expect(digest.blocks.filter((block) => block.type === 'data_visualization')).toHaveLength(2);
  // Wins are added up over the weeks: lines of one or two a week would lie on top of each other.
  const won = digest.blocks.find(({ title }) => title?.match(/^Deals won since \d+ \w+, top 6$/));
  const counts = won?.chart?.series.map(({ data }) => data.map(({ value }) => value)) ?? [];
  expect(counts).toHaveLength(6);
  for (const line of counts) expect(line).toEqual(line.toSorted((a, b) => a - b));

  // The star leads and asks for nothing.
  expect([...rows.keys()][0]).toBe('Nordlys Systems');
  expect(rows.get('Nordlys Systems')).toMatchObject({ Onboarding: 'done' });
  expect(rows.get('Nordlys Systems')?.['Late steps']).toMatch(/^0;/);
  expect(newsOf(digest, 'Nordlys Systems')).not.toMatch(/^\d\. /m);
  // Three things to do come first, the most urgent of three partners.
  const things = digest.blocks.flatMap((block) => /^\d\. \*(.*?)\*/.exec(block.text?.text ?? '')?.[1] ?? []);
  expect(things.sort()).toEqual(['Harrow &amp; Finch', 'Quintal Engenharia', 'Veldkamp Advies']);
  // The falling one's deals stand still, and its customers' sellers say so.
  expect([...rows.keys()].at(-3)).toBe('Harrow & Finch');
  expect(newsOf(digest, 'Harrow &amp; Finch')).toMatch(/Stalled deals.*Falling survey scores/s);
  // The stalled one has something in its way, the silent one has many late steps.
  expect(newsOf(digest, 'Tramontana')).toMatch(/1 step blocked; .*late/i);
  expect(newsOf(digest, 'Veldkamp Advies')).toMatch(/steps late by[\s\S]*Silent partner \(serious\)/);
  // Of the new one there is too little to judge.
  expect(rows.get('Odra Automation')?.['Late steps']).toMatch(/^0;/);
  expect(rows.get('Odra Automation')?.['Lead quality']).toMatch(/^too few \(2\)/);
  expect(seeded.sandbox.controls.blockFaults()).toEqual([]);

  expect(await digestOf(await startSeeded())).toEqual(digest);
}, 60_000);

test('the first scorecards tell the same stories, and no number of a partner with a year is without data', async () => {
  // What the buttons offer can be typed as well, also a name that Slack writes with an entity.
  const falling = await scorecardOf(seeded, 'Harrow & Finch');
  expect(falling.words).toContain('Scorecard of Harrow & Finch (internal)');
  // What it costs, how its customers leave and how hard its people find it tell the same story.
  expect(falling.rows.get('Activity cost')).toMatchObject({ 'How it stands': 'above target' });
  expect(falling.rows.get('Ease')).toMatchObject({ 'How it stands': 'below target' });
  const star = await scorecardOf(seeded, 'Nordlys Systems');
  expect(star.words).not.toContain('Not measured yet');
  for (const [metric, cells] of star.rows)
    expect(`${metric}: ${cells['How it stands']}`).not.toMatch(/below|above|stale|contradict/);
  const { rows: late } = await scorecardOf(seeded, 'Kessler Gebäudetechnik');
  expect(late.get('API reliability')).toMatchObject({
    Now: expect.stringContaining('error budget used up'),
    'How it stands': 'below target',
  });
  expect((await scorecardOf(seeded, 'Tramontana')).rows.get('Pilot runway')?.Now).toMatch(/^\d/);
  // Of the new one nothing is known that time alone brings: one line says so, instead of a row of dashes each.
  const fresh = await scorecardOf(seeded, 'Odra Automation');
  expect(fresh.words).toMatch(/Not measured yet\*: Conversion, .*Churn, .*Ease and NPS\./);
  expect([...fresh.rows.values()].map(({ Now }) => Now)).not.toContain('–');
  expect(seeded.sandbox.controls.blockFaults()).toEqual([]);
}, 60_000);

test('the last quarter’s packs are there as they were sent, with the joint plan that was agreed on', async () => {
  const star = await answerTo(seeded, 'review Nordlys Systems');
  expect(star.words).toContain('Q3 2026 with Nordlys Systems');
  expect(star.words).toMatch(/as known on \w+ \d+ Oct; kept as you see it/);
  expect(star.words).not.toContain('is not agreed yet');
  expect(star.words).toMatch(/Joint business plan/);
  expect(star.words).toContain('The vendor’s side: €3,000 of €3,000 given');
  expect(star.words).toContain('Nordlys Systems: 4 of 6 days given');
  const falling = await answerTo(seeded, 'review Harrow & Finch');
  expect(falling.words).toContain('Behind the joint plan: “Deals the partner brings and wins” came to');
  // The plan that runs stands in its channel, agreed on by both, and nothing internal in it.
  const channel = seeded.sandbox.controls.messages('C0NORDLYS1');
  const plan = JSON.stringify(
    channel.find(({ blocks }) => JSON.stringify(blocks).includes('Q4 2026'))?.blocks,
  );
  expect(plan).toContain('Agreed by both sides');
  expect(plan).toContain('Hospitals first');
  expect(plan).toContain('€2,500 of €5,000 and 0 of 9 days given; 1 not marked yet');
  expect(plan).toContain('€0 of €5,000 and 1 of 1 thing in kind given; 1 not marked yet');
  expect(plan).not.toContain('Whether three sellers');
  // A handoff is proposed to whoever has the seat that takes over.
  const deal = await seeded.app.store.prisma.deal.findFirstOrThrow({ where: { stage: 'won' } });
  await seeded.maya.command(`/partner handoff D-${deal.number} sales-to-success`, { channel: cast.internal });
  await seeded.maya.until(() => seeded.maya.modal());
  expect(JSON.stringify(seeded.maya.modal()?.blocks)).toContain(`"initial_user":"${cast.owen}"`);
  // Whom a command is about is asked with the first names, and how many more there are.
  expect((await answerTo(seeded, 'scorecard missing')).words).toContain('or one of 4 more');
  expect(seeded.sandbox.controls.blockFaults()).toEqual([]);
}, 60_000);

test('an earlier version of the playbook worded three steps differently, and who began with it kept it', async () => {
  const wordings = await answerTo(seeded, 'friction wording');
  expect(wordings.words).toContain('The new wording did better: the two intervals lie apart. Version 2');
  expect(wordings.words).toContain('It can’t be told which wording does better. Version 2');
  expect(wordings.words).toContain('Too few journeys to judge: five on each wording are needed. Version 2');
  // Twelve partners: the first five on version 1, of the others not all have come to a late step.
  const journeys = await seeded.app.store.prisma.journey.findMany();
  const { prisma } = seeded.app.store;
  const versions = await prisma.playbookVersion.findMany({ orderBy: { number: 'asc' } });
  expect(
    versions.map(({ id }) => journeys.filter(({ playbookVersionId }) => playbookVersionId === id).length),
  ).toEqual([5, 7]);
  for (const { playbookVersionId, kickoffOn } of journeys)
    expect(kickoffOn < (versions[1]?.publishedAt ?? now)).toBe(playbookVersionId === versions[0]?.id);
  const log = await answerTo(seeded, 'playbook changes');
  expect(log.words).toContain('Step “Register a deal” is now called “Register the first deal”');
  expect(log.words).toContain('Partners asked us what three of the steps meant.');
  expect(seeded.sandbox.controls.blockFaults()).toEqual([]);
}, 60_000);

test('a mentoring that goes on is on both timelines as if it had been agreed on here, in the order of time', async () => {
  for (const [name, words] of [
    ['Kessler Gebäudetechnik', 'it helps another partner'],
    ['Tramontana', 'another partner helps it'],
  ] as const) {
    const { words: timeline } = await answerTo(seeded, `history ${name}`);
    expect(timeline).toContain(`A mentoring about Finding the first customers began: ${words}`);
    expect(timeline).toContain('agreed to be introduced about Finding the first customers');
    expect(timeline).toMatch(/Maya Chen: proposed (it as )?a mentor about Finding the first customers/);
    expect(timeline).toMatch(/(offered other partners help with|asked for a mentor about) Finding the first/);
  }
  const trail = await seeded.app.store.prisma.auditEntry.findMany({
    where: { verb: { startsWith: 'mentoring.' } },
    orderBy: { id: 'asc' },
  });
  expect(trail).toHaveLength(10);
  for (const { at } of trail) expect(at.getUTCDay() % 6).not.toBe(0);
  // Timelines are read in the order of writing.
  const done = { source: { startsWith: 'submission:' } };
  const past = await seeded.app.store.prisma.auditEntry.findMany({ where: done, orderBy: { id: 'asc' } });
  expect(past.map(({ at }) => at.getTime())).toEqual(
    past.map(({ at }) => at.getTime()).sort((a, b) => a - b),
  );
}, 60_000);

test('the kinds hold on any day of the week, weekends and the turn of the year included', async () => {
  for (const day of ['2026-11-22T03:00:00Z', '2027-01-02T22:30:00Z']) {
    const rows = comparison(await digestOf(await startSeeded(new Date(day))));
    expect([...rows.keys()][0]).toBe('Nordlys Systems');
    expect(rows.get('Odra Automation')?.['Late steps']).toMatch(/^0;/);
    expect(Number.parseInt(rows.get('Veldkamp Advies')?.['Late steps'] ?? '', 10)).toBeGreaterThan(4);
  }
}, 60_000);
