import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile } from '../../../src/features/pipeline/import-file.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

/** The sample programme promises seventeen working hours, four of which are “soon”; it is open from 9 to 17:30 in Berlin. */
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp({ at: new Date('2026-01-12T08:00:00Z') });
  await t.publishSample();
  await setUpBrightpath(t);
  await setUpNorthwind(t);
});
afterAll(() => t.stop());

const shared = { channel: channels.shared };

/** The newest message of these words in Maya’s direct messages with Tandem, as she reads it. */
function card(words: string): string {
  const { maya } = t.people;
  const found = maya.dm().findLast((each) => maya.reads(each).includes(words));
  if (!found) throw new Error(`she was not told “${words}”`);
  return maya.reads(found);
}

async function digest(): Promise<string> {
  const { maya } = t.people;
  await maya.command('/partner digest', { channel: channels.internal });
  await t.settled();
  const found = maya
    .sees(channels.internal)
    .findLast((each) => maya.reads(each).includes('Time to first close'));
  if (!found) throw new Error('there is no digest');
  return maya.reads(found);
}

test('a registration shows by when it is to be decided, and the manager hears when it is soon and when it is late', async () => {
  const { maya, diego } = t.people;
  await maya.command('/partner deal Globex GmbH 5,000 GBP', { channel: channels.internal });
  await diego.mention(channels.shared, 'deal GLOBEX 12,500 EUR "Rollout"');
  await diego.hears('It waits for approval by Maya Chen', shared);
  await t.settled();
  expect(card('Deal D-2')).toMatch(/To be decided\W+By Tue 13 Jan, 17:30/);
  expect(await digest()).not.toContain('D-2 GLOBEX');

  await t.advance(new Date('2026-01-13T12:31:00Z'));
  expect(card('Deal D-2')).toMatch(/To be decided\W+Due soon: by Tue 13 Jan, 17:30/);
  expect(await digest()).toContain('D-2 GLOBEX due soon: to be decided within the 17 working hours promised');

  await t.advance(new Date('2026-01-14T08:02:00Z'));
  expect(card('Deal D-2')).toMatch(/To be decided\W+Late: it was due by Tue 13 Jan, 17:30/);
  expect(await digest()).toContain('D-2 GLOBEX late: waits to be decided for longer');
  // What is promised inside is not the partner’s to read.
  const all = diego.sees(channels.shared).map((each) => diego.reads(each));
  expect(all.join('\n')).not.toContain('To be decided');

  await maya.command('/partner deal approve D-2', shared);
  await t.settled();
  expect(card('Deal D-2')).toMatch(/To be decided\W+Too late, after 18 of 17 working hours/);
  expect(await digest()).not.toContain('D-2 GLOBEX');
});

test('a handoff’s clock stands while something is missing, and runs until it is accepted', async () => {
  const { maya } = t.people;
  const answers = {
    'What was sold, and where is the signed scope?': 'The rollout, in the shared folder',
    'What does the customer call a success?': 'Twelve sites live',
  };
  const fill = async (more: Readonly<Record<string, string>>) => {
    await maya.command('/partner handoff D-2 sales-to-success', { channel: channels.internal });
    await maya.until(() => maya.modal());
    maya.fill({ 'Who takes over?': maya.id, ...answers, ...more });
    expect(await maya.submit()).toEqual({});
    await t.settled();
  };
  await fill({});
  expect(card('Sales to success')).toMatch(/To be accepted\W+Paused until nothing is missing/);
  await t.advance(new Date('2026-01-20T08:00:00Z'));
  expect(await digest()).not.toContain('D-2 GLOBEX');

  await fill({ 'Who is the contact at the customer?': 'Kim Lee' });
  expect(card('Sales to success')).toMatch(/To be accepted\W+By Wed 21 Jan, 17:30/);
  await t.advance(new Date('2026-01-22T08:02:00Z'));
  expect(card('Sales to success')).toMatch(/To be accepted\W+Late: it was due by Wed 21 Jan, 17:30/);
  expect(await digest()).toContain('D-2 GLOBEX late: waits to be accepted');
  await maya.command('/partner handoff Brightpath Consulting', { channel: channels.internal });
  expect(maya.reads(await maya.hears('Being handed over'))).toContain('Late: it was due');
  // A deal that is lost leaves nothing to accept; opened again, it waits as before.
  await maya.command('/partner deal lost D-2 no budget', shared);
  await t.settled();
  expect(card('Sales to success')).not.toContain('Late: it was due');
  await maya.command('/partner deal reopen D-2', shared);
  await t.settled();
  expect(card('Sales to success')).toContain('Late: it was due');
  await maya.press('Accept');
  await t.settled();
  expect(card('Sales to success')).toMatch(/Accepted on .*Too late, after 18 of 17 working hours/);
  expect(card('Sales to success')).not.toContain('To be accepted');
});

test('a handoff of a deal that is declined, or lost by what another system says, stands still at once', async () => {
  const { maya } = t.people;
  const hand = async (deal: string) => {
    await maya.command(`/partner handoff ${deal} sales-to-success`, { channel: channels.internal });
    await maya.until(() => maya.modal());
    maya.fill({
      'Who takes over?': maya.id,
      'What was sold, and where is the signed scope?': 'The pilot',
      'What does the customer call a success?': 'It runs',
      'Who is the contact at the customer?': 'Kim Lee',
    });
    expect(await maya.submit()).toEqual({});
    await t.settled();
  };
  const { diego } = t.people;
  await diego.mention(channels.shared, 'deal GLOBEX 1,000 EUR "Pilot"');
  await diego.hears('Registered D-3', shared);
  await hand('D-3');
  expect(card('Sales to success*  D-3')).toMatch(/To be accepted\W+By /);
  await maya.command('/partner deal decline D-3 another partner is there', shared);
  await t.settled();
  expect(card('Sales to success*  D-3')).toMatch(/To be accepted\W+Stopped/);

  const csv = (stage: string) =>
    t.work((work) =>
      importFile(work, {
        kind: 'deals',
        bytes: new TextEncoder().encode(
          `external_id,customer,amount,registered_on,closed_on,stage,loss_reason\nc1,Hooli,800,2026-01-05,${stage}`,
        ),
        ...{ partnerName: 'Brightpath Consulting', isDryRun: false },
      }),
    );
  expect(await csv(',open,')).toMatchObject({ added: 1, faults: [] });
  await hand('D-4');
  expect(card('Sales to success*  D-4')).toMatch(/To be accepted\W+By /);
  expect(await csv('2026-01-20,lost,too dear')).toMatchObject({ changed: 1, faults: [] });
  await t.settled();
  expect(card('Sales to success*  D-4')).toMatch(/To be accepted\W+Stopped/);
});
