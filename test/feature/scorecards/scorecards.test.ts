import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantRole } from '../../../src/features/partners/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { holds, pressWith } from './files.ts';
import { addHistory } from './history.ts';

const { shared } = channels;
let tandem: TestApp;

beforeAll(async () => {
  // A Monday at eight in Berlin: the digest is due in an hour.
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  await addHistory(tandem);
});
afterAll(() => tandem.stop());

describe('the weekly digest', () => {
  test('comes to the manager on Monday at nine where she is, once, with numbers, their intervals and what to do', async () => {
    const { maya } = tandem.people;
    await tandem.advance(new Date('2026-01-12T08:00:30Z'));
    const digests = maya.dm().filter((message) => maya.reads(message).includes('Your partners side by side'));
    expect(digests).toHaveLength(1);
    const words = maya.reads(digests[0] ?? { text: '', blocks: null });
    expect(words).toContain('Brightpath');
    expect(words).toContain('67 % (35–88)');
    expect(words).toContain('40 %');
    expect(words).toContain('1 lead waiting for review');
    expect(Number(digests[0]?.ts)).toBeCloseTo(Date.parse('2026-01-12T08:00:00Z') / 1000, -2);
  });

  test('leads to what it names: its button shows the leads', async () => {
    const { maya } = tandem.people;
    await maya.press('Review leads');
    await tandem.settled();
    await maya.hears('Lead 0');
  });

  test('comes at another hour when the manager says so; a zone nobody knows is refused in place', async () => {
    const { maya } = tandem.people;
    await maya.command('/partner digest settings', { channel: channels.internal });
    await maya.until(() => maya.modal());
    maya.fill({ Day: 'Tuesday', Time: '14:30', 'Time zone': 'Mars/Olympus' });
    expect(await maya.submit()).toEqual({ 'Time zone': expect.stringContaining('Europe/Berlin') });
    maya.fill({ 'Time zone': 'America/New_York' });
    expect(await maya.submit()).toEqual({});
    await tandem.advance(new Date('2026-01-13T19:31:00Z'));
    const last = maya
      .dm()
      .filter((message) => maya.reads(message).includes('Your partners side by side'))
      .at(-1);
    expect(Number(last?.ts)).toBeCloseTo(Date.parse('2026-01-13T19:30:00Z') / 1000, -2);
  });
});

test('every digest sent can be opened again as it was, also two of one week, with what was corrected since', async () => {
  const { maya, tom, diego } = tandem.people;
  const sent = maya.dm().filter((message) => maya.reads(message).includes('Your partners side by side'));
  expect(sent).toHaveLength(2);
  const [monday, tuesday] = sent;
  if (!monday || !tuesday) throw new Error('two were sent');
  await tandem.work(({ tx, workspaceId }) =>
    tx.lead.updateMany({ where: { workspaceId, number: { in: [101, 102] } }, data: { status: 'declined' } }),
  );
  await maya.command('/partner digest sent', { channel: channels.internal });
  await maya.hears('Digests sent to you', { channel: channels.internal });
  await maya.choose('Open one', 'Mon 12 Jan, 09:00');
  const first = await maya.hears('as it was sent on Mon 12 Jan, 09:00', { channel: channels.internal });
  expect(holds(first, monday)).toBe(true);
  expect(maya.reads(first)).toContain('Brightpath, Lead quality: 67 % (35–88) → 44 % (19–73)');
  await maya.command('/partner digest 2026-W03', { channel: channels.internal });
  const last = await maya.hears('as it was sent on Tue 13 Jan, 20:30', { channel: channels.internal });
  expect(holds(last, tuesday)).toBe(true);
  expect(holds(last, monday)).toBe(false);
  // Never in a channel the partner reads, and to nobody else than it was sent to.
  await maya.command('/partner digest 2026-W03', { channel: shared });
  await maya.hears('That digest holds internal numbers', { channel: shared });
  for (const message of diego.sees(shared)) expect(diego.reads(message)).not.toContain('side by side');
  await maya.command('/partner digest 2025-W50', { channel: channels.internal });
  await maya.hears('No digest was sent to you in the week of Mon 8 Dec 2025', { channel: channels.internal });
  await tandem.work(async (work) => {
    const { workspaceId } = work;
    const person = await work.tx.person.findFirstOrThrow({ where: { workspaceId, slackUserId: tom.id } });
    await grantRole(work, { personId: person.id, partnerId: null, role: 'finance', grantedById: null });
  });
  await tom.command('/partner digest sent', { channel: channels.internal });
  await tom.hears('No digest has been sent to you yet', { channel: channels.internal });
  const { id } = await tandem.work(({ tx, workspaceId }) =>
    tx.sentDigest.findFirstOrThrow({ where: { workspaceId, cadence: 'weekly' } }),
  );
  // The button of a message that Tom sees, with the id of what was sent to Maya in it.
  await tom.command('/partner scorecard Brightpath', { channel: channels.internal });
  await tom.hears('Scorecard of Brightpath (internal)', { channel: channels.internal });
  await pressWith(tandem, tom, 'Earlier ones', id, 'scorecards.sent');
  await tom.hears('That one isn’t kept any more', { channel: channels.internal });
});

describe('a scorecard on demand', () => {
  test('in the shared channel shows no margin, even to those who may see it; theirs comes by message', async () => {
    const { maya } = tandem.people;
    await maya.command('/partner scorecard', { channel: shared });
    const here = await maya.hears('Scorecard of Brightpath', { channel: shared });
    expect(maya.reads(here)).not.toContain('Margin');
    expect(maya.reads(here)).toContain(
      'with margins and what else is ours alone, is in your messages with me',
    );
    const internal = await maya.hears('Scorecard of Brightpath (internal)', { channel: 'dm' });
    expect(maya.reads(internal)).toContain('Margin | 40 %');
  });

  test('is for the partner’s lead, by mention, and not for its engineer', async () => {
    const { diego, aiko } = tandem.people;
    await diego.mention(shared, 'scorecard');
    const words = diego.reads(await diego.hears('Scorecard of Brightpath'));
    expect(words).toContain('Lead quality | 44 % (19–73)');
    expect(words).not.toContain('Margin');
    await aiko.mention(shared, 'scorecard');
    await aiko.hears('You can’t see a scorecard here');
  });

  test('explains how each number is worked out', async () => {
    const { diego } = tandem.people;
    await diego.mention(shared, 'scorecard how');
    const words = diego.reads(await diego.hears('How the numbers are worked out'));
    expect(words).toContain('accepted leads ÷ reviewed leads');
    expect(words).not.toContain('variable partner cost');
  });
});

test('the partner’s own comes to the channel on the first working day of the month, without anything internal', async () => {
  const { diego } = tandem.people;
  await tandem.advance(new Date('2026-02-02T12:00:00Z'));
  const cards = diego
    .sees(shared)
    .filter((message) => !message.ephemeralFor && diego.reads(message).includes('Scorecard of Brightpath'));
  expect(cards).toHaveLength(1);
  expect(diego.reads(cards[0] ?? { text: '', blocks: null })).not.toMatch(/Margin|internal|600,?000/);
});
