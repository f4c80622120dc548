import type { WebClient } from '@slack/web-api';
import type { Actor, Role } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Clock, NewId } from '../clock.ts';
import type { ChannelInfo } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Person, PrismaClient, Workspace } from '../store/generated/client.ts';
import type { Tx } from '../work.ts';
import type { Clients } from './clients.ts';

const profileFreshHours = 24;
const channelFreshMs = 60_000;
/** How long a person whose profile is known waits for Slack to say it again, out of the three seconds there are. */
const refreshMs = 1000;
/** How long nobody is asked again after Slack did not answer in that time. */
const refreshPauseMs = 30_000;
const mostChannels = 5000;

/** Who and where, on the server's own word: payload ids are looked up here, never believed. */
export interface Directory {
  /** The workspace whose programme a payload belongs to; null when it is nobody's. */
  findWorkspace(teamId: string, channelId: string | null): Promise<Workspace | null>;
  /**
   * The person, read from Slack when unknown or not seen for a day; null for bots and unknown ids. While Slack
   * does not answer, a person is who they were; one never seen is refused.
   */
  findPerson(workspace: Workspace, slackUserId: string): Promise<Person | null>;
  /** Null where Slack does not know the channel, or does not show it to the bot. */
  findChannel(workspace: Workspace, slackChannelId: string): Promise<ChannelInfo | null>;
  /** Forgets what was cached of a channel, after an event that changed it. */
  forgetChannel(slackChannelId: string): void;
  /** Reads the profile again at the next occasion. */
  forgetPerson(workspaceId: string, slackUserId: string): Promise<void>;
}

