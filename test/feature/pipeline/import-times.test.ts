import { afterAll, beforeAll, expect, test } from 'vitest';
import { importBatch } from '../../../src/features/pipeline/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

/** Nine in the evening of Monday the 5th in New York, where it is the programme's evening, too. */
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp({ at: new Date('2026-01-06T02:00:00Z') });
  await startBrightpath(t);
  await inZone('America/New_York');
});
afterAll(() => t.stop());

const inZone = (timeZone: string) =>
  t.work(({ tx, workspaceId }) => tx.workspace.update({ where: { id: workspaceId }, data: { timeZone } }));

const send = (kind: 'deals' | 'leads', ...rows: readonly Readonly<Record<string, string>>[]) =>
  t.work((work) => {
    const cells = rows.map((each, line) => ({
      line,
      cells: { partner: 'Brightpath', customer: 'Acme', amount: '5', ...each },
    }));
    return importBatch(work, { kind, rows: cells }, { onlyPartnerId: null, updatedAt: work.now });
  });

const dealNamed = (externalId: string) =>
  t.work(({ tx, workspaceId }) => tx.deal.findFirstOrThrow({ where: { workspaceId, externalId } }));

test('what a CRM stamps in UTC falls on the programme’s day', async () => {
  const evening = { registered_on: '2026-01-06T01:59:00.000+0000', stage: 'open' };
  expect(await send('deals', { external_id: 'evening', ...evening })).toMatchObject({ added: 1 });
  // Monday began at five in the morning, UTC.
  expect((await dealNamed('evening')).registeredAt).toEqual(new Date('2026-01-05T05:00:00Z'));
  await inZone('Europe/Berlin');
  const won = { registered_on: '2025-03-01', closed_on: '2025-03-31T23:30:00Z', stage: 'won' };
  expect(await send('deals', { external_id: 'spring', ...won })).toMatchObject({ added: 1 });
  expect((await dealNamed('spring')).closedAt).toEqual(new Date('2025-03-31T22:00:00Z'));
  await inZone('America/New_York');
  const tomorrow = { external_id: 'late', registered_on: '2026-01-06T05:00:00Z', stage: 'open' };
  expect(await send('deals', tomorrow)).toMatchObject({
    faults: [{ faults: { registered_on: expect.stringContaining('2026-01-06 is in the future') } }],
  });
});

test('answers to leads are timed where the times are known, and the others are left out and told', async () => {
  const { maya } = t.people;
  const answered = (id: string, submitted_on: string, reviewed_on: string) => ({
    ...{ external_id: id, status: 'accepted', submitted_on, reviewed_on },
  });
  // A fortnight to answer one of Friday morning is too long, minutes are not; of days nobody can tell.
  const rows = [
    ...Array.from({ length: 5 }, (_, index) =>
      answered(`quick ${index}`, `2025-12-12T15:0${index}:00Z`, `2025-12-12T15:3${index}:00Z`),
    ),
    answered('slow', '2025-12-05T15:00:00Z', '2025-12-19T15:00:00Z'),
    answered('dated 1', '2025-12-12', '2025-12-12'),
    answered('dated 2', '2025-12-12T15:00:00Z', '2025-12-12'),
    { external_id: 'dated 3', status: 'open', submitted_on: '2025-12-12' },
  ];
  expect(await send('leads', ...rows)).toMatchObject({ added: 9 });
  await maya.command('/partner scorecard how leads in time Brightpath', { channel: channels.internal });
  const words = maya.reads(await maya.hears(/Leads in time of Brightpath: 83 %/));
  expect(words).toContain('3 leads left out that came from elsewhere with the day, but no time');
  const lead = await t.work(({ tx, workspaceId }) =>
    tx.lead.findFirstOrThrow({ where: { workspaceId, externalId: 'quick 1' } }),
  );
  expect(lead.createdAt).toEqual(new Date('2025-12-12T15:01:00Z'));
  expect(lead.reviewedAt).toEqual(new Date('2025-12-12T15:31:00Z'));
});

test('where only the last change is known, the review stays on the day it was first heard of, and is not timed', async () => {
  const leadNow = () =>
    t.work(({ tx, workspaceId }) =>
      tx.lead.findFirstOrThrow({ where: { workspaceId, externalId: 'contact' } }),
    );
  const said = (status: string, last_changed_on: string, contact = 'Kim') =>
    send('leads', {
      external_id: 'contact',
      submitted_on: '2025-11-03T15:00:00Z',
      status,
      last_changed_on,
      contact,
    });
  expect(await said('accepted', '2025-11-05T15:00:00Z')).toMatchObject({ added: 1 });
  expect(await leadNow()).toMatchObject({
    ...{ status: 'accepted', isKnownByDay: true, reviewedAt: new Date('2025-11-05T15:00:00Z') },
  });
  // A contact's telephone number changes: nobody reviewed anything.
  t.clock.moveTo(new Date(t.clock.now().getTime() + 60_000));
  expect(await said('accepted', '2026-01-05T15:00:00Z', 'Kim Lee')).toMatchObject({ changed: 1 });
  expect(await leadNow()).toMatchObject({ contact: 'Kim Lee', reviewedAt: new Date('2025-11-05T15:00:00Z') });
  t.clock.moveTo(new Date(t.clock.now().getTime() + 60_000));
  expect(await said('declined', '2026-01-05T16:00:00Z')).toMatchObject({ changed: 1 });
  expect(await leadNow()).toMatchObject({ status: 'declined', reviewedAt: new Date('2026-01-05T16:00:00Z') });
});
