import { afterAll, beforeAll, expect, test } from 'vitest';
import { touchPlan } from '../../../src/features/plans/show.ts';
import { loadPlan, saveAnswers } from '../../../src/features/plans/store.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import { channels, type TestApp } from '../../support/app.ts';
import { startTwoPartners, type TwoPartners } from '../hostile/two-partners.ts';

const { shared, internal } = channels;
let two: TwoPartners;
let tandem: TestApp;
type Person = TestApp['people']['maya'];

beforeAll(async () => {
  two = await startTwoPartners();
  tandem = two.tandem;
  await tandem.people.maya.command('/partner plan open Brightpath', { channel: internal });
  await tandem.people.diego.hears('opened our joint plan for Q1 2026', { channel: 'dm' });
  await tandem.settled();
  const { id } = await planRow();
  await tandem.work(async (work) => {
    const plan = await loadPlan(work, id);
    const fields = plan.parts.flatMap((part) => part.fields).filter((field) => !field.goal);
    const answers = { ...plan.answers, ...Object.fromEntries(fields.map((field) => [field.id, 'Said'])) };
    await saveAnswers(work, plan, answers, plan.row.openedById, true);
    await touchPlan(work, plan);
  });
});
afterAll(() => tandem.stop());

const planRow = () =>
  tandem.work((work) => work.tx.businessPlan.findFirstOrThrow({ where: { workspaceId: work.workspaceId } }));

const contributions = () =>
  tandem.work((work) =>
    work.tx.planContribution.findMany({
      where: { workspaceId: work.workspaceId },
      orderBy: { addedAt: 'asc' },
    }),
  );

/** The live plan in the channel as Diego reads it now. */
async function planInChannel(): Promise<string> {
  await tandem.settled();
  const { diego } = tandem.people;
  const shown = diego.sees(shared).map((message) => diego.reads(message));
  return shown.find((text) => text.includes('Joint business plan: Brightpath, Q1 2026')) ?? '';
}

const modalOf = (person: Person) => person.reads(person.modal() ?? { text: '', blocks: null });

async function openList(person: Person): Promise<void> {
  // Two presses of one button in one second are one.
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await tandem.settled();
  while (person.modal()) await person.close();
  await person.press('What each puts in');
  await person.until(() => person.modal()?.callbackId === 'plans.contributions');
}

async function openForm(person: Person, button: string, near?: string): Promise<void> {
  await openList(person);
  await person.press(button, near === undefined ? undefined : { near });
  await person.until(() => person.modal()?.callbackId !== 'plans.contributions');
}

async function add(person: Person, values: Readonly<Record<string, string>>) {
  await openForm(person, 'Add something');
  person.fill(values);
  const errors = await person.submit();
  await tandem.settled();
  return errors;
}

test('each side adds its own by a form, and both read all of it in the plan', async () => {
  const { maya, diego } = tandem.people;
  await openList(diego);
  expect(modalOf(diego)).toContain('Lumen matches what a partner spends on joint marketing');
  expect(
    await add(maya, { 'How much': '5,000', 'What for': 'Half of the fair', 'By when': '2026-03-04' }),
  ).toEqual({});
  expect(
    await add(maya, { 'What is it?': 'Days of our people', 'How much': '2.5', 'What for': 'Tom in demos' }),
  ).toEqual({});
  expect(
    await add(diego, {
      'What is it?': 'Something in kind',
      'What for': 'Our demo room',
      'Who sees to it on your side': 'Aiko Tanaka',
    }),
  ).toEqual({});
  expect(await add(diego, { 'How much': '3.000 CHF', 'What for': 'Advertisements' })).toEqual({});
  const shown = await planInChannel();
  expect(shown).toMatch(
    /Lumen\S*: €5,000 and 2.5 days promised\n• €5,000: Half of the fair, by Wed 4 Mar\n• 2.5 days: Tom in demos/,
  );
  expect(shown).toMatch(
    /Brightpath\S*: CHF\s3,000 and 1 thing in kind promised\n• in kind: Our demo room \(Aiko Tanaka\)\n• CHF\s3,000: Advertisements/,
  );
});

test('what cannot be meant is refused beside the field, and nothing is kept', async () => {
  const { diego } = tandem.people;
  const before = await contributions();
  await openForm(diego, 'Add something');
  const refused = async (values: Readonly<Record<string, string>>) => {
    diego.fill(values);
    return diego.submit();
  };
  expect(await refused({ 'How much': '', 'What for': 'A stand' })).toEqual({
    'How much': expect.stringContaining('The amount is missing'),
  });
  expect(await refused({ 'How much': '0 EUR' })).toEqual({
    'How much': expect.stringContaining('Nothing is no contribution'),
  });
  expect(await refused({ 'What is it?': 'Days of our people', 'How much': 'some' })).toEqual({
    'How much': 'Write a number of days such as 3 or 2.5.',
  });
  expect(await refused({ 'What is it?': 'Something in kind', 'How much': '3' })).toEqual({
    'How much': expect.stringContaining('In kind has no amount'),
  });
  expect(await refused({ 'How much': '', 'By when': '2026-04-01' })).toEqual({
    'By when': expect.stringContaining('from Thu 1 Jan to Tue 31 Mar'),
  });
  expect(await refused({ 'By when': '2026-03-31', 'Who sees to it on your side': 'Maya Chen' })).toEqual({
    'Who sees to it on your side': 'Maya Chen is not on your side. Choose a colleague.',
  });
  expect(await contributions()).toEqual(before);
});

