import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath } from '../pipeline/partner.ts';

const { internal, shared } = channels;
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await setUpBrightpath(t);
});
afterAll(() => t.stop());

test('a week in which nothing came, moved or needs anything takes two lines; all numbers are a press away', async () => {
  const { maya } = t.people;
  await maya.command('/partner digest settings', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'scorecards.saveSettings');
  expect(await maya.submit()).toEqual({});
  await t.advance(new Date('2026-01-26T09:00:00Z'));
  const sent = await maya.hears('Your partners, week of Mon 26 Jan', { channel: 'dm' });
  const words = maya.reads(sent);
  expect(words).toContain('A quiet week: nothing has changed, and nothing needs your attention.');
  expect(words).not.toMatch(/Your partners side by side|Time to first close|Three things/);
  expect(words.split('\n').length).toBeLessThanOrEqual(4);
  await maya.press('Show all numbers', sent);
  await maya.hears('Your partners side by side', { channel: 'dm' });
  // Something that came is no quiet week.
  await maya.command('/partner lead Acme, Jane Doe, wants a pilot', { channel: shared });
  await t.settled();
  await t.advance(new Date('2026-02-02T09:00:00Z'));
  const next = await maya.hears('Your partners, week of Mon 2 Feb', { channel: 'dm' });
  expect(maya.reads(next)).toContain('Your partners side by side');
  await maya.command('/partner digest 2026-W05', { channel: internal });
  await maya.hears('A quiet week', { channel: internal });
});
