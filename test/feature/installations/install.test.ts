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
  test('serves each of its workspaces from its first payload on, and ends with all of them', async () => {
    const { prisma } = tandem.store;
    const { status, text } = await tandem.install(acme.nora, { org: true });
    expect(status).toBe(200);
    expect(text).toContain('The organisation');
    const known = () =>
      prisma.workspace.findMany({
        where: { slackTeamId: { in: [acme.team, acme.team2] }, stoppedAt: null },
        orderBy: { slackTeamId: 'asc' },
      });
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
    tandem.sandbox.controls.uninstall(acme.enterprise);
    await tandem.sandbox.controls.settled();
    expect((await known()).filter(({ slackTeamId }) => slackTeamId === acme.team2)).toEqual([]);
  });
});
