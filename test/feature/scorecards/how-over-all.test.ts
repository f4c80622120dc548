import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, type TestApp } from '../../support/app.ts';
import { startTwoPartners, type TwoPartners } from '../hostile/two-partners.ts';
import { fileSent, pressWith } from './files.ts';
import { addHistory } from './history.ts';

const { shared, internal } = channels;
let two: TwoPartners;
let tandem: TestApp;

beforeAll(async () => {
  two = await startTwoPartners();
  tandem = two.tandem;
  await addHistory(tandem);
});
afterAll(() => tandem.stop());

test('the order of partners, and a number over all of them, come as CSV to the manager who asks', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner digest', { channel: internal });
  const digest = await maya.hears('Your partners side by side', { channel: internal });
  await maya.choose('How is this worked out?', 'Order of partners', digest);
  await tandem.settled();
  await maya.press('Send me all as CSV', await maya.hears('Behind order of partners', { channel: internal }));
  await tandem.settled();
  await maya.hears('Here are the rows behind order of partners of your partners: 2 rows', { channel: 'dm' });
  const order = await fileSent(tandem, maya, 'order.csv');
  expect(order).toEqual([
    'partner,tier,won,closed,win_rate,win_rate_of_its_tier,ranked_at',
    'Brightpath,registered,6,8,0.75,0.75,0.75',
    'Northwind,silver,0,0,,,',
  ]);
  await maya.choose('How is this worked out?', 'Time to first value', digest);
  await tandem.settled();
  await maya.press(
    'Send me all as CSV',
    await maya.hears('Time to first value of your partners', { channel: internal }),
  );
  await tandem.settled();
  const [columns, ...rows] = await fileSent(tandem, maya, 'overall-first-value.csv');
  expect(columns).toBe('partner,start,reached,days,counted');
  for (const row of rows) expect(row).toMatch(/^Brightpath,\d{4}-\d\d-\d\d,(\d{4}-\d\d-\d\d)?,\d+,(Yes|No)$/);
});

test('of the whole programme, to who may see it: finance, with the partners it may', async () => {
  const { lena } = tandem.people;
  await lena.command('/partner portfolio', { channel: 'dm' });
  const portfolio = await lena.hears('The programme: 2 partners', { channel: 'dm' });
  await lena.choose('How is this worked out?', 'Tiers and segments', portfolio);
  await tandem.settled();
  await lena.press('Send me all as CSV', await lena.hears('Behind tiers and segments', { channel: 'dm' }));
  await tandem.settled();
  await lena.hears('Here are the rows behind tiers and segments of all partners: 2 rows', { channel: 'dm' });
  const groups = await fileSent(tandem, lena, 'groups.csv');
  expect(groups[1]).toBe('Tier registered,1,6,8,6,9,0,0,');
});

test('where journeys wait comes as CSV too: a step, a quarter of kickoff', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner friction', { channel: internal });
  const friction = await maya.hears('Where journeys wait', { channel: internal });
  await maya.choose('How is this worked out?', 'Name your team', friction);
  await tandem.settled();
  await maya.press(
    'Send me all as CSV',
    await maya.hears('How long name your team waits', { channel: internal }),
  );
  await tandem.settled();
  await maya.hears('Here are the journeys behind the wait for name your team: 1 row', { channel: 'dm' });
  expect(await fileSent(tandem, maya, 'waits.csv')).toEqual(['partner,days,state', 'Brightpath,0,Waiting']);
  await maya.choose('How is this worked out?', 'Kicked off in 2026 Q1', friction);
  await tandem.settled();
  await maya.press('Send me all as CSV', await maya.hears('Kicked off in 2026 Q1: 1', { channel: internal }));
  await tandem.settled();
  await maya.hears('Here are the partners that kicked off in 2026 Q1: 1 row', { channel: 'dm' });
  const [columns, row] = await fileSent(tandem, maya, 'waits.csv');
  expect(columns).toMatch(/^partner,signed,kickoff,onboarding_done,first_won_deal,left,early_deals/);
  expect(row).toMatch(/^Brightpath,(\d{4}-\d\d-\d\d)?,2026-01-\d\d,,/);
});

