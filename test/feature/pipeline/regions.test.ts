import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCards } from '../../../src/features/scorecards/facts.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

/**
 * The sample promises 34 hours for a lead and 17 for a handoff. Nordics is open from 8 to 16 in Oslo and has a holiday on
 * Monday 17 May; the United Kingdom is open from 9 to 17:30 in London that day, the programme in Berlin is closed.
 */
let t: TestApp;
let partnerIds: readonly string[];
beforeAll(async () => {
  // Friday, ten in Oslo and nine in London.
  t = await startTestApp({ at: new Date('2027-05-14T08:00:00Z') });
  await t.publishSample();
  const brightpath = await setUpBrightpath(t);
  const northwind = await setUpNorthwind(t);
  partnerIds = [brightpath, northwind];
  await t.work(async ({ tx, workspaceId }) => {
    const grade = (id: string, territory: string) =>
      tx.partner.update({ where: { id, workspaceId }, data: { segments: [`territory:${territory}`] } });
    await grade(brightpath, 'nordics');
    await grade(northwind, 'uk-ireland');
  });
});
afterAll(() => t.stop());

/** The newest message of these words in Maya’s direct messages with Tandem, as she reads it. */
function card(words: string): string {
  const { maya } = t.people;
  const found = maya.dm().findLast((each) => maya.reads(each).includes(words));
  if (!found) throw new Error(`she was not told “${words}”`);
  return maya.reads(found);
}

/** What the number “leads in time” is made of, of each of the two. */
async function responses() {
  const cards = await t.work(async (work) => {
    const partners = await work.tx.partner.findMany({ where: { workspaceId: work.workspaceId } });
    return loadCards(work, partners, work.now);
  });
  return partnerIds.map((id) => {
    const found = cards.find(({ partner }) => partner.id === id)?.facts.responses;
    return found && { met: found.met, breached: found.breached, open: found.running + found.dueSoon };
  });
}

test('the same lead of two partners is due by the hours of their regions, and a holiday moves its own alone', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'lead Acme GmbH, Jane Doe, wants a pilot');
  await maya.command('/partner lead Acme GmbH, Jane Doe, wants a pilot', { channel: channels.internal });
  await t.settled();
  expect(card('Brightpath Consulting')).toMatch(
    /To be answered\W+By Fri 21 May, 12:00\. Counted in the hours of Nordics, 08:00–16:00 in Oslo; Mon 17 May is a holiday there/,
  );
  const uk = card('Northwind');
  expect(uk).toMatch(
    /To be answered\W+By Wed 19 May, 17:30\. Counted in the hours of United Kingdom and Ireland, 09:00–17:30 in London/,
  );
  expect(uk).not.toContain('holiday');
  // What is promised inside is not the partner’s to read.
  const all = diego.sees(channels.shared).map((each) => diego.reads(each));
  expect(all.join('\n')).not.toContain('To be answered');
});

test('a handoff counts in the hours of whoever takes over: the partner’s region, or the programme', async () => {
  const { maya, diego } = t.people;
  const hand = async (key: string, answers: Readonly<Record<string, string>>) => {
    await maya.command(`/partner handoff ${key}`, { channel: channels.internal });
    await maya.until(() => maya.modal());
    maya.fill(answers);
    expect(await maya.submit()).toEqual({});
    await t.settled();
  };
  await hand('L-1 marketing-to-sales', {
    'Who takes over?': diego.id,
    'What does the customer need?': 'Less heating',
    'How many buildings, and where?': 'Twelve in Oslo',
    'Where is their consent to be contacted on record?': 'In the shared folder',
  });
  // Six hours on Friday, eight on Tuesday, three on Wednesday.
  expect(card('Marketing to sales')).toMatch(
    /To be accepted\W+By Wed 19 May, 11:00\. Counted in the hours of Nordics, 08:00–16:00 in Oslo; Mon 17 May is a holiday there/,
  );
  await diego.mention(channels.shared, 'deal Initech 1,000 EUR "Pilot"');
  await diego.hears('Registered D-1', { channel: channels.shared });
  await hand('D-1 sales-to-success', {
    'Who takes over?': maya.id,
    'What was sold, and where is the signed scope?': 'The pilot',
    'What does the customer call a success?': 'It runs',
    'Who is the contact at the customer?': 'Kim Lee',
  });
  // Seven and a half hours on Friday, eight and a half on Tuesday after Whit Monday, one on Wednesday.
  expect(card('Sales to success')).toMatch(/To be accepted\W+By Wed 19 May, 10:00/);
  expect(card('Sales to success')).not.toContain('Counted in the hours');
});

test('what a card calls late is late in the scorecard, and only there', async () => {
  const { maya } = t.people;
  await t.advance(new Date('2027-05-19T16:29:00Z'));
  expect(card('Northwind')).toMatch(/To be answered\W+Due soon: by Wed 19 May, 17:30/);
  expect(await responses()).toEqual([
    { met: 0, breached: 0, open: 1 },
    { met: 0, breached: 0, open: 1 },
  ]);
  // The last minute of Wednesday is used; a minute more is, on Thursday at nine in London.
  await t.advance(new Date('2027-05-20T08:02:00Z'));
  expect(card('Northwind')).toMatch(/To be answered\W+Late: it was due by Wed 19 May, 17:30/);
  expect(card('Lead L-1')).toMatch(/To be answered\W+By Fri 21 May, 12:00/);
  expect(await responses()).toEqual([
    { met: 0, breached: 0, open: 1 },
    { met: 0, breached: 1, open: 0 },
  ]);

  await maya.command('/partner lead accept L-1', { channel: channels.internal });
  await maya.command('/partner lead accept L-2', { channel: channels.internal });
  await t.settled();
  expect(card('Lead L-1')).not.toContain('To be answered');
  expect(await responses()).toEqual([
    { met: 1, breached: 0, open: 0 },
    { met: 0, breached: 1, open: 0 },
  ]);
});

test('a lead that says where its customer is counts in the hours there, whoever’s it is', async () => {
  const { diego } = t.people;
  const { ts } = await diego.mention(channels.shared, 'lead');
  await diego.hears('submit a lead', { channel: channels.shared, after: ts });
  await diego.press('Open the form');
  await diego.until(() => diego.modal());
  diego.fill({ Customer: 'Globex', 'Where is the customer?': 'United Kingdom and Ireland' });
  expect(await diego.submit()).toEqual({});
  await t.settled();
  // Thursday 20 May, 9:02 in London.
  expect(card('Globex')).toMatch(
    /To be answered\W+By Wed 26 May, 09:02\. Counted in the hours of United Kingdom/,
  );
});
