import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { add, modalOf, openCompletePlan, openForm, openList, planInChannel } from './contributing.ts';

const { shared } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
  await openCompletePlan(tandem);
});
afterAll(() => tandem.stop());

const contributions = () =>
  tandem.work((work) =>
    work.tx.planContribution.findMany({
      where: { workspaceId: work.workspaceId },
      orderBy: { addedAt: 'asc' },
    }),
  );

test('each side adds its own by a form, and both read all of it in the plan', async () => {
  const { maya, diego } = tandem.people;
  await openList(tandem, diego);
  expect(modalOf(diego)).toContain('Lumen matches what a partner spends on joint marketing');
  expect(
    await add(tandem, maya, { 'How much': '5,000', 'What for': 'Half of the fair', 'By when': '2026-03-04' }),
  ).toEqual({});
  expect(
    await add(tandem, maya, {
      'What is it?': 'Days of our people',
      'How much': '2.5',
      'What for': 'Tom in demos',
    }),
  ).toEqual({});
  expect(
    await add(tandem, diego, {
      'What is it?': 'Something in kind',
      'What for': 'Our demo room',
      'Who sees to it on your side': 'Aiko Tanaka',
    }),
  ).toEqual({});
  expect(await add(tandem, diego, { 'How much': '3.000 CHF', 'What for': 'Advertisements' })).toEqual({});
  const shown = await planInChannel(tandem);
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
  await openForm(tandem, diego, 'Add something');
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
  await openForm(tandem, diego, 'Change', 'Our demo room');
  diego.fill({ 'Who sees to it on your side': 'Diego Santos' });
  expect(await diego.submit()).toEqual({});
  expect(await planInChannel(tandem)).toMatch(/Agreed by both sides.*/);
  expect(await planInChannel(tandem)).toContain('Our demo room (Diego Santos)');
  await openForm(tandem, diego, 'Change', 'Advertisements');
  diego.fill({ 'How much': '4,000 CHF' });
  expect(await diego.submit()).toEqual({});
  const shown = await planInChannel(tandem);
  expect(shown).toMatch(/Lumen: not yet and Brightpath: not yet/);
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await maya.press('Agree', asked);
  await maya.hears('The plan was changed after you saw it', { channel: 'dm' });
  await diego.mention(shared, 'plan changes');
  const changes = diego.reads(await diego.hears('What changed in the plan', { channel: shared }));
  expect(changes).toMatch(
    /What Brightpath puts in: CHF\s4,000: Advertisements \(was: CHF\s3,000: Advertisements\)/,
  );
  await openForm(tandem, diego, 'Change', 'Our demo room');
  diego.fill({ 'Not any more?': ['Take it out of the plan'] });
  expect(await diego.submit()).toEqual({});
  expect(await planInChannel(tandem)).not.toContain('Our demo room');
  await diego.mention(shared, 'plan changes');
  await diego.hears('What Brightpath puts in: taken out (was: in kind: Our demo room)', { channel: shared });
});

test('who has a stale form open overwrites nothing', async () => {
  const { maya, diego } = tandem.people;
  await openForm(tandem, diego, 'Change', 'Advertisements');
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
  await openList(tandem, maya);
  expect(modalOf(maya)).toMatch(/CHF\s4,500/);
});
