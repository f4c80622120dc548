import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
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

describe('a scorecard sent before', () => {
  test('is shown to the partner as it was sent, without anything internal', async () => {
    const { diego } = tandem.people;
    await diego.mention(shared, 'scorecard 2026-01');
    const words = diego.reads(await diego.hears('Scorecard of Brightpath for January 2026'));
    expect(words).toContain('Lead quality | 67 % (35–88)');
    expect(words).toContain('its numbers come out the same');
    expect(words).not.toMatch(/Margin|internal/);
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
    expect(words).toMatch(/Lead quality \| 67 % \(35–88\), 1 unreviewed .*67 % \(35–88\) → 44 %/);
    await maya.command('/partner scorecard 2026-02-02 Brightpath', { channel: internal });
    const week = maya.reads(await maya.hears('Scorecard of Brightpath for the week of Mon 2 Feb (internal)'));
    expect(week).toContain('Margin | 40 %');
    expect(week).toContain('67 % (35–88) → 44 % (19–73)');
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