test('both sides agree again after a change of what is promised, and it stands among the changes', async () => {
  const { maya, diego } = tandem.people;
  await diego.close();
  await diego.press('Agree');
  while (maya.modal()) await maya.close();
  const asked = await maya.hears('Diego Santos agreed to version', { channel: 'dm' });
  await maya.press('Agree', asked);
  await diego.hears('is agreed by both sides', { channel: shared });
  await openForm(diego, 'Change', 'Our demo room');
  diego.fill({ 'Who sees to it on your side': 'Diego Santos' });
  expect(await diego.submit()).toEqual({});
  expect(await planInChannel()).toMatch(/Agreed by both sides.*/);
  expect(await planInChannel()).toContain('Our demo room (Diego Santos)');
  await openForm(diego, 'Change', 'Advertisements');
  diego.fill({ 'How much': '4,000 CHF' });
  expect(await diego.submit()).toEqual({});
  const shown = await planInChannel();
  expect(shown).toMatch(/Lumen: not yet and Brightpath: not yet/);
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await maya.press('Agree', asked);
  await maya.hears('The plan was changed after you saw it', { channel: 'dm' });
  await diego.mention(shared, 'plan changes');
  const changes = diego.reads(await diego.hears('What changed in the plan', { channel: shared }));
  expect(changes).toMatch(
    /What Brightpath puts in: CHF\s4,000: Advertisements \(was: CHF\s3,000: Advertisements\)/,
  );
  await openForm(diego, 'Change', 'Our demo room');
  diego.fill({ 'Not any more?': ['Take it out of the plan'] });
  expect(await diego.submit()).toEqual({});
  expect(await planInChannel()).not.toContain('Our demo room');
  await diego.mention(shared, 'plan changes');
  await diego.hears('What Brightpath puts in: taken out (was: in kind: Our demo room)', { channel: shared });
});

test('who has a stale form open overwrites nothing', async () => {
  const { maya, diego } = tandem.people;
  await openForm(diego, 'Change', 'Advertisements');
  const [row] = (await contributions()).filter(({ purpose }) => purpose === 'Advertisements');
  await tandem.work((work) =>
    work.tx.planContribution.update({
      where: { id: row?.id ?? '', workspaceId: work.workspaceId },
      data: { amount: 450_000n },
    }),
  );
  diego.fill({ 'How much': '1 CHF' });
  expect(await diego.submit()).toEqual({
    'What for': expect.stringContaining('A colleague changed it while you had it open'),
  });
  await openList(maya);
  expect(modalOf(maya)).toMatch(/CHF\s4,500/);
});

let serial = 0;

/** Sends what no button or form of theirs holds; answers what they were told. */
async function forge(
  person: Person,
  channel: string,
  doing: { action: string; value: string } | { view: string; data: Json; inputs: Json },
): Promise<string> {
  const { local, world } = tandem.sandbox;
  serial += 1;
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  const user = { id: person.id, team_id: world.data.people[person.id]?.teamId ?? '' };
  const trigger = { personId: person.id, viewId: null, teamId: cast.lumen };
  const common = { team: { id: cast.lumen }, user, trigger_id: local.triggers.create(trigger) };
  const before = person.ephemerals(channel).length + person.dm().length;
  const payload: Json =
    'action' in doing
      ? {
          ...common,
          type: 'block_actions',
          container: { type: 'message', message_ts: '1.1', channel_id: channel },
          channel: { id: channel },
          actions: [
            {
              type: 'button',
              action_id: doing.action,
              block_id: 'b',
              value: doing.value,
              action_ts: `${1_800_000_000 + serial}.1`,
            },
          ],
        }
      : {
          ...common,
          type: 'view_submission',
          view: {
            id: `V${serial}`,
            type: 'modal',
            callback_id: doing.view,
            hash: `${serial}`,
            app_installed_team_id: cast.lumen,
            private_metadata: JSON.stringify({ at: [channel, null], data: doing.data }),
            state: { values: doing.inputs },
          },
        };
  const answer = await local.socket.ask('interactive', payload);
  await tandem.settled();
  const told = [...person.ephemerals(channel), ...person.dm()].length > before;
  const said = [...person.ephemerals(channel), ...person.dm()]
    .sort((a, b) => Number(a.ts) - Number(b.ts))
    .at(-1);
  return `${JSON.stringify(answer)} ${told && said ? person.reads(said) : ''} ${modalOf(person)}`;
}

