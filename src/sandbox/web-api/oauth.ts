import type { IncomingMessage, ServerResponse } from 'node:http';
import { install, issueTokens, newSecret, uninstall } from '../installations.ts';
import type { Local } from '../local.ts';
import { app } from '../seed-world.ts';
import { type Json, must } from '../world.ts';
import { type Method, SlackError, text } from './method.ts';

/** OAuth v2 (https://docs.slack.dev/authentication/installing-with-oauth), as far as an installation needs it. */

const access: Method = (local, args) => {
  const { installs } = local;
  if (text(args, 'client_id') !== installs.clientId) throw new SlackError('invalid_client_id');
  if (text(args, 'client_secret') !== installs.clientSecret) throw new SlackError('bad_client_secret');
  if (text(args, 'grant_type') === 'refresh_token') return refresh(local, text(args, 'refresh_token'));
  const code = installs.codes.get(text(args, 'code'));
  if (!code) throw new SlackError('invalid_code');
  installs.codes.delete(text(args, 'code'));
  if (code.redirectUri !== text(args, 'redirect_uri')) throw new SlackError('bad_redirect_uri');
  const installation = install(local, code);
  return {
    ...describe(local, installation.id),
    ...issueTokens(local, installation),
    authed_user: { id: code.installerId },
  };
};

/** Each refresh token works once; the access tokens before live until they expire. */
function refresh(local: Local, token: string): Json {
  for (const installation of local.installs.byId.values()) {
    if (installation.refreshToken !== token || token === '') continue;
    return { ...describe(local, installation.id), ...issueTokens(local, installation) };
  }
  throw new SlackError('invalid_refresh_token');
}

function describe(local: Local, id: string): Json {
  const { installs, world, scopes } = local;
  const installation = must(installs.byId.get(id), 'installation');
  const team = world.data.teams[id];
  return {
    app_id: app.id,
    scope: [...(scopes ?? ['chat:write', 'commands'])].join(','),
    bot_user_id: installation.botUserId,
    is_enterprise_install: installation.isOrgWide,
    team: installation.isOrgWide ? null : { id, name: team?.name },
    enterprise: installation.isOrgWide
      ? { id, name: 'The organisation' }
      : team?.enterpriseId
        ? { id: team.enterpriseId, name: 'The organisation' }
        : null,
  };
}

export const oauth: Readonly<Record<string, Method>> = { 'oauth.v2.access': access };

/** Ends the token it is asked with, which for a bot is the installation. */
export const revoke: Readonly<Record<string, Method>> = {
  'auth.revoke': (local) => {
    uninstall(local, local.world.data.installedTeamId);
    return { revoked: true };
  },
};

/**
 * `GET /oauth/v2/authorize`: the page on which a person allows the app, or does not. Which of the workspaces they
 * are in it is asked of is chosen there; `user` acts without a browser.
 */
export function serveAuthorize(local: Local, request: IncomingMessage, response: ServerResponse): void {
  const asked = new URL(request.url ?? '/', local.baseUrl).searchParams;
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (asked.get('client_id') !== local.installs.clientId || !URL.canParse(redirectUri)) {
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end('invalid_client_id\n');
    return;
  }
  const back = new URL(redirectUri);
  back.searchParams.set('state', asked.get('state') ?? '');
  const person = local.world.data.people[asked.get('allow') ?? ''];
  if (person) {
    const code = newSecret('code-');
    const isOrgWide = asked.get('org') === 'yes';
    local.installs.codes.set(code, { teamId: person.teamId, isOrgWide, installerId: person.id, redirectUri });
    back.searchParams.set('code', code);
  } else if (asked.has('deny')) {
    back.searchParams.set('error', 'access_denied');
  } else {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(allowPage(local, asked));
    return;
  }
  response.writeHead(302, { location: back.href }).end();
}

function allowPage(local: Local, asked: URLSearchParams): string {
  const link = (extra: Readonly<Record<string, string>>) =>
    `?${new URLSearchParams({ ...Object.fromEntries(asked), ...extra })}`.replaceAll('&', '&amp;');
  const { people, teams } = local.world.data;
  const admins = Object.values(people).filter(({ isAdmin, isBot }) => isAdmin && !isBot);
  const buttons = admins.map(
    ({ id, name, teamId }) =>
      `<li><a href="${link({ allow: id })}">Allow in ${teams[teamId]?.name ?? teamId}, as ${name}</a></li>`,
  );
  const scopes = (asked.get('scope') ?? '').split(',').filter((scope) => /^[a-z_.:]+$/.test(scope));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Allow Tandem?</title>
<h1>Tandem is requesting permission</h1><p>${scopes.join(', ')}</p>
<ul>${buttons.join('')}</ul><p><a href="${link({ deny: '' })}">Cancel</a></p></html>`;
}
