import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type OAuthTestApp, startOAuthApp } from '../../support/oauth-app.ts';
import { postTo } from '../../support/post-to.ts';

let tandem: OAuthTestApp;
beforeAll(async () => {
  tandem = await startOAuthApp({ isRotating: true });
  await tandem.install(cast.maya);
});
afterAll(() => tandem.stop());

const hours = (count: number) => new Date(tandem.clock.now().getTime() + count * 3_600_000);
const refreshes = () =>
  tandem.sandbox.controls
    .calls('oauth.v2.access')
    .filter(({ args }) => args.grant_type === 'refresh_token')
    .map(({ outcome }) => outcome);
const lumen = () => tandem.store.prisma.workspace.findUniqueOrThrow({ where: { slackTeamId: cast.lumen } });
const said = () => tandem.sandbox.controls.messages(cast.internal).map(({ text }) => text);

test('a token is renewed well before it expires, beside the work, which goes on with the one there is', async () => {
  await tandem.app.runDueWork();
  expect(refreshes()).toEqual([]);
  tandem.clock.moveTo(hours(10.5));
  const { id } = await lumen();
  await postTo(tandem.app, id, cast.internal, 'While it is renewed');
  await tandem.settled();
  await expect.poll(refreshes).toEqual(['ok']);
  expect(said()).toContain('While it is renewed');
});

test('of several processes that need it at once, after a day asleep, exactly one renews the token', async () => {
  const [second, third] = [await tandem.another(), await tandem.another()];
  const { id } = await lumen();
  tandem.clock.moveTo(hours(24));
  const apps = [tandem.app, second, third];
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      postTo(
        apps[index % 3] ?? tandem.app,
        id,
        index % 2 ? cast.internal : cast.shared,
        `After the night ${index}`,
      ),
    ),
  );
  await Promise.all(apps.map((app) => app.runDueWork()));
  await tandem.settled();
  const all = [...said(), ...tandem.sandbox.controls.messages(cast.shared).map(({ text }) => text)];
  expect(all.filter((text) => text.startsWith('After the night')).sort()).toEqual(
    Array.from({ length: 12 }, (_, index) => `After the night ${index}`).sort(),
  );
  expect(refreshes()).toEqual(['ok', 'ok']);
  await second.stop();
  await third.stop();
});

test('a person who presses after thirteen hours waits for the new token and is answered', async () => {
  tandem.clock.moveTo(hours(13));
  const maya = tandem.person(cast.maya);
  await maya.mention(cast.internal, 'help');
  await maya.hears('What I can do for you', { timeoutMs: 20_000 });
  expect(refreshes()).toEqual(['ok', 'ok', 'ok']);
});

test('a refresh that fails for a moment is tried again; no token is lost and nothing is given up', async () => {
  tandem.sandbox.controls.failNext({ method: 'oauth.v2.access', mode: 500 });
  tandem.clock.moveTo(hours(13));
  const { id } = await lumen();
  await postTo(tandem.app, id, cast.internal, 'After a fault');
  await tandem.settled();
  expect(said()).toContain('After a fault');
  expect(refreshes().at(-1)).toBe('ok');
});

test('when Slack gives no new token, work stops with the old one, and carries on after another installation', async () => {
  const { id } = await lumen();
  const installed = tandem.sandbox.local.installs.byId.get(cast.lumen);
  if (installed) installed.refreshToken = 'used by a process that died before it could write';
  tandem.clock.moveTo(hours(10.5));
  await postTo(tandem.app, id, cast.internal, 'With what is left');
  await tandem.settled();
  expect(said()).toContain('With what is left');
  await expect
    .poll(() => tandem.logged())
    .toContain('install the app in this workspace again before it expires');
  await tandem.store.prisma.installation.updateMany({ data: { renewingUntil: null } });
  tandem.clock.moveTo(hours(2));
  await postTo(tandem.app, id, cast.internal, 'Waits for the new installation');
  await expect.poll(async () => (await lumen()).stoppedAt, { timeout: 20_000 }).not.toBeNull();
  await tandem.settled();
  expect(said()).not.toContain('Waits for the new installation');
  await tandem.install(cast.maya);
  await tandem.settled();
  expect(said()).toContain('Waits for the new installation');
  const tokens = [...(tandem.sandbox.local.installs.byId.get(cast.lumen)?.tokens.keys() ?? [])];
  for (const token of tokens) expect(tandem.logged()).not.toContain(token);
});