const typed = (value: string) => ({ x: { type: 'plain_text_input', value } });
const chosen = (value: string) => ({ x: { type: 'radio_buttons', selected_option: { value } } });
const fifty = { kind: chosen('days'), amount: typed('50'), purpose: typed('FORGED') };

test('nobody writes the other side’s, nor another partner’s, nor with ids that are not theirs', async () => {
  const { maya, diego, aiko } = tandem.people;
  const { nora, northwindChannel } = two;
  const plan = await planRow();
  const before = await contributions();
  const idOf = (side: string) => before.find((each) => each.side === side)?.id ?? '';
  const form = (contributionId: string | null, was: string | null = null) => ({
    view: 'plans.saveContribution',
    data: { planId: plan.id, contributionId, was },
    inputs: fifty,
  });
  const fair = '€5,000: Half of the fair, by Wed 4 Mar';
  const unsafe: [Person, string, Parameters<typeof forge>[2], RegExp][] = [
    [
      diego,
      shared,
      { action: 'plans.contribution', value: `${plan.id}:${idOf('vendor')}` },
      /alone can change it/,
    ],
    [diego, shared, form(idOf('vendor'), fair), /alone can change it/],
    [maya, shared, form(idOf('partner'), 'x'), /alone can change it/],
    [aiko, shared, form(null), /You can’t fill in the joint plan here/],
    [diego, shared, form(crypto.randomUUID()), /isn’t in the plan any more/],
    [
      diego,
      shared,
      { ...form(null), data: { planId: crypto.randomUUID(), contributionId: null, was: null } },
      /isn’t here any more/,
    ],
    [
      diego,
      shared,
      { action: 'plans.contribution', value: `${plan.id}:' OR 1=1` },
      /isn’t in the plan any more/,
    ],
    [
      nora,
      northwindChannel,
      { action: 'plans.contributions', value: plan.id },
      /You can’t see the joint plan here/,
    ],
    [
      nora,
      northwindChannel,
      { action: 'plans.contribution', value: `${plan.id}:new` },
      /You can’t see the joint plan here/,
    ],
    [nora, northwindChannel, form(null), /You can’t see the joint plan here/],
    [nora, northwindChannel, form(idOf('partner')), /You can’t see the joint plan here/],
    [
      nora,
      northwindChannel,
      {
        view: 'plans.saveGiven',
        data: { planId: plan.id, contributionId: idOf('vendor') },
        inputs: { how: chosen('not') },
      },
      /You can’t see the joint plan here/,
    ],
  ];
  for (const [person, channel, doing, words] of unsafe) {
    const told = await forge(person, channel, doing);
    expect(told, JSON.stringify(doing)).toMatch(words);
    if (person === nora) expect(told).not.toMatch(/fair|demos|Advertisements|Brightpath/);
  }
  expect(await contributions()).toEqual(before);
  expect((await planRow()).version).toBe(plan.version);
  // A side is never read from what is sent: what Diego adds is Brightpath's, whatever he claims.
  await forge(diego, shared, {
    ...form(null),
    data: { planId: plan.id, contributionId: null, was: null, side: 'vendor' },
  });
  const added = (await contributions()).filter(({ purpose }) => purpose === 'FORGED');
  expect(added.map(({ side }) => side)).toEqual(['partner']);
});

test('another programme’s plan cannot be reached with its ids', async () => {
  const { prisma } = tandem.app.store;
  const { maya } = tandem.people;
  const [workspaceId, partnerId, planId, id] = Array.from({ length: 4 }, () => crypto.randomUUID()) as [
    string,
    string,
    string,
    string,
  ];
  const at = tandem.clock.now();
  const mine = await planRow();
  await prisma.workspace.create({
    data: { id: workspaceId, slackTeamId: 'T0ELSE', name: 'Elsewhere', botUserId: 'U0', createdAt: at },
  });
  await prisma.businessPlan.create({
    data: {
      ...{
        id: planId,
        workspaceId,
        partnerId,
        playbookVersionId: mine.playbookVersionId,
        periodFrom: mine.periodFrom,
      },
      ...{ answers: {}, internalAnswers: {}, openedById: partnerId, openedAt: at },
    },
  });
  await prisma.planContribution.create({
    data: {
      ...{ id, workspaceId, partnerId, planId, side: 'vendor', kind: 'in_kind', purpose: 'FOREIGN' },
      addedById: partnerId,
      addedAt: at,
    },
  });
  expect(await forge(maya, shared, { action: 'plans.contributions', value: planId })).toContain(
    'isn’t here any more',
  );
  for (const plan of [planId, mine.id])
    expect(
      await forge(maya, shared, {
        view: 'plans.saveContribution',
        data: { planId: plan, contributionId: id, was: 'in kind: FOREIGN' },
        inputs: fifty,
      }),
    ).toMatch(/any more/);
  expect(await prisma.planContribution.findFirst({ where: { id, workspaceId } })).toMatchObject({
    purpose: 'FOREIGN',
    side: 'vendor',
  });
});
