import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp, type TandemApp } from '../../src/app.ts';
import type { OAuthApp } from '../../src/platform/config.ts';
import type { TokenKey } from '../../src/platform/installations/seal.ts';
import { readManifest } from '../../src/platform/slack/manifest.ts';
import type { Store } from '../../src/platform/store/store.ts';
import { type ActingPerson, actAs } from '../../src/sandbox/person.ts';
import { cast } from '../../src/sandbox/seed-world.ts';
import { type Sandbox, startSandboxServer } from '../../src/sandbox/server.ts';
import { advance } from '../../src/sandbox/time-travel.ts';
import { openTestStore } from './store.ts';

/** A second vendor beside Lumen, with a channel of its own and one that both share with Brightpath. */
export const acme = {
  team: 'T0ACMECORP',
  nora: 'U0NORAVEGA',
  team2: 'T0ACMELABS',
  otto: 'U0OTTOBERG',
  enterprise: 'E0ACMEORG1',
} as const;

/** What docs/operations.md tells to add to the manifest for an organisation-wide app. */
const organisationsEvents = ['team_access_granted', 'team_access_revoked'];

export const firstKey: TokenKey = { name: 'first', bytes: Buffer.alloc(32, 1) };

/** The whole app installed by OAuth, on a local Slack with several vendors; nothing is installed yet. */
export interface OAuthTestApp {
  readonly app: TandemApp;
  readonly sandbox: Sandbox;
  readonly store: Store;
  readonly oauth: OAuthApp;
  /** Everything logged so far, at the most talkative level. */
  readonly logged: () => string;
  readonly clock: { now(): Date; moveTo(instant: Date): void };
  readonly person: (id: string) => ActingPerson;
  /** Another process on the same store and Slack. */
  another(): Promise<TandemApp>;
  /** Installs by the page, as somebody who allows it in their own workspace; the page they end on. */
  install(personId: string, options?: { readonly org?: boolean }): Promise<{ status: number; text: string }>;
  advance(by: 'hour' | 'day' | 'week' | 'next' | Date): Promise<void>;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOAuthApp(options: { readonly isRotating?: boolean } = {}): Promise<OAuthTestApp> {
  let now = new Date('2026-01-12T08:00:00Z');
  const clock = {
    now: () => now,
    moveTo: (instant: Date) => {
      now = instant > now ? instant : now;
    },
  };
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const store = await openTestStore();
  const { scopes, events } = readManifest();
  const sandbox = await startSandboxServer({
    ...{ clock, port: 0, dataDir: null, scopes, ackTimeoutMs: 30_000 },
    events: [...events, ...organisationsEvents],
  });
  sandbox.local.installs.isRotating = options.isRotating ?? false;
  addAcme(sandbox);
  const apps: TandemApp[] = [];
  const server = createServer((request, response) => apps[0]?.requestListener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const oauth: OAuthApp = {
    clientId: sandbox.local.installs.clientId,
    clientSecret: sandbox.local.installs.clientSecret,
    stateSecret: 'a state secret of a test, long enough',
    tokenKeys: [firstKey],
    publicUrl,
  };
  const another = async () => {
    const app = await createApp(
      {
        slack: { kind: 'socket', appToken: sandbox.tokens.appToken, oauth },
        slackApiUrl: sandbox.apiUrl,
        databaseUrl: undefined,
        dataDir: 'memory',
        port: 0,
        logLevel: 'trace',
      },
      { log, clock, store, deliverySpeed: 1000, answerWithinMs: 30_000 },
    );
    apps.push(app);
    return app;
  };
  const app = await another();
  const settled = async () => {
    await sandbox.controls.settled();
    await app.settled();
  };
  return {
    ...{ app, sandbox, store, oauth, clock, another, settled },
    logged: () => lines.join(''),
    person: (id) => actAs(sandbox, id),
    install: async (personId, { org = false } = {}) => {
      const browser = openBrowser();
      const { slackUrl } = await begin(browser, publicUrl);
      const back = await allow(browser, slackUrl, personId, org);
      const response = await browser(back);
      return { status: response.status, text: await response.text() };
    },
    advance: (by) => advance(app, clock, by),
    stop: async () => {
      server.close();
      for (const each of apps) await each.stop();
      await sandbox.close();
      await store.close();
    },
  };
}

/** Fetches and keeps cookies, follows nothing by itself. */
export type Browser = (url: string) => Promise<Response>;

export function openBrowser(): Browser {
  const jar = new Map<string, string>();
  return async (url) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (/Expires=Thu, 01 Jan 1970/.test(each)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
}

/** Opens the page and reads from it where it leads. */
export async function begin(
  browser: Browser,
  publicUrl: string,
): Promise<{ page: string; slackUrl: string }> {
  const page = await (await browser(`${publicUrl}/slack/install`)).text();
  const slackUrl = /href="([^"]+oauth\/v2\/authorize[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  return { page, slackUrl };
}

/** Allows it at Slack; answers where Slack sends the browser back to. */
export async function allow(
  browser: Browser,
  slackUrl: string,
  personId: string,
  org = false,
): Promise<string> {
  const url = new URL(slackUrl);
  url.searchParams.set('allow', personId);
  if (org) url.searchParams.set('org', 'yes');
  return (await browser(url.href)).headers.get('location') ?? '';
}

function addAcme({ world }: Sandbox): void {
  const { teams, people } = world.data;
  const add = (id: string, name: string, teamId: string, like: string) => {
    const model = people[like];
    if (model) people[id] = { ...model, id, name, teamId, username: name.toLowerCase().replace(' ', '.') };
  };
  for (const [id, name] of [
    [acme.team, 'Acme'],
    [acme.team2, 'Acme Labs'],
  ] as const) {
    teams[id] = {
      ...{ id, name, domain: name.toLowerCase().replace(' ', '-'), side: 'vendor', hasApp: false },
      enterpriseId: acme.enterprise,
    };
  }
  add(acme.nora, 'Nora Vega', acme.team, cast.maya);
  add(acme.otto, 'Otto Berg', acme.team2, cast.maya);
}
