import { randomBytes } from 'node:crypto';
import type { Allowed, SlackInstallation } from './installs.ts';
import type { Local } from './local.ts';
import { emit, installationOf, type Json, must, nextId } from './world.ts';

const tokenLivesSeconds = 12 * 3600;

export const newSecret = (prefix: string): string => `${prefix}${randomBytes(24).toString('hex')}`;

/** The workspaces that an installation covers. */
export function teamsOf(local: Local, id: string): string[] {
  const teams = Object.values(local.world.data.teams);
  return teams.filter((team) => team.id === id || team.enterpriseId === id).map((team) => team.id);
}

/** Whether a workspace has the app because its whole organisation does. */
export function isOrgWideIn(local: Local, teamId: string): boolean {
  const { byId } = local.installs;
  return !byId.has(teamId) && byId.has(local.world.data.teams[teamId]?.enterpriseId ?? '');
}

/** Installs the app, or installs it again; the bot stays who it was. */
export function install(local: Local, { teamId, isOrgWide }: Allowed): SlackInstallation {
  const { data } = local.world;
  const { byId } = local.installs;
  const id = (isOrgWide && data.teams[teamId]?.enterpriseId) || teamId;
  const known = byId.get(id)?.botUserId ?? data.teams[teamId]?.botUserId;
  const isFirst = teamId === data.installedTeamId;
  const botUserId = isFirst ? data.botUserId : (known ?? addBot(local, teamId));
  const tokens = byId.get(id)?.tokens ?? new Map();
  const installation: SlackInstallation = { id, isOrgWide, botUserId, tokens, refreshToken: null };
  byId.set(id, installation);
  for (const each of teamsOf(local, id)) {
    const team = must(data.teams[each], 'team');
    team.hasApp = true;
    if (!isFirst) team.botUserId = botUserId;
  }
  emit(local.world, { type: 'state', only: null });
  return installation;
}

function addBot(local: Local, teamId: string): string {
  const { world } = local;
  const id = nextId(world, 'U');
  const like = must(world.data.people[world.data.botUserId], 'bot');
  const name = `Tandem of ${world.data.teams[teamId]?.name}`;
  world.data.people[id] = { ...like, id, teamId, name, username: `tandem.${id.toLowerCase()}` };
  return id;
}

/** A new pair of tokens; a refresh token only where tokens expire. */
export function issueTokens(local: Local, installation: SlackInstallation): Json {
  const now = local.world.clock.now().getTime();
  const { isRotating } = local.installs;
  const token = newSecret(isRotating ? 'xoxe.xoxb-1-' : 'xoxb-');
  installation.tokens.set(token, isRotating ? now + tokenLivesSeconds * 1000 : null);
  installation.refreshToken = isRotating ? newSecret('xoxe-1-') : null;
  return {
    access_token: token,
    token_type: 'bot',
    ...(isRotating && { refresh_token: installation.refreshToken, expires_in: tokenLivesSeconds }),
  };
}

/** Takes the app away: its tokens are dead from now on. Its bot is known again after another installation. */
export function uninstall(local: Local, id: string): void {
  const { byId, revoked } = local.installs;
  const { data } = local.world;
  if (id === data.installedTeamId) revoked.add(local.tokens.botToken);
  for (const token of byId.get(id)?.tokens.keys() ?? []) revoked.add(token);
  byId.delete(id);
  for (const each of teamsOf(local, id)) must(data.teams[each], 'team').hasApp = false;
}

/** Whose token it is: whom the local Slack shows itself to. Undefined for a token that is none of an installation by OAuth. */
export function ownerOf(
  local: Local,
  token: string,
  wantedTeamId: string,
): { teamId: string; botUserId: string; expiresAt: number | null } | undefined {
  for (const { id, tokens, botUserId } of local.installs.byId.values()) {
    const expiresAt = tokens.get(token);
    if (expiresAt === undefined) continue;
    const teams = teamsOf(local, id);
    const teamId = teams.includes(wantedTeamId) ? wantedTeamId : must(teams[0], 'team');
    return { ...installationOf(local.world, teamId), teamId, botUserId, expiresAt };
  }
  return undefined;
}
