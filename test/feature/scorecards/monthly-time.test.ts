import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-30T07:00:00Z') });
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

test('the monthly scorecard comes on the playbook’s day and at its time, also when that was changed a day before', async () => {
  const { diego } = tandem.people;
  const sample = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
  const source = sample.replace(/(monthly: \{ workingDay): 1, at: "10:00"/, '$1: 3, at: "08:30"');
  expect(source).not.toBe(sample);
  await tandem.work((work) =>
    publish(work, { source, filename: 'p.yaml', publishedBy: 'Maya Chen', reason: 'After the books close' }),
  );
  const came = () =>
    diego
      .sees(shared)
      .filter((each) => !each.ephemeralFor && diego.reads(each).startsWith('Scorecard of Brightpath'));
  // The third working day of February is Wednesday the fourth; the partner is in Lisbon.
  await tandem.advance(new Date('2026-02-04T08:29:00Z'));
  expect(came()).toEqual([]);
  await tandem.advance(new Date('2026-02-04T08:31:00Z'));
  expect(came()).toHaveLength(1);
  await diego.mention(shared, 'scorecard 2026-01');
  await diego.hears('Scorecard of Brightpath for January 2026, as it was sent on Wed 4 Feb');
});
