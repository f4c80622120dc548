import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import slackOAuth, { type Installation } from '@slack/oauth';
import { type Clock, systemClock } from '../clock.ts';
import type { OAuthApp } from '../config.ts';
import type { Log } from '../log.ts';
import { silentLogger } from '../slack/clients.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { installedPage, installPage, type Page, refusedPage } from './pages.ts';
import type { Installed } from './save-installation.ts';

// Node finds only some of this CommonJS package's names to import one by one.
const { ClearStateStore, ErrorCode, InstallProvider } = slackOAuth;

interface InstallPagesDeps {
  readonly prisma: PrismaClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly oauth: OAuthApp;
  readonly slackApiUrl: string | undefined;
  /** What the app asks for (manifest.yml). */
  readonly scopes: readonly string[];
  readonly save: (installed: Installed) => Promise<void>;
}

/** Where people begin, and where Slack sends them back to. */
export const installPath = '/slack/install';
export const redirectPath = '/slack/oauth_redirect';

/** From opening the page to coming back from Slack, seconds. */
const stateLivesSeconds = 600;

/**
 * The page that installs the app, and its end. The `state` is signed, lives ten minutes, belongs to the browser
 * that got it in a cookie, and works once.
 */
export function createInstallPages(
  deps: InstallPagesDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { oauth, slackApiUrl, log, prisma, clock } = deps;
  const signed = new ClearStateStore(oauth.stateSecret, stateLivesSeconds);
  const provider = new InstallProvider({
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    stateStore: {
      generateStateParam: (options, now) => signed.generateStateParam(options, now),
      verifyStateParam: async (now, state) => {
        const options = await signed.verifyStateParam(now, state);
        const key = `install ${createHash('sha256').update(state).digest('hex')}`;
        const { count } = await prisma.inboundReceipt.createMany({
          data: [{ key, receivedAt: clock.now() }],
          skipDuplicates: true,
        });
        if (count === 0) throw Object.assign(new Error('used'), { code: ErrorCode.InvalidStateError });
        return options;
      },
    },
    stateCookieExpirationSeconds: stateLivesSeconds,
    installationStore: {
      storeInstallation: (installation) => deps.save(readInstallation(installation)),
      // Who is asked for by a payload is looked up elsewhere (by-oauth.ts), and never handed to the SDK.
      fetchInstallation: () => Promise.reject(new Error('Installations are not read through the SDK.')),
    },
    installUrlOptions: { scopes: [...deps.scopes], redirectUri: oauth.publicUrl + redirectPath },
    renderHtmlForInstallPath: (url) => installPage(url).html,
    ...(slackApiUrl && { authorizationUrl: new URL('/oauth/v2/authorize', slackApiUrl).href }),
    logger: silentLogger,
    clientOptions: {
      ...(slackApiUrl && { slackApiUrl }),
      // A code works once.
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 10_000,
    },
  });

  return async (request, response) => {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    if (request.method !== 'GET') return send(response, refusedPage('method'));
    if ((request.url ?? '').split('?', 1)[0] === installPath) {
      return provider.handleInstallPath(request, response).catch((error: unknown) => {
        log.error({ err: error }, 'The installation page failed');
        send(response, refusedPage('failed'));
      });
    }
    await provider.handleCallback(request, response, {
      success: (installation) =>
        send(response, installedPage(readInstallation(installation), installation.appId)),
      failure: (error) => {
        const reason = reasonOf(
          error.code,
          new URL(request.url ?? '/', 'http://here').searchParams.get('error'),
        );
        log.warn({ reason, err: error }, 'An installation came to nothing');
        send(response, refusedPage(reason));
      },
    });
  };
}

function reasonOf(code: string | undefined, slackSays: string | null) {
  if (slackSays === 'access_denied') return 'cancelled';
  const isAboutState = [
    ErrorCode.InvalidStateError,
    ErrorCode.MissingStateError,
    ErrorCode.MissingCodeError,
  ].some((known) => known === code);
  return isAboutState || slackSays !== null ? 'state' : 'failed';
}

/** Nothing of these pages is kept, shown in a frame, or told to where they lead. */
const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

function send(response: ServerResponse, { status, html }: Page): void {
  if (response.headersSent) return void response.end();
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

/** What the SDK made of Slack's answer. Throws when it holds no bot token: nothing can be done with it. */
function readInstallation(installation: Installation): Installed {
  const { bot, team, enterprise } = installation;
  const isOrgWide = installation.isEnterpriseInstall === true;
  const of = isOrgWide ? enterprise : team;
  if (!bot || !of) throw new Error('Slack gave no bot token.');
  // The SDK adds what Slack said, a duration, to the system's time.
  const { refreshToken, expiresAt } = bot;
  return {
    slackId: of.id,
    isOrgWide,
    enterpriseId: enterprise?.id ?? null,
    name: of.name ?? of.id,
    botUserId: bot.userId,
    botId: bot.id ?? null,
    scopes: bot.scopes,
    botToken: bot.token,
    expiring:
      refreshToken !== undefined && expiresAt !== undefined
        ? { refreshToken, livesMs: expiresAt * 1000 - systemClock.now().getTime() }
        : null,
  };
}
