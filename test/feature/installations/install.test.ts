import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '../../../src/sandbox/seed-world.ts';
import {
  acme,
  allow,
  begin,
  type OAuthTestApp,
  openBrowser,
  startOAuthApp,
} from '../../support/oauth-app.ts';
import { postTo } from '../../support/post-to.ts';

let tandem: OAuthTestApp;
beforeAll(async () => {
  tandem = await startOAuthApp();
});
afterAll(() => tandem.stop());

const installations = () => tandem.store.prisma.installation.findMany({ orderBy: { slackId: 'asc' } });

describe('installing by the page', () => {
  test('says in words what will happen, and leads to Slack with every scope and a state', async () => {
    const browser = openBrowser();
    const response = await browser(`${tandem.oauth.publicUrl}/slack/install`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('set-cookie')).toMatch(/Secure; HttpOnly/);
    const { page, slackUrl } = await begin(browser, tandem.oauth.publicUrl);
    expect(page).toContain('What happens now');
    const asked = new URL(slackUrl).searchParams;
    expect(asked.get('scope')?.split(',')).toContain('chat:write');
    expect(asked.get('redirect_uri')).toBe(`${tandem.oauth.publicUrl}/slack/oauth_redirect`);
    expect(asked.get('state')).not.toBe('');
  });

  test('a state that is absent, wrong, another browser’s or used up installs nothing', async () => {
    const { publicUrl } = tandem.oauth;
    const browser = openBrowser();
    const { slackUrl } = await begin(browser, publicUrl);
    const back = new URL(await allow(browser, slackUrl, acme.nora));
    const without = new URL(back);
    without.searchParams.delete('state');
    const wrong = new URL(back);
    wrong.searchParams.set('state', '<script>alert(1)</script>');
    for (const url of [without, wrong]) {
      const response = await openBrowser()(url.href);
      expect(response.status).toBe(400);
      const text = await response.text();
      expect(text).toContain('Nothing was installed');
      expect(text).not.toContain('<script>');
    }
    // Somebody else's link, opened in a browser that began an installation of its own.
    const other = openBrowser();
    await begin(other, publicUrl);
    expect((await other(back.href)).status).toBe(400);
    expect(await installations()).toEqual([]);

    // Its own browser may, once; the same again, with the cookie put back and a new code, may not.
    const cookie =
      (await browser(`${publicUrl}/slack/install`)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const state = cookie.split('=')[1] ?? '';
    const again = async () => {
      const url = new URL(await allow(browser, slackUrl, acme.nora));
      url.searchParams.set('state', state);
      return (await fetch(url.href, { headers: { cookie }, redirect: 'manual' })).status;
    };
    expect(await again()).toBe(200);
    expect(await again()).toBe(400);
  });

  test('whoever says no at Slack is told that nothing was installed', async () => {
    const browser = openBrowser();
    const { slackUrl } = await begin(browser, tandem.oauth.publicUrl);
    const back = (await browser(`${slackUrl}&deny=`)).headers.get('location') ?? '';
    const response = await browser(back);
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining('You said no in Slack'),
    ]);
  });

  test('leads to a working /partner help, in a workspace that only then is known', async () => {
    const { status, text } = await tandem.install(cast.maya);
    expect(status).toBe(200);
    expect(text).toContain('Lumen');
    const maya = tandem.person(cast.maya);
    await maya.command('/partner help');
    expect(maya.reads((await maya.hears('What I can do for you')) ?? '')).toContain('/partner');
  });
});

