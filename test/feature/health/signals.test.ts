import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared, internal } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

/** What Maya has been told about partners' health, the newest last. */
function news(): string[] {
  const { maya } = tandem.people;
  return maya
    .dm()
    .map((message) => maya.reads(message))
    .filter((words) => words.startsWith('Partner health:'));
}

test('the manager hears of late steps once, the morning the rule finds them, with facts and what to do', async () => {
  await tandem.advance(new Date('2026-01-22T06:00:00Z'));
  expect(news()).toHaveLength(1);
  expect(news()[0]).toMatch(/Watch: Late steps\*, since Mon 19 Jan/);
  expect(news()[0]).toMatch(
    /steps late by 3 working days or more. The longest is “Hold the kickoff meeting”/,
  );
  expect(news()[0]).toContain('Suggested: Walk through the late steps');
});

test('two hours before a call its manager gets a card about the partner, internally', async () => {
  const { maya, diego } = tandem.people;
  const cards = maya
    .dm()
    .filter((message) => maya.reads(message).startsWith('Before your call with Brightpath'));
  const calls = await tandem.work((work) =>
    work.tx.call.findMany({ where: { workspaceId: work.workspaceId, startsAt: { lte: work.now } } }),
  );
  expect(calls.length).toBeGreaterThan(0);
  expect(cards.map((card) => Math.round(Number(card.ts) / 60))).toEqual(
    calls.map(({ startsAt }) => startsAt.getTime() / 60_000 - 120).sort(),
  );
  expect(maya.reads(cards.at(-1) ?? { text: '', blocks: null })).toMatch(
    /What to ask\*\W+Be ready to say when your side gets this done, past its due date: “Hold the kickoff meeting”/,
  );
  for (const message of diego.dm()) expect(diego.reads(message)).not.toContain('Before your call');
});

test('a partner who only writes in the channel is not silent; one who does not is, and the digest says so', async () => {
  const { diego, maya } = tandem.people;
  await diego.say(shared, 'We are still at it.');
  await tandem.settled();
  await tandem.advance(new Date('2026-02-02T10:00:00Z'));
  expect(news().join()).not.toContain('Silent partner');
  await tandem.advance(new Date('2026-02-05T10:00:00Z'));
  expect(news().at(-1)).toMatch(
    /Watch: Silent partner\*, since Thu 5 Feb\W+Nobody of theirs has been heard of for 14 days. On Thu 22 Jan somebody wrote in the channel/,
  );
  await maya.command('/partner digest', { channel: internal });
  await maya.hears('Silent partner: Nobody of theirs has been heard of for 14 days', { channel: internal });
});

test('who may see it, and where: never in the channel the partner reads', async () => {
  const { diego, maya } = tandem.people;
  await maya.command('/partner health', { channel: shared });
  await maya.hears('I sent it to your messages with me instead', { channel: shared });
  const words = maya.reads(await maya.hears('Health of Brightpath', { channel: 'dm' }));
  expect(words).toMatch(/Watch: Silent partner/);
  await diego.mention(shared, 'health');
  await diego.hears('You can’t see how a partner is doing here');
  for (const message of diego.sees(shared))
    expect(diego.reads(message)).not.toMatch(/Silent partner|Suggested/);
});

test('what heals is closed and said once', async () => {
  const { maya } = tandem.people;
  const told = news().length;
  await tandem.advance(new Date('2026-02-06T10:00:00Z'));
  // Asking for health was a sign of life.
  expect(news()).toHaveLength(told + 1);
  expect(news().at(-1)).toMatch(/No longer\W+Brightpath: silent partner, which had been so since Thu 5 Feb/);
  await tandem.advance(new Date('2026-02-10T10:00:00Z'));
  expect(news().filter((words) => words.includes('No longer'))).toHaveLength(1);
  await maya.command('/partner health Brightpath', { channel: internal });
  const words = maya.reads(await maya.hears('Health of Brightpath', { channel: internal }));
  expect(words).not.toContain('Silent');
  const stored = await tandem.work((work) =>
    work.tx.healthSignal.findMany({ where: { workspaceId: work.workspaceId, kind: 'silent_partner' } }),
  );
  expect(stored).toMatchObject([{ severity: 'watch', clearedAt: expect.any(Date) }]);
});

test('the card before a call leads to how its signals and its sums came about', async () => {
  const { maya, diego } = tandem.people;
  await diego.mention(shared, 'deal Acme 12,500 EUR "Platform rollout"');
  await diego.mention(shared, 'deal won D-1');
  await diego.hears('is won for', { channel: shared });
  await diego.mention(shared, 'lead Globex');
  await diego.hears('Thank you: L-1', { channel: shared });
  await tandem.settled();
  await tandem.advance(new Date('2026-02-20T10:00:00Z'));
  await diego.say(shared, 'We are still at it.');
  await tandem.advance(new Date('2026-02-24T12:00:00Z'));
  const card = maya
    .dm()
    .findLast((message) => maya.reads(message).startsWith('Before your call with Brightpath'));
  if (!card) throw new Error('no card came');
  await maya.press('How is this worked out?', card);
  await tandem.settled();
  const words = maya.reads(await maya.hears('Late steps of Brightpath', { channel: 'dm' }));
  expect(words).toContain('At least 2 steps not handed in');
  expect(maya.reads(card)).toContain('1 deal won (€12,500) and 1 new lead.');
  await maya.press('How: won and lost', card);
  const deals = maya.reads(await maya.hears('Deals won and lost of Brightpath', { channel: 'dm' }));
  expect(deals).toMatch(/Won\W+1 deal, €12,500/);
  expect(deals).toMatch(/D-1 \| Acme/);
  await maya.press('How: new leads', card);
  const leads = maya.reads(await maya.hears('New leads of Brightpath', { channel: 'dm' }));
  expect(leads).toMatch(/L-1 \| Globex \| [^|]* \| – \| Waits for review/);
});
