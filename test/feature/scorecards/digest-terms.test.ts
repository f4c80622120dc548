import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { addHistory } from './history.ts';

let tandem: TestApp;

/** Six partners of Maya's who signed half a year ago, and a playbook that has its own mind of what to compare. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  await addHistory(tandem);
  const sample = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
  const source = sample.replaceAll(/ {2}- key: (csat|late_steps|nps)\n/g, '$&    inDigest: true\n');
  expect(source.match(/inDigest: true/g)).toHaveLength(3);
  await tandem.work(async (work) => {
    const { tx, workspaceId, newId } = work;
    await publish(work, { source, filename: 'p.yaml', publishedBy: 'Maya Chen', reason: 'What matters' });
    await tx.partner.updateMany({ where: { workspaceId }, data: { signedOn: new Date('2025-06-02') } });
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    await tx.partner.createMany({
      data: ['Castor', 'Deneb', 'Electra', 'Fornax', 'Gemini'].map((name) => ({
        ...{ ...partner, id: newId(), name, nameKey: name.toLowerCase() },
      })),
    });
  });
});
afterAll(() => tandem.stop());

function lastDigest(): string {
  const { maya } = tandem.people;
  const digests = maya.dm().filter((each) => maya.reads(each).includes('Your partners side by side'));
  return maya.reads(digests.at(-1) ?? { text: '', blocks: null });
}

test('the digest compares partners by what the playbook marks, the win rate first', async () => {
  await tandem.advance(new Date('2026-01-12T08:01:00Z'));
  expect(lastDigest()).toContain(
    'Partner | Onboarding | Win rate | Late steps | Satisfaction | NPS | Deals won',
  );
});

test('a number over all partners stands beside its target, and from the next week on beside what it was', async () => {
  const target = 'at most 5 %, could be either side of the target';
  expect(lastDigest()).toContain(
    `Partner churn*: 0 % (0–39); 0 of 6 partners active 90 days ago were lost; ${target}.`,
  );
  await tandem.work(({ tx, workspaceId, now }) =>
    tx.partner.updateMany({ where: { workspaceId, name: 'Castor' }, data: { endedAt: now } }),
  );
  await tandem.advance(new Date('2026-01-19T08:01:00Z'));
  const lost = `Partner churn*: 17 % (3–56); 1 of 6 partners active 90 days ago was lost; ${target}`;
  expect(lastDigest()).toContain(`${lost}; was 0 %.`);
  // Asked for in between, it is compared with what was sent the week before, not with this week's.
  const { maya } = tandem.people;
  await maya.command('/partner digest', { channel: channels.internal });
  const asked = await maya.hears('Your partners side by side', { channel: channels.internal });
  expect(maya.reads(asked)).toContain(`${lost}; was 0 %.`);
  await maya.command('/partner portfolio', { channel: 'dm' });
  expect(maya.reads(await maya.hears('The programme: 5 partners', { channel: 'dm' }))).toContain(`${lost}.`);
});