export interface DirectoryDeps {
  readonly prisma: PrismaClient;
  readonly clientFor: Clients['clientFor'];
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

export function createDirectory({ prisma, clientFor, clock, newId, log }: DirectoryDeps): Directory {
  const channels = new Map<string, { readonly info: ChannelInfo | null; readonly until: number }>();
  let refreshAfter = 0;

  async function findWorkspace(teamId: string, channelId: string | null): Promise<Workspace | null> {
    const own = await prisma.workspace.findUnique({ where: { slackTeamId: teamId } });
    if (own || channelId === null) return own;
    // A partner that installs the app too: its commands carry its own team, and the channel says whose programme it is.
    const channel = await prisma.partnerChannel.findFirst({
      where: { slackChannelId: channelId, connectedTeamIds: { has: teamId } },
    });
    return channel && (await prisma.workspace.findUnique({ where: { id: channel.workspaceId } }));
  }

  async function findPerson(workspace: Workspace, slackUserId: string): Promise<Person | null> {
    if (!/^[UW][A-Z0-9]+$/.test(slackUserId)) return null;
    const where = { workspaceId_slackUserId: { workspaceId: workspace.id, slackUserId } };
    const known = await prisma.person.findUnique({ where });
    const now = clock.now();
    if (known && now.getTime() - known.checkedAt.getTime() < profileFreshHours * 3_600_000) return known;
    if (known && performance.now() < refreshAfter) return known;
    const reading = clientFor(workspace.id).then((client) => readProfile(client, slackUserId));
    const profile = await (known ? within(refreshMs, reading) : reading).catch((error: unknown) => {
      log.warn({ err: error, slackUserId }, 'a profile could not be read');
      if (!known)
        throw new Refusal(
          'unavailable',
          'Slack doesn’t answer me just now, so I changed nothing. Please try again in a minute.',
        );
      refreshAfter = performance.now() + refreshPauseMs;
      return null;
    });
    if (!profile) return known;
    if (profile.isBot) return null;
    const side = profile.teamId === workspace.slackTeamId ? ('vendor' as const) : ('partner' as const);
    const partnerId =
      known?.partnerId ?? (side === 'partner' ? await partnerOfTeam(workspace.id, profile.teamId) : null);
    const row = {
      slackTeamId: profile.teamId,
      side,
      partnerId,
      name: profile.name,
      timeZone: profile.timeZone,
      isSlackAdmin: profile.isAdmin,
      deactivatedAt: profile.isDeactivated ? (known?.deactivatedAt ?? now) : null,
      checkedAt: now,
    };
    return prisma.person.upsert({
      where,
      create: { id: newId(), workspaceId: workspace.id, slackUserId, ...row },
      update: row,
    });
  }

  /** The partner an organisation belongs to, when its channels leave no doubt. */
  async function partnerOfTeam(workspaceId: string, teamId: string): Promise<string | null> {
    const shared = await prisma.partnerChannel.findMany({
      where: { workspaceId, connectedTeamIds: { has: teamId } },
      distinct: ['partnerId'],
    });
    return shared.length === 1 ? (shared[0]?.partnerId ?? null) : null;
  }

  async function findChannel(workspace: Workspace, slackChannelId: string): Promise<ChannelInfo | null> {
    // Direct messages are nobody's channel, and what looks like no channel is none.
    if (!/^[CG][A-Z0-9]+$/.test(slackChannelId)) return null;
    const cached = channels.get(slackChannelId);
    const nowMs = performance.now();
    if (cached && cached.until > nowMs) return cached.info;
    const info = await readChannel(await clientFor(workspace.id), slackChannelId);
    if (channels.size >= mostChannels) channels.clear();
    channels.set(slackChannelId, { info, until: nowMs + channelFreshMs });
    return info;
  }

  async function forgetPerson(workspaceId: string, slackUserId: string): Promise<void> {
    await prisma.person.updateMany({ where: { workspaceId, slackUserId }, data: { checkedAt: new Date(0) } });
  }

  return {
    findWorkspace,
    findPerson,
    findChannel,
    forgetChannel: (id) => void channels.delete(id),
    forgetPerson,
  };
}

interface Profile {
  readonly teamId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly isAdmin: boolean;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
}

/** users.info; null when Slack does not know the id. Other failures are thrown: an unknown actor is refused. */
async function readProfile(client: WebClient, slackUserId: string): Promise<Profile | null> {
  const answer = await client.users
    .info({ user: slackUserId })
    .catch(nullWhen('user_not_found', 'user_not_visible'));
  const user = answer?.user;
  if (!user) return null;
  return {
    teamId: user.team_id ?? '',
    name: user.profile?.real_name || user.real_name || user.profile?.display_name || user.name || slackUserId,
    timeZone: user.tz ?? 'UTC',
    isAdmin: Boolean(user.is_admin || user.is_owner || user.is_primary_owner),
    isBot: Boolean(user.is_bot) || slackUserId === 'USLACKBOT',
    isDeactivated: Boolean(user.deleted),
  };
}

/** What the promise gives, or a rejection when that takes longer. */
function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function readChannel(client: WebClient, channel: string): Promise<ChannelInfo | null> {
  const answer = await client.conversations.info({ channel }).catch(nullWhen('channel_not_found'));
  const found = answer?.channel;
  if (!found) return null;
  const connected =
    'connected_team_ids' in found && Array.isArray(found.connected_team_ids) ? found.connected_team_ids : [];
  return {
    id: found.id ?? channel,
    name: found.name ?? channel,
    isShared: Boolean(found.is_ext_shared || found.is_pending_ext_shared || found.is_shared),
    isArchived: Boolean(found.is_archived),
    isMember: Boolean(found.is_member),
    connectedTeamIds: [...new Set([...connected, ...(found.shared_team_ids ?? [])])],
  };
}

function nullWhen(...codes: readonly string[]) {
  return (error: unknown): null => {
    const code = (error as { data?: { error?: string } }).data?.error;
    if (code && codes.includes(code)) return null;
    throw error;
  };
}

/** The person as the policy sees them, with their roles as of this transaction. */
export async function loadActor(tx: Tx, person: Person): Promise<Actor> {
  if (person.deactivatedAt) throw new Refusal('not_allowed', 'This account has been deactivated.');
  const { workspaceId } = person;
  const grants = await tx.roleGrant.findMany({ where: { workspaceId, personId: person.id } });
  const roles = grants.map(({ role, partnerId }) => ({ role: role as Role, partnerId }));
  // Until somebody is made programme admin, the workspace's own owners and admins are.
  if (person.side === 'vendor' && person.isSlackAdmin && !roles.some(({ role }) => role === 'admin')) {
    const admins = await tx.roleGrant.count({ where: { workspaceId, role: 'admin' } });
    if (admins === 0) roles.push({ role: 'admin', partnerId: null });
  }
  return {
    workspaceId,
    personId: person.id,
    slackUserId: person.slackUserId,
    side: person.side,
    name: person.name,
    timeZone: person.timeZone,
    partnerId: person.partnerId,
    roles,
  };
}
