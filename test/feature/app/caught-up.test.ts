import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startJourney } from '../calls/brightpath.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { addHistory } from '../scorecards/history.ts';

const { shared, internal } = channels;
let tandem: TestApp;
afterEach(() => tandem.stop());

type Person = keyof TestApp['people'];

/** When each direct message with these words reached somebody. */
function times(person: Person, words: string): string[] {
  const reader = tandem.people[person];
  return reader
    .dm()
    .filter((message) => reader.reads(message).includes(words))
    .map((message) => new Date(Number(message.ts) * 1000).toISOString().slice(0, 16));
}

/** The clock stands there, and nothing that fell due on the way has been taken up. */
const itIs = (instant: string) => tandem.clock.moveTo(new Date(instant));
const catchUp = () => tandem.advance(tandem.clock.now());

describe('what is due and not yet done stays due, whatever changes in that moment', () => {
  test('the day’s reminder of steps', async () => {
    tandem = await startTestApp();
    await startBrightpath(tandem);
    await tandem.advance(new Date('2026-01-13T08:59:00Z'));
    itIs('2026-01-13T09:00:02Z');
    await tandem.people.maya.command('/partner done kickoff meeting https://example.com/notes', {
      channel: shared,
    });
    await tandem.settled();
    await catchUp();
    expect(times('diego', 'Your onboarding steps')).toEqual(['2026-01-13T09:00']);
  });

  test('the reminder of action items', async () => {
    tandem = await startTestApp({ at: new Date('2026-03-02T08:00:00Z') });
    await startJourney(tandem, '2026-03-02');
    const { aiko } = tandem.people;
    await aiko.mention(shared, 'action Write the guide by 4 March');
    await tandem.settled();
    await tandem.advance(new Date('2026-03-02T23:59:00Z'));
    // Nine in Tokyo.
    itIs('2026-03-03T00:00:02Z');
    await aiko.mention(shared, 'action Send the diagram by 20 March');
    await tandem.settled();
    await catchUp();
    expect(times('aiko', 'Write the guide')).toEqual(['2026-03-03T00:00']);
  });

  test('the reminder of action items that was found late and waits for the next morning', async () => {
    tandem = await startTestApp({ at: new Date('2026-03-04T08:00:00Z') });
    await startJourney(tandem, '2026-03-04');
    const { aiko } = tandem.people;
    await aiko.mention(shared, 'action Write the guide by 6 March');
    await tandem.settled();
    await tandem.advance(new Date('2026-03-05T23:59:00Z'));
    // Friday evening in Tokyo: the reminder of that morning waits for Monday.
    itIs('2026-03-06T12:00:00Z');
    await catchUp();
    await aiko.mention(shared, 'action Send the diagram by 20 March');
    await tandem.settled();
    await tandem.advance(new Date('2026-03-09T12:00:00Z'));
    expect(times('aiko', 'Write the guide').slice(-2)).toEqual(['2026-03-05T00:00', '2026-03-09T00:00']);
  });

  test('the weekly digest, though its reader looks at its settings and leaves them as they are', async () => {
    tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
    await startBrightpath(tandem);
    await addHistory(tandem);
    await tandem.advance(new Date('2026-01-12T07:59:00Z'));
    itIs('2026-01-12T08:00:02Z');
    const { maya } = tandem.people;
    await maya.command('/partner digest settings', { channel: internal });
    await maya.until(() => maya.modal());
    expect(await maya.submit()).toEqual({});
    await tandem.settled();
    await catchUp();
    expect(times('maya', 'Your partners side by side')).toEqual(['2026-01-12T08:00']);
  });

  test('the partner’s monthly scorecard', async () => {
    tandem = await startTestApp({ at: new Date('2026-01-30T18:00:00Z') });
    await startBrightpath(tandem);
    await tandem.advance(new Date('2026-02-02T09:59:00Z'));
    // Ten in Lisbon.
    itIs('2026-02-02T10:00:02Z');
    const { diego } = tandem.people;
    await tandem.work(async (work) => {
      const { id, managerPersonId } = await work.tx.partner.findFirstOrThrow({
        where: { workspaceId: work.workspaceId },
      });
      await work.emit({ type: 'partner.resumed', partnerId: id, byPersonId: managerPersonId });
    });
    await catchUp();
    const cards = diego.sees(shared).filter((one) => diego.reads(one).includes('Scorecard of Brightpath'));
    expect(cards).toHaveLength(1);
  });
});

test('after standing still over a weekly and a daily digest each is sent once', async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
  await addHistory(tandem);
  await tandem.advance(new Date('2026-01-16T20:00:00Z'));
  const weekly = times('maya', 'Your partners side by side').length;
  const daily = times('diego', 'Your onboarding steps').length;
  // Down from Saturday until Wednesday: Monday’s weekly digest and two or three daily ones fell due.
  await tandem.whileDown(() => itIs('2026-01-21T11:00:00Z'));
  await catchUp();
  await catchUp();
  expect(times('maya', 'Your partners side by side').slice(weekly)).toEqual(['2026-01-21T11:00']);
  expect(times('diego', 'Your onboarding steps').slice(daily)).toEqual(['2026-01-21T11:00']);
  expect(times('maya', 'Your onboarding steps').slice(-1)).toEqual(['2026-01-21T11:00']);
  // From then on as if nothing had happened.
  await tandem.advance(new Date('2026-01-26T12:00:00Z'));
  expect(times('maya', 'Your partners side by side').slice(weekly)).toEqual([
    '2026-01-21T11:00',
    '2026-01-26T08:00',
  ]);
});

/** How much of a kind was found too late to be of use, as Prometheus reads it. */
async function dropped(kind: string): Promise<number> {
  const server = createServer(tandem.app.requestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const scraped = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  server.close();
  const found = new RegExp(`tandem_due_items_dropped_total\\{kind="${kind}"\\} (\\d+)`).exec(scraped);
  return Number(found?.[1] ?? 0);
}

test('what comes too late to be of use is not sent, and counted', async () => {
  tandem = await startTestApp({ at: new Date('2026-03-02T08:00:00Z') });
  await startJourney(tandem, '2026-03-02');
  // The first call is on Tuesday at 09:00Z; its agenda and its first reminder are due an hour from now.
  const before = await dropped('calls.remind');
  await tandem.whileDown(() => itIs('2026-03-03T20:00:00Z'));
  await catchUp();
  const { maya, diego } = tandem.people;
  expect(before).toBe(0);
  expect(await dropped('calls.remind')).toBe(3);
  expect(await dropped('calls.post-agenda')).toBe(1);
  expect(diego.dm().filter((one) => diego.reads(one).includes('Calibration call'))).toEqual([]);
  // Reminders of steps do not come in the evening; those of the next morning say it.
  expect(await dropped('onboarding.digest')).toBeGreaterThan(0);
  expect(times('diego', 'Your onboarding steps')).toEqual([]);
  // What is still of use is said late.
  await maya.hears('How did it go? *Calibration call with Brightpath*', { channel: 'dm' });
});