test('in the channel a partner reads the file still goes to the manager alone, and nobody there reads a row of it', async () => {
  const { maya, diego } = tandem.people;
  await tandem.settled();
  const files = () => maya.dm().flatMap((message) => message.files).length;
  for (const [value, action] of [
    ['all:order:0', 'scorecards.howExport'],
    ['step:name-the-team:0', 'health.frictionExport'],
  ] as const) {
    const before = files();
    await maya.command('/partner plan', { channel: shared });
    await tandem.settled();
    await maya.hears('There is no joint plan with Brightpath yet', { channel: shared });
    await pressWith(tandem, maya, 'Open one for this quarter', value, action);
    await tandem.settled();
    await maya.hears('in our direct messages', { channel: shared });
    expect(files()).toBe(before + 1);
  }
  for (const message of [...diego.sees(shared), ...diego.dm()]) {
    expect(diego.reads(message)).not.toMatch(/Northwind|order of partners|wait for/i);
    expect(message.files).toEqual([]);
  }
});

test('nobody of a partner gets any of it, whatever the button they press holds', async () => {
  const { diego } = tandem.people;
  const { nora, northwindChannel } = two;
  for (const [person, channel] of [
    [diego, shared],
    [nora, northwindChannel],
  ] as const) {
    const before = person.dm().length;
    for (const [value, action] of [
      ['all:order:0', 'scorecards.howExport'],
      ['programme:groups:0', 'scorecards.howExport'],
      ['all:partner_churn:0', 'scorecards.howExport'],
      ['step:name-the-team:0', 'health.frictionExport'],
      ['cohort:2026 Q1:0', 'health.frictionExport'],
      ['name-the-team:1:2:0', 'health.wordingExport'],
    ] as const) {
      await person.mention(channel, 'scorecard');
      await tandem.settled();
      const { ts } = await person.hears('Scorecard of', { channel });
      await pressWith(tandem, person, 'Earlier ones', value, action);
      await tandem.settled();
      const answer = await person.hears(
        action.startsWith('health') ? 'You can’t see how a partner is doing here' : 'isn’t kept any more',
        { channel, after: ts },
      );
      expect(person.reads(answer)).not.toMatch(/Northwind|Brightpath/);
    }
    expect(person.dm()).toHaveLength(before);
  }
});

test('a number over all partners, or of another partner, is nothing a partner’s person can ask for', async () => {
  const { diego } = tandem.people;
  for (const [value, words] of [
    ['programme:order:0', 'isn’t kept any more'],
    [`win_rate:${two.northwindId}:0`, 'You can’t see a scorecard here'],
    [`win_rate:${two.northwindId}:0:2026-Q1`, 'You can’t see a scorecard here'],
  ] as const)
    for (const action of ['scorecards.how', 'scorecards.howExport']) {
      await diego.mention(shared, 'scorecard how win rate');
      await tandem.settled();
      await pressWith(tandem, diego, 'Send me all as CSV', value, action);
      await tandem.settled();
      const answer = diego.ephemerals(shared).at(-1);
      expect(answer && diego.reads(answer)).toContain(words);
    }
});

test('a first deal won between signature and kickoff counts where journeys wait, as it does in the digest', async () => {
  const { maya } = tandem.people;
  const cohort = async () => {
    await maya.command('/partner friction', { channel: internal });
    await tandem.settled();
    const friction = maya
      .sees(internal)
      .findLast((message) => maya.reads(message).includes('Where journeys wait'));
    return friction ? maya.reads(friction) : '';
  };
  const sign = (signedOn: Date | null) =>
    tandem.work(({ tx, workspaceId }) =>
      tx.partner.updateMany({ where: { workspaceId, name: 'Brightpath' }, data: { signedOn } }),
    );
  await sign(null);
  expect(await cohort()).toMatch(/2026 Q1.*, 1 partner: .*first close –;/);
  await sign(new Date('2025-10-01T00:00:00Z'));
  expect(await cohort()).toMatch(/2026 Q1.*, 1 partner: .*first close too few \(1\);/);
});
