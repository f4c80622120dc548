import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { erasePartner } from '../../../src/features/privacy/erase-partner.ts';
import { erasePerson } from '../../../src/features/privacy/erase-person.ts';
import { aboutPerson } from '../../../src/features/privacy/export-person.ts';
import { writeExport } from '../../../src/features/privacy/write-export.ts';
import { loadCards } from '../../../src/features/scorecards/facts.ts';
import { newId } from '../../../src/platform/clock.ts';
import { eraseWorkspace } from '../../../src/platform/privacy/erase-workspace.ts';
import { erasing } from '../../../src/platform/privacy/erasing.ts';
import { namedAs, replaceWords } from '../../../src/platform/privacy/replace-words.ts';
import { everythingOf } from '../../../src/platform/privacy/rows-of.ts';
import { openStore } from '../../../src/platform/store/store.ts';
import {
  enterWorkspace,
  everyWorkspace,
  leaveWorkRole,
} from '../../../src/platform/store/workspace-fence.ts';
import type { Tx } from '../../../src/platform/work.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/store.ts';
import { checklistOf } from '../onboarding/brightpath.ts';
import { said, startStory } from './story.ts';
import { dump, emptyTables, tracesOf } from './traces.ts';

let tandem: TestApp;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-privacy-'));
  tandem = await startStory();
}, 120_000);
afterAll(async () => {
  await tandem.stop();
  rmSync(folder, { recursive: true });
});

