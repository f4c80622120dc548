import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scheduleMonthly } from '../../../src/features/scorecards/jobs.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { setUpBrightpath } from '../pipeline/partner.ts';
import { addHistory } from './history.ts';

const { shared } = channels;
let tandem: TestApp;

/** The scorecard that came to the channel by itself. */
function sent() {
  const { diego } = tandem.people;
  const [first, ...more] = diego
    .sees(shared)
    .filter((each) => !each.ephemeralFor && diego.reads(each).startsWith('Scorecard of '));
  expect(more).toEqual([]);
  if (!first) throw new Error('none was sent');
  return first;
}

describe('the scorecard of a month in which something happened', () => {
  beforeAll(async () => {
    tandem = await startTestApp({ at: new Date('2026-01-30T07:00:00Z') });
    await startBrightpath(tandem);
    await addHistory(tandem);
    await tandem.work(async ({ tx, workspaceId, newId, now }) => {
      const personOf = (slackUserId: string) =>
        tx.person.findFirstOrThrow({ where: { workspaceId, slackUserId } });
      const diego = await personOf(tandem.people.diego.id);
      const maya = await personOf(tandem.people.maya.id);
      const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
      const action = { workspaceId, partnerId, createdById: maya.id, createdAt: now };
      const due = (day: number) => new Date(Date.UTC(2026, 0, day));
      await tx.actionItem.createMany({
        data: [
          {
            ...action,
            id: newId(),
            number: 901,
            text: 'Send the references',
            ownerPersonId: diego.id,
            dueOn: due(28),
          },
          {
            ...action,
            id: newId(),
            number: 902,
            text: 'Book the stand',
            ownerPersonId: diego.id,
            dueOn: due(29),
          },
          {
            ...action,
            id: newId(),
            number: 903,
            text: 'Send the invoice',
            ownerPersonId: maya.id,
            dueOn: due(20),
          },
          {
            ...{ ...action, id: newId(), number: 904, text: 'Talk about their debts', isInternal: true },
            ...{ ownerPersonId: maya.id, dueOn: due(21) },
          },
        ],
      });
    });
    await tandem.advance(new Date('2026-02-02T12:00:00Z'));
  });
  afterAll(() => tandem.stop());

  test('names its month, and three things the partner can do with their reasons, nothing of ours among them', () => {
    const words = tandem.people.diego.reads(sent());
    expect(words).toMatch(/^Scorecard of Brightpath, January 2026\n/);
    expect(words).toContain('Three things to do');
    expect(words).toContain(
      '1. “A-901 Send the references” of Diego Santos was due Wed 28 Jan, and 1 more action item is late.',
    );
    expect(words).toContain('2. L-101 Lead 1 was accepted and has no deal yet. 5 more leads wait like it.');
    expect(words).toContain('3. Qualified pipeline €0, below target of €20,000.');
    expect(words).not.toMatch(/invoice|debts|Margin|[Ss]ignal|waiting for review/);
  });

  test('each has a button that does in the channel what it says', async () => {
    const { diego } = tandem.people;
    await diego.press('See action items', { near: 'Send the references' });
    await diego.hears('Book the stand', { channel: shared });
    await diego.press('See pipeline', { near: 'Qualified pipeline €0' });
    await diego.hears('Pipeline of Brightpath', { channel: shared });
    await diego.press('Register a deal', { near: 'Lead 1 was accepted' });
    await diego.until(() => diego.modal());
    expect(diego.modal()?.callbackId).toBe('pipeline.registerDeal');
  });

  test('who asks for the present one is told the same', async () => {
    const { diego } = tandem.people;
    await diego.mention(shared, 'scorecard');
    await diego.until(() =>
      diego
        .sees(shared)
        .some((each) => /^Scorecard of Brightpath\n[\s\S]*Three things to do/.test(diego.reads(each))),
    );
  });
});

describe('the scorecard of a month in which nothing happened', () => {
  beforeAll(async () => {
    tandem = await startTestApp({ at: new Date('2026-01-30T07:00:00Z') });
    const partnerId = await setUpBrightpath(tandem);
    await tandem.work((work) => scheduleMonthly(work, partnerId));
    await tandem.advance(new Date('2026-02-02T12:00:00Z'));
  });
  afterAll(() => tandem.stop());

  test('takes two lines, and all numbers are a press away', async () => {
    const { diego } = tandem.people;
    const message = sent();
    const [title, line, ...more] = diego.reads(message).split('\n').filter(Boolean);
    expect(title).toBe('Scorecard of Brightpath Consulting, January 2026');
    expect(line).toContain('A quiet month');
    expect(more.join()).toMatch(/^\W*Show all numbers\W*$/);
    await diego.press('Show all numbers', message);
    await diego.hears('Rates are of the last 90 days', { channel: shared });
    await diego.mention(shared, 'scorecard 2026-01');
    await diego.hears('Scorecard of Brightpath Consulting for January 2026, as it was sent on Mon 2 Feb');
  });
});