describe('installing for a whole organisation', () => {
  const known = () =>
    tandem.store.prisma.workspace.findMany({
      where: { slackTeamId: { in: [acme.team, acme.team2] }, stoppedAt: null },
      orderBy: { slackTeamId: 'asc' },
    });

  test('serves each of its workspaces from its first payload on', async () => {
    const { status, text } = await tandem.install(acme.nora, { org: true });
    expect(status).toBe(200);
    expect(text).toContain('The organisation');
    const before = (await known()).map(({ slackTeamId }) => slackTeamId);
    await tandem.person(acme.otto).command('/partner help');
    const otto = tandem.person(acme.otto);
    expect(
      otto
        .dm()
        .map((message) => otto.reads(message))
        .join(),
    ).toContain('What I can do for you');
    expect((await known()).map(({ slackTeamId }) => slackTeamId)).toEqual(
      [...new Set([...before, acme.team2])].sort(),
    );
    const [labs] = (await known()).filter(({ slackTeamId }) => slackTeamId === acme.team2);
    expect(labs).toMatchObject({ slackEnterpriseId: acme.enterprise });
    await postTo(tandem.app, labs?.id ?? '', acme.otto, 'With the organisation’s token', 'person');
    await tandem.settled();
    const call = tandem.sandbox.controls.calls('chat.postMessage').at(-1);
    expect(call?.args).toMatchObject({ text: 'With the organisation’s token', team_id: acme.team2 });
  });

  test('a workspace that its admins take from the app stops alone, carries on when given back, and is erased otherwise', async () => {
    const { prisma } = tandem.store;
    const { id } = await prisma.workspace.findUniqueOrThrow({ where: { slackTeamId: acme.team2 } });
    const otto = tandem.person(acme.otto);
    const { controls } = tandem.sandbox;
    const words = () => otto.dm().map(({ text }) => text);
    const stopped = async () => (await prisma.workspace.findUniqueOrThrow({ where: { id } })).stoppedAt;
    await tandem.person(acme.nora).command('/partner help');
    await otto.openHome();
    controls.withdraw(acme.team2);
    await controls.settled();
    expect(await stopped()).toEqual(tandem.clock.now());
    const sentBefore = controls.calls('chat.postMessage').length;
    await postTo(tandem.app, id, acme.otto, 'Owed to Otto', 'person');
    await tandem.settled();
    expect(controls.calls('chat.postMessage')).toHaveLength(sentBefore);
    expect((await known()).map(({ slackTeamId }) => slackTeamId)).toContain(acme.team);
    // What was sent before it was taken away and arrives late does not bring it back.
    await controls.redeliver(2);
    await controls.settled();
    expect(await stopped()).not.toBeNull();

    // Given back, it carries on.
    tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 3_600_000));
    controls.grant(acme.team2);
    await controls.settled();
    await tandem.settled();
    expect(words()).toContain('Owed to Otto');
    expect(await stopped()).toBeNull();

    // Slack may not have said so: a call that is refused tells it.
    controls.withdraw(acme.team2, 'quietly');
    await postTo(tandem.app, id, acme.otto, 'Refused once', 'person');
    await expect.poll(stopped, { timeout: 20_000 }).toEqual(tandem.clock.now());

    // After thirty days nothing is left of it, and the organisation's installation goes on.
    const days = (count: number) => new Date(tandem.clock.now().getTime() + count * 24 * 3_600_000);
    const left = () => prisma.workspace.count({ where: { slackTeamId: acme.team2 } });
    tandem.clock.moveTo(days(29.9));
    await tandem.app.runDueWork();
    expect(await left()).toBe(1);
    tandem.clock.moveTo(days(0.2));
    await tandem.app.runDueWork();
    expect(await left()).toBe(0);
    expect(await prisma.delivery.count({ where: { workspaceId: id } })).toBe(0);
    expect(await prisma.installation.findUnique({ where: { slackId: acme.enterprise } })).toMatchObject({
      endedAt: null,
    });
  });

  test('given another workspace it serves it at once, and it ends with the whole organisation', async () => {
    const { controls } = tandem.sandbox;
    controls.grant(acme.team2);
    await controls.settled();
    expect((await known()).map(({ slackTeamId }) => slackTeamId)).toContain(acme.team2);
    controls.uninstall(acme.enterprise);
    await controls.settled();
    expect((await known()).filter(({ slackTeamId }) => slackTeamId === acme.team2)).toEqual([]);
  });
});
