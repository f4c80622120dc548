import { WebClient } from '@slack/web-api';
import { systemClock } from '../platform/clock.ts';
import { type Config, ConfigError, type OAuthApp, readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { createClient, silentLogger } from '../platform/slack/clients.ts';
import { readManifest } from '../platform/slack/manifest.ts';
import { openStore } from '../platform/store/store.ts';
import { diagnoseInstallations } from './diagnose-installations.ts';
import { type Finding, ill, well } from './finding.ts';

const longestSkewMs = 60_000;

/** Looks at everything a start depends on and says what to do about each fault. Changes nothing but an outdated database. */
export async function diagnose(env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const findings: Finding[] = [nodeVersion(), timeZones()];
  let config: Config;
  try {
    config = readConfig(env);
    findings.push(well('Settings', modeWords(config)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      ...findings,
      ill('Settings', error.message, 'Correct the environment (see .env.example) and run this again.'),
    ];
  }
  findings.push(...(await slack(config)), manifest(), ...(await database(config)));
  return findings;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isWell = major > 20 || (major === 20 && minor >= 19);
  if (!isWell)
    return ill(
      'Node',
      `version ${process.versions.node}`,
      'Install Node 24 (20.19 is the oldest that works).',
    );
  return well(
    'Node',
    major < 22
      ? `version ${process.versions.node} works, but is past its end of life; 24 is recommended`
      : `version ${process.versions.node}`,
  );
}

function timeZones(): Finding {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin' });
    return well('Time zones', `known; this machine is in ${here}, which changes nothing for anybody`);
  } catch {
    return ill(
      'Time zones',
      'this Node knows none',
      'Use a Node built with full ICU, as the official builds are.',
    );
  }
}

function modeWords(config: Config): string {
  const { slack } = config;
  if (slack.kind === 'sandbox') return 'no Slack tokens, so `npm start` opens the sandbox';
  return slack.kind === 'socket' ? 'Socket Mode' : `HTTP on port ${config.port}, path /slack/events`;
}

async function slack(config: Config): Promise<Finding[]> {
  if (config.slack.kind === 'sandbox') return [];
  const { oauth } = config.slack;
  const app =
    config.slack.kind === 'socket' ? [await appToken(config.slack.appToken, config.slackApiUrl)] : [];
  if (oauth) return [await oauthApp(oauth, config.slackApiUrl), ...app];
  return [...(await botToken(config.slack.botToken, config.slackApiUrl)), ...app];
}

/** Slack checks who asks before it looks at the code, and no code is called that. */
async function oauthApp(
  { clientId, clientSecret }: OAuthApp,
  slackApiUrl: string | undefined,
): Promise<Finding> {
  const client = new WebClient(undefined, {
    ...(slackApiUrl && { slackApiUrl }),
    retryConfig: { retries: 0 },
    logger: silentLogger,
  });
  const answer = await client.oauth.v2
    .access({ client_id: clientId, client_secret: clientSecret, code: 'doctor' })
    .catch((error: unknown) => ({ error: slackWords(error) }));
  if (answer.error === 'invalid_code') return well('OAuth', 'Slack knows the client id and the secret');
  return ill(
    'OAuth',
    `Slack says ${answer.error}`,
    'Copy the Client ID and the Client Secret again from your app’s page “Basic Information” into SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
  );
}

async function botToken(token: string, slackApiUrl: string | undefined): Promise<Finding[]> {
  const client = createClient(token, slackApiUrl, createLog('silent'));
  const calledAt = systemClock.now().getTime();
  const answer = await client.auth.test().catch((error: unknown) => ({ error: slackWords(error) }));
  if (!('team' in answer) || !answer.ok) {
    const error = String(answer.error);
    return [
      ill('Bot token', `Slack says ${error}`, tokenMend(error, 'SLACK_BOT_TOKEN', 'OAuth & Permissions')),
    ];
  }
  const findings = [well('Bot token', `belongs to ${answer.user} in ${answer.team}`)];
  const granted = answer.response_metadata?.scopes ?? [];
  const { scopes, optionalScopes } = readManifest();
  const missing = scopes.filter((scope) => !granted.includes(scope) && !optionalScopes.includes(scope));
  findings.push(
    missing.length === 0
      ? well('Scopes', `all ${scopes.length} granted`)
      : ill(
          'Scopes',
          `missing: ${missing.join(', ')}`,
          'Update the app from manifest.yml and install it again in your workspace.',
        ),
  );
  findings.push(await clock(client, calledAt));
  return findings;
}

async function appToken(token: string, slackApiUrl: string | undefined): Promise<Finding> {
  const client = new WebClient(token, { ...(slackApiUrl && { slackApiUrl }), retryConfig: { retries: 0 } });
  const opened = await client.apps.connections
    .open({})
    .catch((error: unknown) => ({ ok: false, error: slackWords(error) }));
  if (opened.ok) return well('App token', 'opens a Socket Mode connection');
  const page = 'Basic Information → App-Level Tokens (scope connections:write)';
  return ill(
    'App token',
    `Slack says ${opened.error}`,
    tokenMend(String(opened.error), 'SLACK_APP_TOKEN', page),
  );
}

/** Slack refuses signatures more than five minutes off, and reminders would come at the wrong time long before. */
async function clock(client: WebClient, calledAt: number): Promise<Finding> {
  const response = await fetch(new URL('api.test', client.slackApiUrl), { method: 'POST' }).catch(() => null);
  const date = response?.headers.get('date');
  if (!date) return well('Clock', 'Slack did not say the time; not compared');
  const skewMs = Math.abs(Date.parse(date) - Math.max(calledAt, systemClock.now().getTime()));
  return skewMs < longestSkewMs
    ? well('Clock', 'agrees with Slack’s')
    : ill(
        'Clock',
        `is ${Math.round(skewMs / 1000)} s away from Slack’s`,
        'Set this machine’s clock (turn on NTP).',
      );
}

function manifest(): Finding {
  try {
    const { scopes, events, commands } = readManifest();
    return well(
      'Manifest',
      `${commands.map((each) => each.command).join(', ')}, ${scopes.length} scopes, ${events.length} events`,
    );
  } catch (error) {
    return ill(
      'Manifest',
      `manifest.yml can’t be read: ${String(error)}`,
      'Restore manifest.yml from the repository.',
    );
  }
}

async function database(config: Config): Promise<Finding[]> {
  const where = config.databaseUrl ? 'Postgres' : `the embedded store in ${config.dataDir}`;
  try {
    const store = await openStore({
      databaseUrl: config.databaseUrl,
      dataDir: config.dataDir,
      log: createLog('silent'),
    });
    const [row] = await store.prisma.$queryRaw<{ applied: number; now: Date; version: string }[]>`
      SELECT count(*)::int AS "applied", now() AS "now", current_setting('server_version') AS "version"
      FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL`;
    const { slack: mode, slackApiUrl } = config;
    const oauth = mode.kind === 'sandbox' ? null : mode.oauth;
    const installed = oauth ? await diagnoseInstallations(store.prisma, oauth, slackApiUrl) : [];
    await store.close();
    if (!row) return [ill('Database', 'did not answer', 'Check that the server is running.')];
    const skewMs = Math.abs(row.now.getTime() - systemClock.now().getTime());
    return [
      well('Database', `${where}, version ${row.version}`),
      well('Migrations', `${row.applied} applied, up to date`),
      skewMs < longestSkewMs
        ? well('Database clock', 'agrees with this machine’s')
        : ill(
            'Database clock',
            `is ${Math.round(skewMs / 1000)} s away from this machine’s`,
            'Set the clocks of both machines (turn on NTP).',
          ),
      ...installed,
    ];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const mend = config.databaseUrl
      ? 'Check DATABASE_URL, that the server runs, and that its user may create tables.'
      : 'Stop the other process, or point DATA_DIR somewhere else.';
    return [ill('Database', `${where}: ${words.split('\n')[0]}`, mend)];
  }
}

function tokenMend(error: string, variable: string, page: string): string {
  if (/invalid_auth|not_authed|token_revoked|account_inactive|not_allowed_token_type/.test(error)) {
    return `Copy the token again from your app’s page “${page}” into ${variable}.`;
  }
  return 'Check that this machine can reach Slack, then run this again.';
}

function slackWords(error: unknown): string {
  const { data, message } = error as { data?: { error?: string }; message?: string };
  return data?.error ?? message ?? String(error);
}
