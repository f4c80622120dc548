import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startJourney } from './brightpath.ts';

const { shared } = channels;
let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-03-02T08:00:00Z') });
  await startJourney(tandem, '2026-03-02');
  // The first call: Tuesday 3 March, 10:00 to 10:30 in Berlin.
});
afterAll(() => tandem.stop());

test('after the call the manager is asked how it went, and once more the next morning', async () => {
  const { maya } = tandem.people;
  await tandem.advance(new Date('2026-03-03T09:29:00Z'));
  expect(maya.dm().filter((one) => maya.reads(one).includes('How did it go'))).toEqual([]);
  await tandem.advance(new Date('2026-03-03T09:30:00Z'));
  await maya.hears('How did it go? *Calibration call with Brightpath*', { channel: 'dm' });
  await tandem.advance(new Date('2026-03-04T08:00:00Z'));
  await maya.hears('isn’t recorded yet', { channel: 'dm' });
});

test('the form shows faults beside their fields and keeps what was typed', async () => {
  const { maya } = tandem.people;
  await maya.press('Record the call');
  await maya.until(() => maya.modal());
  maya.fill({
    Summary: 'A good start.',
    Decisions: 'Go live in May\nPrices stay as they are',
    'Action item 1': 'Send the price list',
    'By when is item 1 due?': '2026-03-01',
  });
  expect(await maya.submit()).toEqual({
    'Who does item 1?': 'Choose who does it.',
    'By when is item 1 due?': 'This day has passed. Choose one from today on.',
  });
  await maya.press('One more action item');
  await maya.until(() => maya.modal()?.blocks.some((block) => JSON.stringify(block).includes('action3')));
  maya.fill({
    'Who does item 1?': 'Aiko Tanaka',
    'By when is item 1 due?': '2026-03-06',
    'Action item 3': 'Name a pilot customer',
    'Who does item 3?': 'Diego Santos',
    'By when is item 3 due?': '2026-03-20',
  });
  expect(await maya.submit()).toEqual({});
});

test('both sides read what was decided and who does what', async () => {
  const { aiko } = tandem.people;
  const summary = await aiko.hears('A good start.', { channel: shared });
  const words = aiko.reads(summary);
  expect(words).toContain('2 decisions · 2 action items, 2 open');
  expect(words).toContain('Prices stay as they are');
  expect(words).toMatch(/A-1\* Send the price list\n.*Aiko.* · due Fri 6 Mar/);
  await aiko.mention(shared, 'decisions');
  await aiko.until(() => aiko.ephemerals(shared).find((one) => aiko.reads(one).includes('recorded by Maya')));
});

test('recording again answers with who did it when', async () => {
  const { maya } = tandem.people;
  const request = await maya.hears('isn’t recorded yet', { channel: 'dm' });
  // Two presses of one button within a second are one.
  await tandem.advance(new Date('2026-03-04T08:05:00Z'));
  await maya.press('Record the call', request);
  await maya.hears('Already recorded by Maya Chen on Wed 4 Mar', { channel: 'dm' });
});

test('an owner is reminded the day before, on the day and every third working day, at nine of their own', async () => {
  const { aiko } = tandem.people;
  const digests = () => aiko.dm().filter((one) => aiko.reads(one).includes('A-1* Send the price list'));
  // 9:00 in Tokyo is midnight UTC.
  await tandem.advance(new Date('2026-03-04T23:59:00Z'));
  expect(digests()).toHaveLength(0);
  await tandem.advance(new Date('2026-03-05T00:00:00Z'));
  expect(digests()).toHaveLength(1);
  await tandem.advance(new Date('2026-03-06T00:00:00Z'));
  expect(digests()).toHaveLength(2);
  await tandem.advance(new Date('2026-03-10T23:59:00Z'));
  expect(digests()).toHaveLength(2);
  await tandem.advance(new Date('2026-03-11T00:00:00Z'));
  expect(digests()).toHaveLength(3);
  expect(aiko.reads(digests().at(-1) ?? { blocks: [] })).toContain('1 action item to see to, 1 late');
});

test('done is done: the summary changes in place, a second press says so, and nobody is reminded', async () => {
  const { aiko, diego } = tandem.people;
  const summary = await aiko.hears('A good start.', { channel: shared });
  const posted = aiko.sees(shared).length;
  await aiko.press('Done', await aiko.hears('A-1* Send the price list', { channel: 'dm' }));
  const changed = await diego.hears('1 open', { channel: shared });
  expect(changed.ts).toBe(summary.ts);
  expect(diego.reads(changed)).toContain('done by Aiko Tanaka on Wed 11 Mar');
  expect(aiko.sees(shared)).toHaveLength(posted);
  await diego.mention(shared, 'action done A-1');
  await diego.until(() =>
    diego
      .ephemerals(shared)
      .find((one) => diego.reads(one).includes('was already done by Aiko Tanaka on Wed 11 Mar')),
  );
  const told = aiko.dm().filter((one) => aiko.reads(one).includes('A-1')).length;
  await tandem.advance(new Date('2026-03-16T12:00:00Z'));
  expect(aiko.dm().filter((one) => aiko.reads(one).includes('A-1'))).toHaveLength(told);
});

test('an action item is given in one line, to oneself by anybody, to others by those who record calls', async () => {
  const { aiko, maya } = tandem.people;
  await aiko.mention(shared, 'action Write the guide by 20 March');
  const own = await maya.hears('A-3* Write the guide', { channel: shared });
  expect(maya.reads(own)).toContain('due Fri 20 Mar');
  await aiko.mention(shared, 'action Send us a discount @Maya by tomorrow');
  await aiko.until(() =>
    aiko.ephemerals(shared).find((one) => aiko.reads(one).includes('You can’t record decisions and actions')),
  );
  await aiko.press('Done', own);
  await maya.hears('✓ *A-3*', { channel: shared });
});
