import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { describedFault } from './faults-page.ts';

// The connection Slack speaks to the app by fails; whatever people say is answered once all the same.

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await t.publishSample();
});
afterAll(() => t.stop());

const answers = (words: string) =>
  t.people.maya.sees('#partner-team').filter((message) => t.people.maya.reads(message).includes(words));

test.each<[name: string, fail: () => void | Promise<void>]>([
  ['Socket Mode connection lost', () => t.sandbox.controls.dropSockets()],
  [
    'Slack cannot be reached',
    () => {
      t.sandbox.controls.failNext({ method: 'apps.connections.open', mode: 'reset', times: 6 });
      t.sandbox.controls.dropSockets();
    },
  ],
  ['Socket Mode `warning`', () => t.sandbox.controls.announceDisconnect('warning')],
  ['Socket Mode `refresh_requested`', () => t.sandbox.controls.announceDisconnect('refresh_requested')],
  ['an event delivered twice', () => t.sandbox.controls.redeliver(3)],
])('%s', async (name, fail) => {
  const before = answers('I don’t know “flurble').length;
  await t.people.maya.mention('#partner-team', `flurble ${name.length}`);
  await fail();
  await t.people.maya.mention('#partner-team', `flurble again ${name.length}`);
  await t.settled();
  await t.people.maya.until(() => answers('I don’t know “flurble').length >= before + 2, {
    timeoutMs: 60_000,
  });
  await t.settled();
  expect(answers('I don’t know “flurble').length).toBe(before + 2);
  expect(describedFault(name)).toContain('by itself');
});
