import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SandboxMessage } from '../../../src/sandbox/protocol.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath } from './partner.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await setUpBrightpath(t);
});
afterAll(() => t.stop());

const shared = { channel: channels.shared };
/** What the shared channel says of a lead to everybody. */
function shown(lead: string): string {
  const { diego } = t.people;
  const found = diego
    .sees(channels.shared)
    .findLast((each) => !each.ephemeralFor && diego.reads(each).includes(lead));
  return diego.reads(found as SandboxMessage);
}

test('a lead in words reaches the manager, who accepts it; both messages are kept current', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'lead Acme GmbH, Jane Doe, wants a *pilot* <!here>');
  await diego.hears('Thank you: L-1', shared);
  await t.settled();
  expect(shown('Lead L-1')).toContain('Waiting for review by Maya');
  const asked = maya.dm().findLast((each) => maya.reads(each).includes('Lead L-1')) as SandboxMessage;
  expect(JSON.stringify(asked.blocks)).not.toContain('<!here>');
  await maya.press('Accept', { ts: asked.ts, channelId: asked.channelId });
  await t.settled();
  expect(shown('Lead L-1')).toContain('Accepted by Maya Chen on Mon 12 Jan');
  const after = maya.dm().find((each) => each.ts === asked.ts) as SandboxMessage;
  expect(maya.reads(after)).toContain('Accepted by Maya');
  expect(maya.reads(after)).not.toContain('Decline');
  await diego.until(() =>
    diego.dm().find((each) => diego.reads(each).includes('Maya Chen accepted your lead L-1')),
  );
});

test('a deal typed for the same customer counts as the lead’s', async () => {
  const { diego } = t.people;
  await diego.mention(channels.shared, 'deal acme gmbh 12,500 EUR');
  await diego.hears('It comes from lead L-1', shared);
  await t.settled();
  expect(shown('Lead L-1')).toContain('Became deal D-1');
});

test('a lead by form is declined with a reason; a second review is told of the first', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'lead');
  await diego.hears('submit a lead', shared);
  await diego.press('Open the form');
  await diego.until(() => diego.modal());
  diego.fill({ Customer: 'Globex' });
  expect(await diego.submit()).toEqual({});
  await t.settled();
  await maya.press('Decline');
  await maya.until(() => maya.modal());
  await maya.command('/partner lead accept L-2', shared);
  await maya.hears('Accepted L-2', shared);
  maya.fill({ 'Why?': 'Already a customer' });
  expect(Object.keys(await maya.submit())).toEqual([]);
  await t.settled();
  expect(shown('Lead L-2')).toContain('Accepted by Maya');
  await maya.command('/partner lead reopen L-2', shared);
  await maya.command('/partner lead decline L-2 Already a customer', shared);
  await maya.hears('Declined L-2', shared);
  await t.settled();
  expect(shown('Lead L-2')).toContain('Already a customer');
  await diego.until(() => diego.dm().find((each) => diego.reads(each).includes('declined your lead L-2')));
});

test('a partner’s person cannot review, and sees their leads', async () => {
  const { diego } = t.people;
  await diego.mention(channels.shared, 'lead Initech');
  await diego.hears('Thank you: L-3', shared);
  await diego.mention(channels.shared, 'lead accept L-3');
  await diego.hears('You can’t review a lead', shared);
  await diego.mention(channels.shared, 'lead list');
  const list = diego.reads(await diego.hears('Leads of Brightpath', shared));
  for (const part of ['L-1', 'Qualified', 'L-2', 'Declined', 'L-3', 'Waiting for review'])
    expect(list).toContain(part);
});

test('the manager’s Home tab has the leads to review, and accepts them there', async () => {
  const { maya } = t.people;
  await maya.openHome();
  await t.settled();
  const home = await maya.until(() => maya.home());
  expect(maya.reads(home)).toContain('Leads to review');
  await maya.press('Accept', 'home');
  await t.settled();
  expect(maya.reads(await maya.until(() => maya.home()))).not.toContain('Leads to review');
  expect(shown('Lead L-3')).toContain('Accepted by Maya');
});

test('a lead’s timeline tells its whole life and that of its deal, each side as much as it may read', async () => {
  const { maya, diego } = t.people;
  const timeline = async (person: typeof maya) => {
    await person.until(() => person.modal()?.callbackId === 'pipeline.timelineShown');
    const modal = JSON.stringify(person.modal());
    await person.close();
    return modal;
  };
  const card = diego
    .sees(channels.shared)
    .findLast((each) => !each.ephemeralFor && diego.reads(each).includes('Lead L-1')) as SandboxMessage;
  await diego.press('Timeline', { ts: card.ts, channelId: channels.shared });
  const theirs = await timeline(diego);
  for (const part of [
    'Timeline of L-1',
    'Diego Santos submitted lead L-1',
    'Maya Chen accepted lead L-1',
    'Diego Santos registered deal D-1',
  ])
    expect(theirs).toContain(part);
  expect(theirs.indexOf('registered deal D-1')).toBeLessThan(theirs.indexOf('submitted lead L-1'));
  expect(theirs).not.toContain('(internal)');
  await maya.command('/partner lead timeline L-2', shared);
  const ours = await timeline(maya);
  for (const part of ['accepted lead L-2', 'declined lead L-2, Globex: Already a customer'])
    expect(ours).toContain(part);
  await diego.mention(channels.shared, 'lead timeline L-99');
  await diego.hears('There is no lead L-99 here.', shared);
});
