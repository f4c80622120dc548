import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActingPerson } from '../../../src/sandbox/person.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

// Slack lets an app open only so many windows a minute; at its own speed here, where it takes twenty at once.

const { shared } = channels;
const keptBack =
  'Slack lets me open only so many windows in a minute, and that is used up. Please try again in a minute.';
let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp({ atSlackSpeed: true });
  await startBrightpath(tandem);
  await tandem.settled();
});
afterAll(() => tandem.stop());

const wordsTo = (person: ActingPerson) =>
  person.ephemerals(shared).filter((message) => person.reads(message) === keptBack);

test('more windows than Slack takes at once: none is refused by Slack, and whoever waits in vain hears why', async () => {
  const { maya } = tandem.people;
  const before = tandem.sandbox.controls.calls('views.open').length;
  await tandem.app.store.prisma.sendBudget.deleteMany();
  await Promise.all(Array.from({ length: 22 }, () => maya.command('/partner lead', { channel: shared })));
  await tandem.settled();
  const calls = tandem.sandbox.controls.calls('views.open').slice(before);
  const told = wordsTo(maya).length;
  expect(calls.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  expect(calls.length).toBeGreaterThanOrEqual(15);
  expect(told).toBeGreaterThan(0);
  expect(calls.length + told).toBe(22);
});

test('once Slack has refused a window none is asked for until it takes them again', async () => {
  const { maya } = tandem.people;
  const { controls } = tandem.sandbox;
  const { sendBudget } = tandem.app.store.prisma;
  await sendBudget.deleteMany();
  controls.failNext({ method: 'views.open', mode: 'ratelimited', retryAfterSeconds: 60 });
  const heard = wordsTo(maya).length;
  const before = controls.calls('views.open').length;
  await maya.command('/partner lead', { channel: shared });
  await tandem.settled();
  await maya.command('/partner lead', { channel: shared });
  await tandem.settled();
  expect(controls.calls('views.open')).toHaveLength(before + 1);
  expect(wordsTo(maya)).toHaveLength(heard + 2);
  await sendBudget.deleteMany();
  await maya.command('/partner lead', { channel: shared });
  await tandem.settled();
  expect(
    controls
      .calls('views.open')
      .map(({ outcome }) => outcome)
      .slice(before),
  ).toEqual(['ratelimited', 'ok']);
});
