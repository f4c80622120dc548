import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../../src/sandbox/world.ts';
import { channels, type TestApp } from '../../support/app.ts';
import { chosen, forgedPress, forgedSubmission, sendForged, typed } from '../../support/forged.ts';
import { startTwoPartners, type TwoPartners } from '../hostile/two-partners.ts';
import { add, modalOf, nextMoment, openCompletePlan, type Person } from './contributing.ts';

const { shared } = channels;
let two: TwoPartners;
let tandem: TestApp;

beforeAll(async () => {
  two = await startTwoPartners();
  tandem = two.tandem;
  const { maya, diego } = tandem.people;
  await openCompletePlan(tandem);
  await add(tandem, maya, { 'How much': '5,000 EUR', 'What for': 'Half of the fair' });
  await add(tandem, diego, { 'How much': '4,000 CHF', 'What for': 'Advertisements' });
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

/** Sends what no button or form of theirs holds; answers what they were told. */
async function forge(
  person: Person,
  channel: string,
  doing: { action: string; value: string } | { view: string; data: Json; inputs: Json },
): Promise<string> {
  nextMoment(tandem);
  const before = person.ephemerals(channel).length + person.dm().length;
  const by = { personId: person.id, channel };
  const payload =
    'action' in doing
      ? forgedPress(tandem, by, { actionId: doing.action, value: doing.value })
      : forgedSubmission(tandem, by, { ...doing, callbackId: doing.view });
  const answer = await sendForged(tandem, payload);
  const told = [...person.ephemerals(channel), ...person.dm()].length > before;
  const said = [...person.ephemerals(channel), ...person.dm()]
    .sort((a, b) => Number(a.ts) - Number(b.ts))
    .at(-1);
  return `${answer} ${told && said ? person.reads(said) : ''} ${modalOf(person)}`;
}

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
  const given = (contributionId: string) => ({
    view: 'plans.saveGiven',
    data: { planId: plan.id, contributionId },
    inputs: { how: chosen('not'), amount: typed('') },
  });
  const fair = '€5,000: Half of the fair';
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
    [nora, northwindChannel, given(idOf('vendor')), /You can’t see the joint plan here/],
    [maya, shared, given(idOf('vendor')), /for the other side to say/],
    [
      diego,
      shared,
      { action: 'plans.given', value: `${plan.id}:${idOf('partner')}` },
      /for the other side to say/,
    ],
    [aiko, shared, given(idOf('vendor')), /You can’t compare the joint plan/],
    [diego, shared, given(crypto.randomUUID()), /isn’t in the plan any more/],
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

test('what the other side has judged is changed no more, and only it can judge again', async () => {
  const { maya, diego } = tandem.people;
  const { id: planId } = await planRow();
  const fair = (await contributions()).find(({ purpose }) => purpose === 'Half of the fair');
  const contributionId = fair?.id ?? '';
  const given = (how: string, amount = '') => ({
    view: 'plans.saveGiven',
    data: { planId, contributionId },
    inputs: { how: chosen(how), amount: typed(amount) },
  });
  await forge(diego, shared, given('part', '1,000'));
  const change = {
    data: { planId, contributionId, was: '€5,000: Half of the fair' },
    inputs: fifty,
  };
  expect(await forge(maya, shared, { view: 'plans.saveContribution', ...change })).toMatch(/stays as it is/);
  expect(
    await forge(maya, shared, { action: 'plans.contribution', value: `${planId}:${contributionId}` }),
  ).toMatch(/stays as it is/);
  expect(await forge(maya, shared, given('wholly'))).toMatch(/for the other side to say/);
  expect(await forge(diego, shared, given('twice'))).toMatch(/wholly, in part or not/);
  const now = (await contributions()).find(({ id }) => id === contributionId);
  expect(now).toMatchObject({
    amount: 500_000n,
    purpose: 'Half of the fair',
    given: 'part',
    givenAmount: 100_000n,
  });
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
