import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { openStartForm, startBrightpath } from '../onboarding/brightpath.ts';

const { shared, internal } = channels;
let tandem: TestApp;

/** Signed long ago, with an onboarding that still runs. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T09:00:00Z') });
  await startBrightpath(tandem);
  await tandem.work(({ tx, workspaceId }) =>
    tx.partner.updateMany({ where: { workspaceId }, data: { signedOn: new Date('2025-06-01T00:00:00Z') } }),
  );
});
afterAll(() => tandem.stop());

async function leave(): Promise<void> {
  const { maya } = tandem.people;
  await maya.command('/partner health decide Brightpath', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'health.decide');
  maya.fill({ Decision: 'Part ways', 'Why?': 'They sell a rival.' });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
}

/** How a number over all partners came about, as the manager reads it. */
async function how(number: string): Promise<string> {
  const { maya } = tandem.people;
  await maya.command(`/partner scorecard how ${number}`, { channel: internal });
  await tandem.settled();
  const shown = maya.sees(internal).at(-1);
  return shown ? maya.reads(shown) : '';
}

test('who waits for a first deal is followed to the day it left and no further', async () => {
  await leave();
  await tandem.advance('hour');
  expect(await how('partner churn')).toContain('1 of 1 partner active 90 days ago was lost');
  tandem.clock.moveTo(new Date('2026-02-20T12:00:00Z'));
  // From 1 June to 12 January, not to today.
  expect(await how('time to first close')).toMatch(/Brightpath.*\b225\b/);
  expect(await how('time to first close')).toContain('| Left');
  const { maya } = tandem.people;
  await maya.command('/partner friction', { channel: internal });
  const waits = maya.reads(await maya.hears('Where journeys wait', { channel: internal }));
  // What it waited for counts as long as it was there; nobody waits for it now.
  expect(waits).toMatch(/Name your team \| Kick-off \| too few \(1\) \| 0 \| 0/);
});

test('one whose onboarding stood still is taken up by a decision, and the form to start says so', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner start', { channel: shared });
  await maya.hears('Brightpath left on Mon 12 Jan', { channel: shared });
  await maya.hears('health decide Brightpath', { channel: shared });
});

test('starting again takes the loss back at once, and goes on with the calls there were', async () => {
  const { maya } = tandem.people;
  await tandem.work(({ tx, workspaceId, now }) =>
    tx.journey.updateMany({ where: { workspaceId }, data: { status: 'completed', completedAt: now } }),
  );
  await openStartForm(tandem);
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  const rows = await tandem.work(async ({ tx, workspaceId }) => ({
    decisions: await tx.healthDecision.findMany({ where: { workspaceId }, orderBy: { decidedAt: 'asc' } }),
    series: await tx.callSeries.groupBy({ by: ['callKey'], where: { workspaceId }, _count: true }),
    due: await tx.dueItem.findMany({ where: { workspaceId }, select: { kind: true } }),
  }));
  expect(rows.decisions.map(({ choice }) => choice)).toEqual(['leave', 'continue']);
  expect(rows.series.every(({ _count }) => _count === 1)).toBe(true);
  expect(rows.due.map(({ kind }) => kind)).toContain('calls.extend');
  expect(await how('partner churn')).toContain('0 of 1 partner active 90 days ago were lost');
  expect(await how('time to first close')).not.toContain('| Left');
});
