import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared } = channels;
let tandem: TestApp;

/** The programme is New York's, the partner in Kolkata: its clocks are ten and a half hours ahead. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2027-01-28T09:00:00Z') });
  await startBrightpath(tandem);
  const sample = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
  const source = sample.replace('  timeZone: Europe/Berlin\n', '  timeZone: America/New_York\n');
  expect(source).not.toBe(sample);
  await tandem.work(async (work) => {
    await publish(work, { source, filename: 'p.yaml', publishedBy: 'Maya Chen', reason: 'We have moved' });
    const { workspaceId } = work;
    await work.tx.partner.updateMany({ where: { workspaceId }, data: { timeZone: 'Asia/Kolkata' } });
    // As it was planned before: ten in the morning there is half past eleven of the evening before in New York.
    const dueAt = new Date('2027-02-01T04:30:00Z');
    await work.tx.dueItem.updateMany({ where: { workspaceId, kind: 'scorecards.monthly' }, data: { dueAt } });
  });
});
afterAll(() => tandem.stop());

/** When the scorecards in the channel came, the oldest first. */
function cameAt(): string[] {
  const { diego } = tandem.people;
  return diego
    .sees(shared)
    .filter((each) => !each.ephemeralFor && /^Scorecard of Brightpath/.test(diego.reads(each)))
    .map(({ ts }) => new Date(Math.round(Number(ts)) * 1000).toISOString().slice(0, 16));
}

test('of each month one is kept, under its own name, also where the partner’s clocks are far ahead', async () => {
  const { diego } = tandem.people;
  await tandem.advance(new Date('2027-02-01T04:59:00Z'));
  expect(cameAt()).toEqual([]);
  await tandem.advance(new Date('2027-03-02T12:00:00Z'));
  expect(cameAt()).toEqual(['2027-02-01T05:00', '2027-03-01T05:00']);
  for (const [month, words] of [
    ['2027-01', 'January 2027, as it was sent on Mon 1 Feb'],
    ['2027-02', 'February 2027, as it was sent on Mon 1 Mar'],
  ]) {
    await diego.mention(shared, `scorecard ${month}`);
    await diego.hears(`Scorecard of Brightpath for ${words}`);
  }
  await diego.mention(shared, 'scorecard 2026-12');
  await diego.hears('No scorecard of Brightpath was sent for December 2026');
});