test('what is only appended to stays as it is, except in the workspace whose data is being erased', async () => {
  const { store, workspace } = tandem.app;
  const rewrite = (erased: string | null) =>
    store.prisma.$transaction(async (tx) => {
      const change = () => tx.$executeRaw`UPDATE "AuditEntry" SET "summary" = 'nothing happened'`;
      await (erased === null ? change() : erasing(tx, erased, change));
      throw new Error('was allowed to');
    });
  await expect(rewrite(null)).rejects.toThrow('append-only');
  await expect(rewrite(workspace.id)).rejects.toThrow('was allowed to');
  // The fence already hides this workspace's rows there; without it the trigger refuses.
  await expect(
    store.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('tandem.erasing', ${newId()}, true)`;
      await tx.$executeRaw`DELETE FROM "PlaybookVersion"`;
    }),
  ).rejects.toThrow('append-only');
});

test('a workspace is erased without a trace, and no other is touched', async () => {
  const { store, workspace, inWork } = tandem.app;
  const elsewhere = newId();
  await store.prisma.workspace.create({
    data: {
      id: elsewhere,
      slackTeamId: 'T0ELSE',
      name: 'Elsewhere',
      botUserId: 'U0ELSE',
      createdAt: tandem.clock.now(),
    },
  });
  await inWork({ workspaceId: elsewhere, source: 'test', receipt: 'theirs' }, (work) =>
    work.tx.auditEntry.create({
      data: { workspaceId: elsewhere, at: work.now, source: 'test', verb: 'test', summary: 'Something' },
    }),
  );
  const others = await dump(store.prisma, [elsewhere]);
  expect(others).toHaveLength(3);
  const markers = [workspace.id, workspace.slackTeamId, workspace.name];
  // A new table has none yet: have the story write one.
  expect(await emptyTables(store.prisma, workspace.id)).toEqual([]);
  const before = (await tracesOf(store.prisma, markers)).join('\n');
  for (const unowned of ['InboundReceipt', 'SendBudget', 'pgboss.job']) expect(before).toContain(unowned);
  const undo = new Error('undone, for what follows');
  const erased = store.prisma.$transaction(async (tx) => {
    await enterWorkspace(store, tx, workspace.id);
    await eraseWorkspace(tx, workspace.id);
    await leaveWorkRole(store, tx);
    await tx.$executeRaw`SELECT set_config('tandem.workspace', ${everyWorkspace}, true)`;
    expect(await tracesOf(tx, markers)).toEqual([]);
    expect(await dump(tx, [elsewhere])).toEqual(others);
    throw undo;
  });
  await expect(erased).rejects.toBe(undo);
});

test('a name that is an ordinary word too is replaced in sentences, and nowhere else', async () => {
  const { store, workspace } = tandem.app;
  const owner = { workspaceId: workspace.id };
  const said = async (tx: Tx) =>
    (await tx.auditEntry.findMany({ where: { ...owner, verb: 'test' }, orderBy: { id: 'asc' } })).map(
      ({ summary, detail }) => [summary, detail],
    );
  const facts = async (tx: Tx) => [
    await tx.roleGrant.findMany({ where: owner }),
    await tx.journeySeat.findMany({ where: owner }),
    (await tx.journey.findMany({ where: owner })).map(({ tracks }) => tracks),
    (await tx.playbookVersion.findMany({ where: owner })).map(({ document }) => document),
  ];
  const undo = new Error('undone, for what follows');
  const replaced = store.prisma.$transaction(async (tx) => {
    const before = await facts(tx);
    const words = [
      ['sales marked deal D-1 as won, for pre-sales', { by: 'sales', key: 'partner.sales' }],
      ['gave it to sales. sales: thank you', { text: 'asked sales' }],
      ['told o’neil  (JR.) of it & more', { text: 'O’Neil (Jr.) “said”', name: 'X"O’Neil' }],
    ] as const;
    for (const [summary, detail] of words)
      await tx.auditEntry.create({
        data: { ...owner, at: tandem.clock.now(), source: 'test', verb: 'test', summary, detail },
      });
    await erasing(tx, workspace.id, () =>
      replaceWords(tx, workspace.id, [...namedAs('sales', 'a colleague'), ...namedAs('O’Neil (Jr.)', 'X')]),
    );
    expect(await said(tx)).toEqual([
      ['A colleague marked deal D-1 as won, for pre-sales', { by: 'sales', key: 'partner.sales' }],
      ['gave it to a colleague. A colleague: thank you', { text: 'asked a colleague' }],
      ['told X of it & more', { text: 'X “said”', name: 'X"O’Neil' }],
    ]);
    expect(await facts(tx)).toEqual(before);
    throw undo;
  });
  await expect(replaced).rejects.toBe(undo);
});

test('a person’s export holds what is about them, and nothing of other people or partners', async () => {
  const { store } = tandem.app;
  const others = await store.prisma.partner.findMany({ where: { name: { not: 'Brightpath' } } });
  const person = await store.prisma.person.findFirstOrThrow({ where: { slackUserId: cast.diego } });
  const people = await store.prisma.person.findMany({ where: { id: { not: person.id } } });
  const { path } = await tandem.work((work) =>
    writeExport(
      folder,
      { kind: 'person', id: person.id, name: person.name },
      work.now,
      aboutPerson(work, person),
    ),
  );
  expect(path).toBe(join(folder, 'person-diego-santos-2026-11-24.json'));
  const text = readFileSync(path, 'utf8');
  const { format, version, exportedAt, records } = JSON.parse(text);
  expect({ format, version, exportedAt }).toEqual({
    format: 'tandem-export',
    version: 1,
    exportedAt: '2026-11-24T09:30:00.000Z',
  });
  expect(records.Person).toMatchObject([{ as: ['id'], name: 'Diego Santos', slackUserId: cast.diego }]);
  expect(records.Deal).toMatchObject([
    {
      as: ['registeredById', 'closedById'],
      amountMinor: 1_250_000,
      currency: 'EUR',
      registeredAt: '2026-11-24T09:30:00.000Z',
    },
  ]);
  expect(records.ActionItem).toMatchObject([{ text: 'Send the price list', dueOn: '2026-11-27' }]);
  expect(records.SurveyResponse).toContainEqual(expect.objectContaining({ answer: said.inSurvey }));
  expect(Object.keys(records).sort()).toEqual([
    ...[
      'ActionItem',
      'AgendaItem',
      'AuditEntry',
      'BusinessPlan',
      'Deal',
      'Decision',
      'Delivery',
      'DigestPreference',
      'Handoff',
    ],
    ...[
      'JourneySeat',
      'JourneyStep',
      'Lead',
      'MentorCard',
      'MentorCardPerson',
      'Mentorship',
      'Person',
      'PlanContribution',
      'PlanDraft',
      'PlanReview',
      'PlanRevision',
      'RoleGrant',
      'SurveyInvitation',
      'SurveyResponse',
      'WinStory',
    ],
  ]);
  const strange = [
    ...others.flatMap(({ id, name }) => [id, name]),
    ...people.map(({ id }) => id),
    ...['internalAnswers', 'internalGoals', 'partnerCostMinor', 'respondentKey', 'salt'],
  ];
  expect(strange.filter((each) => text.includes(each))).toEqual([]);
});

test('a person is erased without a trace, and every number stays what it was', async () => {
  const { store, workspace } = tandem.app;
  const { maya } = tandem.people;
  const facts = () =>
    tandem.work(async (work) => {
      const partners = await work.tx.partner.findMany({ where: { workspaceId: work.workspaceId } });
      // What happens this very minute counts from the next.
      const cards = await loadCards(work, partners, new Date(work.now.getTime() + 60_000));
      return cards.map((card) => ({ name: card.name, ...card.facts }));
    });
  const before = await facts();
  expect(before.find(({ name }) => name === 'Brightpath')).toMatchObject({ won: 1, nps: { n: 1 } });
  const markers = ['Diego', cast.diego, said.inSurvey];
  const named = (await tracesOf(store.prisma, markers)).join('\n');
  for (const table of [
    'AuditEntry',
    'Delivery',
    'AgendaItem',
    'Decision',
    'JourneyStep',
    'Lead',
    'pgboss.job',
  ])
    expect(named).toContain(`${table} `);
  const { id } = await store.prisma.person.findFirstOrThrow({ where: { slackUserId: cast.diego } });
  const { number } = await store.prisma.actionItem.findFirstOrThrow({
    where: { ownerPersonId: id, doneAt: null, text: { contains: 'price list' } },
  });

  await tandem.work(async (work) => {
    const person = await work.tx.person.findUniqueOrThrow({ where: { id, workspaceId: workspace.id } });
    await erasePerson(work, person, []);
  });

  expect(await tracesOf(store.prisma, markers)).toEqual([]);
  expect(await facts()).toEqual(before);
  const told = maya.reads(await maya.hears('Somebody’s data was erased', { channel: 'dm' }));
  expect(told).toContain('Empty seats: Alliance lead and Partner seller.');
  expect(told).toContain('“Agree on what success means”');
  expect(told).toContain(`A-${number}.`);
  expect(checklistOf(tandem)).not.toContain('Diego');
  await maya.command('/partner history Brightpath');
  await maya.hears('A former colleague marked deal', { channel: 'dm' });
});

test('who was erased and acts again is a newcomer', async () => {
  const { diego, maya } = tandem.people;
  await diego.mention(channels.shared, 'lead Initech, Bill Lumbergh');
  await tandem.settled();
  await maya.hears('Diego Santos*, who has no role yet, asked me for something', { channel: 'dm' });
});

test('a partner is exported whole and erased without a trace, and no other is touched', async () => {
  const { store } = tandem.app;
  const others = await store.prisma.partner.findMany({ where: { name: { not: 'Brightpath' } } });
  const theirs = { partnerId: { in: others.map(({ id }) => id) } };
  const ids = [
    ...others.map(({ id }) => id),
    ...(await store.prisma.journey.findMany({ where: theirs })).map(({ id }) => id),
    ...(await store.prisma.survey.findMany({ where: theirs })).map(({ id }) => id),
  ];
  const before = await dump(store.prisma, ids);
  const markers = ['Brightpath', channels.shared, 'brightpath-lumen', 'Wayne Works', 'Umbrella GmbH'];
  const people = [cast.diego, cast.aiko, cast.sam, 'Aiko Tanaka', 'Sam Rivera', 'Diego'];
  const partner = await store.prisma.partner.findFirstOrThrow({ where: { name: 'Brightpath' } });
  const { path } = await tandem.work((work) =>
    writeExport(
      folder,
      { kind: 'partner', id: partner.id, name: partner.name },
      work.now,
      everythingOf(work.tx, work.workspaceId, partner.id),
    ),
  );
  const text = readFileSync(path, 'utf8');
  const { records } = JSON.parse(text);
  expect(records.Deal).toMatchObject([{ customer: 'Wayne Works' }]);
  expect(records.JourneyStep).toHaveLength(26);
  expect(others.filter(({ id }) => text.includes(id))).toEqual([]);

  await tandem.work((work) => erasePartner(work, partner));

  expect(await tracesOf(store.prisma, [...markers, ...people, partner.id])).toEqual([]);
  expect(await dump(store.prisma, ids)).toEqual(before);
});

test('with a manager the digests that were sent to them go, and nobody else’s', async () => {
  const { prisma } = tandem.app.store;
  const tom = await prisma.person.findFirstOrThrow({ where: { slackUserId: cast.tom } });
  const { id: mayas } = await prisma.person.findFirstOrThrow({ where: { slackUserId: cast.maya } });
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const digest = { cadence: 'weekly', fromAt: now, sentAt: now, values: {} };
    await tx.sentDigest.createMany({
      data: [tom.id, mayas].map((personId) => ({
        ...{ ...digest, key: `digest-of:${personId}`, id: newId(), workspaceId, personId },
        document: { text: `Northwind ${personId === tom.id ? 'TOMS-OWN' : 'MAYAS-OWN'}`, blocks: [] },
      })),
    });
    await tx.digestPreference.create({ data: { personId: tom.id, workspaceId, timeZone: 'UTC' } });
  });
  expect((await tracesOf(prisma, ['TOMS-OWN'])).join()).toContain('SentDigest ');
  await tandem.work((work) => erasePerson(work, tom, []));
  expect(await tracesOf(prisma, ['TOMS-OWN', 'Tom Okafor', cast.tom])).toEqual([]);
  expect((await tracesOf(prisma, ['MAYAS-OWN'])).join()).toContain('SentDigest ');
  expect(await prisma.digestPreference.count({ where: { personId: tom.id } })).toBe(0);
  expect(await prisma.digestPreference.count({ where: { personId: mayas } })).toBe(1);
});

test('the command asks for the name a second time', { timeout: 120_000 }, async () => {
  const database = await seededDatabase();
  const args = ['--import', 'tsx', 'src/cli/privacy.ts', 'erase', 'person', 'U0DIEGO'];
  const { dataDir, databaseUrl = '' } = database.options;
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
  const refused = await promisify(execFile)(process.execPath, args, { env }).catch((error) => error);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('add --yes "Diego Santos"') });
  await database.drop();
});

/** A database that another process can open, with one workspace and one person in it. */
async function seededDatabase(): Promise<TestDatabase> {
  const { options, drop } = await createTestDatabase();
  const store = await openStore({ ...options, dataDir: join(folder, 'data') });
  const id = newId();
  const at = tandem.clock.now();
  await store.prisma.workspace.create({
    data: { id, slackTeamId: 'T0ONE', name: 'One', botUserId: 'U0BOT', createdAt: at },
  });
  await store.prisma.person.create({
    data: {
      id: newId(),
      workspaceId: id,
      slackUserId: 'U0DIEGO',
      slackTeamId: 'T0ONE',
      side: 'vendor',
      name: 'Diego Santos',
      timeZone: 'UTC',
      checkedAt: at,
    },
  });
  await store.close();
  return { options: { ...options, dataDir: join(folder, 'data') }, drop };
}
