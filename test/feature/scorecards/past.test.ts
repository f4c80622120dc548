import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentPlaybook, publish } from '../../../src/features/playbook/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { holds } from './files.ts';
import { addHistory } from './history.ts';

const { shared, internal } = channels;
let tandem: TestApp;

beforeAll(async () => {
  // On the last working day of January; the digest comes on the Monday, the partner's own an hour later.
  tandem = await startTestApp({ at: new Date('2026-01-30T07:00:00Z') });
  await startBrightpath(tandem);
  await addHistory(tandem);
  await tandem.advance(new Date('2026-02-02T12:00:00Z'));
});
afterAll(() => tandem.stop());

/** The scorecard that came to the channel by itself. */
function monthlySent() {
  const { diego } = tandem.people;
  const sent = diego
    .sees(shared)
    .find((each) => !each.ephemeralFor && diego.reads(each).includes('Scorecard of Brightpath'));
  if (!sent) throw new Error('none was sent');
  return sent;
}

describe('a scorecard sent before', () => {
  test('is shown to the partner as it was sent, without anything internal', async () => {
    const { diego } = tandem.people;
    await diego.mention(shared, 'scorecard 2026-01');
    const again = await diego.hears('Scorecard of Brightpath for January 2026, as it was sent on Mon 2 Feb');
    const words = diego.reads(again);
    expect(words).toContain('Lead quality | 67 % (35–88)');
    expect(holds(again, monthlySent())).toBe(true);
    expect(words).toContain('its numbers come out the same');
    expect(words).not.toMatch(/Margin|internal/);
  });

  test('is not corrected by what has changed since: the tier, the playbook, what an open deal is worth', async () => {
    const { diego, maya } = tandem.people;
    const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');
    const source = sample.replace(
      /monthlyRevenue: [^\n]+/,
      'monthlyRevenue: { registered: 1 EUR, silver: 1 EUR, gold: 1 EUR }',
    );
    expect(source).not.toBe(sample);
    await tandem.work(async (work) => {
      const { tx, workspaceId } = work;
      await tx.partner.updateMany({ where: { workspaceId }, data: { tier: 'gold', currency: 'USD' } });
      await publish(work, { source, filename: 'x.yaml', publishedBy: 'Maya Chen', reason: 'Easier' });
      const { version } = await currentPlaybook(work);
      await tx.journey.updateMany({ where: { workspaceId }, data: { playbookVersionId: version.id } });
      await tx.deal.updateMany({ where: { workspaceId, stage: 'open' }, data: { amountMinor: 99_999_00n } });
    });
    await diego.mention(shared, 'scorecard 2026-01');
    await diego.hears('its numbers come out the same');
    await maya.command('/partner scorecard 2026-W06 Brightpath', { channel: internal });
    const week = maya.reads(
      await maya.hears('Scorecard of Brightpath for the week of Mon 2 Feb', { channel: internal }),
    );
    expect(week).toContain('its numbers come out the same');
    expect(week).not.toContain('→');
    await tandem.work(({ tx, workspaceId }) =>
      tx.partner.updateMany({ where: { workspaceId }, data: { tier: 'silver', currency: 'EUR' } }),
    );
  });

  test('says what was corrected since, and keeps what it had said', async () => {
    await tandem.work(async ({ tx, workspaceId }) => {
      await tx.lead.updateMany({
        where: { workspaceId, number: { in: [101, 102] } },
        data: { status: 'declined' },
      });
    });
    const { diego, maya } = tandem.people;
    await diego.mention(shared, 'scorecard 2026-01');
    const words = diego.reads(await diego.hears('Lead quality: 67 % (35–88) → 44 % (19–73)'));
    expect(words).toMatch(/Lead quality \| 67 % \(35–88\), 1 unreviewed \| –/);
    expect(words).toContain('Corrected since it was sent');
    expect(holds(await diego.hears('→ 44 % (19–73)'), monthlySent())).toBe(true);
    expect(words).not.toMatch(/Margin|for us alone/);
    await maya.command('/partner scorecard 2026-01 Brightpath', { channel: internal });
    const ours = maya.reads(await maya.hears('Not on it, for us alone', { channel: internal }));
    expect(ours).toContain('Margin: 40 % (shown, not judged: it has no interval)');
    expect(ours).not.toContain('no data yet');
    await maya.command('/partner scorecard 2026-02-02 Brightpath', { channel: internal });
    const week = maya.reads(await maya.hears('Scorecard of Brightpath for the week of Mon 2 Feb (internal)'));
    expect(week).toContain('Margin | 40 %');
    expect(week).toContain('67 % (35–88) → 44 % (19–73)');
  });

  test('is found from the present one, by whoever may see it', async () => {
    const { diego, aiko } = tandem.people;
    const opened = () =>
      diego.sees(shared).filter((each) => diego.reads(each).includes('as it was sent on Mon 2 Feb, 10:00'));
    const before = opened().length;
    await diego.press('Earlier ones');
    await diego.hears('Scorecards sent to Brightpath', { channel: shared });
    await diego.choose('Open one', 'January 2026, sent Mon 2 Feb, 10:00');
    await diego.until(() => opened().length > before);
    await aiko.mention(shared, 'scorecard sent');
    await aiko.hears('You can’t see a scorecard here');
  });

  test('with internal numbers goes to the manager’s own messages when asked for in the shared channel', async () => {
    const { maya } = tandem.people;
    await maya.command('/partner scorecard 2026-W06', { channel: shared });
    await maya.hears('That scorecard holds internal numbers', { channel: shared });
    await maya.hears('Scorecard of Brightpath for the week of Mon 2 Feb (internal)', { channel: 'dm' });
    for (const message of maya.sees(shared)) expect(maya.reads(message)).not.toContain('Margin');
  });

  test('a weekly one was never the partner’s; what was never sent is said to be so, with what there is', async () => {
    const { diego } = tandem.people;
    await diego.mention(shared, 'scorecard 2026-W06');
    const words = diego.reads(
      await diego.hears('No scorecard of Brightpath was sent for the week of Mon 2 Feb'),
    );
    expect(words).toContain('January 2026');
  });
});

test('the digest says how long partners take to their first close, as far as it can be judged', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner digest', { channel: internal });
  const words = maya.reads(await maya.hears('Time to first close'));
  expect(words).toMatch(/first value\W+too few partners to judge; 0 of 1 partner have a first customer live/);
});
