import type { WebClient } from '@slack/web-api';
import type { Clock, NewId } from '../clock.ts';
import type { ChannelInfo } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Person, PrismaClient, Workspace } from '../store/generated/client.ts';
import type { Clients } from './clients.ts';
import { isFrozen } from './frozen.ts';
import { findInstalled, type Installed, isChannelId, type Whence } from './installed.ts';
import { nullWhen, type Profile, readProfile, sideOf, within } from './profile.ts';
import { isAskedTooMuch, question } from './questions.ts';
import type { Turns } from './turns.ts';

const profileFreshHours = 24;
const channelFreshMs = 60_000;
/** How long a person whose profile is known waits for Slack to say it again, out of the three seconds there are. */
const refreshMs = 1000;
/** How long nobody is asked again after Slack did not answer in that time. */
const refreshPauseMs = 30_000;
const mostRemembered = 5000;

/** Why there is no person to act for: an app or Slackbot, or an id Slack does not know or does not show us. */
export type Nobody = 'bot' | 'unknown_person';

/** Who and where, on the server's own word: payload ids are looked up here, never believed. */
export interface Directory {
  findInstalled(whence: Whence): Promise<Installed | null>;
  /**
   * The person, read from Slack when unknown or not seen for a day. While Slack does not answer, a person is who
   * they were; one never seen is refused. `found` is who findInstalled has found already.
   */
  findPerson(workspace: Workspace, slackUserId: string, found?: Person | null): Promise<Person | Nobody>;
  /**
   * Null where Slack does not know the channel, or does not show it to the bot. While Slack is asked too much, a
   * partner's channel is what it was when it was last heard of.
   */
  findChannel(workspace: Workspace, slackChannelId: string): Promise<ChannelInfo | null>;
  /** Forgets what was cached of a channel, after an event that changed it. */
  forgetChannel(slackChannelId: string): void;
  /** The other programmes that know somebody, because a change of an account is told to one installation alone. */
  otherProgrammesOf(workspace: Workspace, slackUserId: string): Promise<Workspace[]>;
}

export interface DirectoryDeps {
  readonly prisma: PrismaClient;
  readonly clientFor: Clients['clientFor'];
  readonly turnsFor: (workspaceId: string) => Turns;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

interface CachedChannel {
  readonly info: ChannelInfo | null;
  readonly until: number;
}

export function createDirectory({
  prisma,
  clientFor,
  turnsFor,
  clock,
  newId,
  log,
}: DirectoryDeps): Directory {
  /** By channel, then by the workspace that asked: what Slack shows differs from one to the other. */
  const channels = new Map<string, Map<string, CachedChannel>>();
  const currentIds = new Map<string, string>();
  const readings = new Map<string, Promise<Profile | null>>();
  let refreshAfter = 0;

  async function findPerson(
    workspace: Workspace,
    slackUserId: string,
    found: Person | null = null,
  ): Promise<Person | Nobody> {
    if (slackUserId === 'USLACKBOT') return 'bot';
    if (!/^[UW][A-Z0-9]+$/.test(slackUserId)) return 'unknown_person';
    const find = (id: string) =>
      prisma.person.findUnique({
        where: { workspaceId_slackUserId: { workspaceId: workspace.id, slackUserId: id } },
      });
    const renamed = currentIds.get(slackUserId);
    const known = renamed === undefined && found ? found : await find(renamed ?? slackUserId);
    const now = clock.now();
    if (known && now.getTime() - known.checkedAt.getTime() < profileFreshHours * 3_600_000) return known;
    if (known && performance.now() < refreshAfter) return known;
    const reading = readOnce(workspace.id, slackUserId);
    const profile = await (known ? within(refreshMs, reading) : reading).catch((error: unknown) => {
      log.warn({ err: error, slackUserId }, 'a profile could not be read');
      if (!known) throw error;
      refreshAfter = performance.now() + refreshPauseMs;
      return null;
    });
    if (!profile) return known ?? 'unknown_person';
    if (profile.isBot) return 'bot';
    if (profile.id !== slackUserId) {
      // A workspace that became part of an Enterprise Grid: Slack takes the old id and answers with the new one.
      if (currentIds.size >= mostRemembered) currentIds.clear();
      currentIds.set(slackUserId, profile.id);
    }
    const before = known ?? (await find(profile.id));
    const side = sideOf(profile, workspace);
    const organisations = [profile.teamId, profile.enterpriseId].filter((id) => id !== null);
    const isStillTheirs = side === 'partner' && before?.side === 'partner' && before.partnerId !== null;
    const row = {
      slackUserId: profile.id,
      slackTeamId: profile.teamId,
      slackEnterpriseId: profile.enterpriseId,
      side,
      partnerId: isStillTheirs
        ? before.partnerId
        : side === 'partner'
          ? await partnerOf(workspace.id, organisations)
          : null,
      name: profile.name,
      timeZone: profile.timeZone,
      isSlackAdmin: profile.isAdmin,
      deactivatedAt: profile.isDeactivated ? (before?.deactivatedAt ?? now) : null,
      checkedAt: now,
    };
    const { id: currentId } = profile;
    if (before && before.slackUserId !== currentId && !(await find(currentId)))
      return prisma.person.update({ where: { id: before.id, workspaceId: workspace.id }, data: row });
    return prisma.person.upsert({
      where: { workspaceId_slackUserId: { workspaceId: workspace.id, slackUserId: currentId } },
      create: { id: newId(), workspaceId: workspace.id, ...row },
      update: row,
    });
  }

  /** A mention arrives as two events at once: both wait for one answer. */
  function readOnce(workspaceId: string, slackUserId: string): Promise<Profile | null> {
    const key = `${workspaceId} ${slackUserId}`;
    const begun = readings.get(key);
    if (begun) return begun;
    const reading = clientFor(workspaceId)
      .then((client) => readProfile(client, turnsFor(workspaceId), slackUserId))
      .finally(() => readings.delete(key));
    readings.set(key, reading);
    return reading;
  }

  /** The partner an organisation belongs to, when its channels leave no doubt. */
  async function partnerOf(workspaceId: string, organisations: readonly string[]): Promise<string | null> {
    const shared = await prisma.partnerChannel.findMany({
      where: { workspaceId, connectedTeamIds: { hasSome: [...organisations] } },
      distinct: ['partnerId'],
    });
    return shared.length === 1 ? (shared[0]?.partnerId ?? null) : null;
  }

  async function findChannel(workspace: Workspace, slackChannelId: string): Promise<ChannelInfo | null> {
    if (!isChannelId(slackChannelId)) return null;
    const cached = channels.get(slackChannelId) ?? new Map<string, CachedChannel>();
    const seen = cached.get(workspace.id);
    const nowMs = performance.now();
    if (seen && seen.until > nowMs) return seen.info;
    let info: ChannelInfo | null;
    try {
      info = await readChannel(await clientFor(workspace.id), turnsFor(workspace.id), slackChannelId);
    } catch (error) {
      const known = isAskedTooMuch(error) ? await lastKnown(workspace, slackChannelId) : null;
      if (!known) throw error;
      return known;
    }
    if (channels.size >= mostRemembered) channels.clear();
    cached.set(workspace.id, { info, until: nowMs + channelFreshMs });
    channels.set(slackChannelId, cached);
    return info;
  }

  /** A partner's channel as its events left it; shared, whatever became of it since. Null when it is no partner's. */
  async function lastKnown(workspace: Workspace, slackChannelId: string): Promise<ChannelInfo | null> {
    const channel = await prisma.partnerChannel.findUnique({
      where: { workspaceId_slackChannelId: { workspaceId: workspace.id, slackChannelId } },
    });
    if (!channel) return null;
    const { name, state, connectedTeamIds } = channel;
    return {
      id: slackChannelId,
      name,
      isShared: true,
      isArchived: state === 'archived',
      isFrozen: state === 'frozen',
      isMember: state !== 'left' && state !== 'gone',
      connectedTeamIds,
    };
  }

  async function otherProgrammesOf(workspace: Workspace, slackUserId: string): Promise<Workspace[]> {
    const known = await prisma.person.findMany({
      where: { slackUserId, workspaceId: { not: workspace.id } },
      select: { workspaceId: true },
    });
    return prisma.workspace.findMany({ where: { id: { in: known.map(({ workspaceId }) => workspaceId) } } });
  }

  return {
    findInstalled: (whence) => findInstalled(prisma, whence),
    findPerson,
    findChannel,
    forgetChannel: (id) => void channels.delete(id),
    otherProgrammesOf,
  };
}

async function readChannel(client: WebClient, turns: Turns, channel: string): Promise<ChannelInfo | null> {
  const answer = await question(turns, 'conversations.info', () =>
    client.conversations.info({ channel }),
  ).catch(nullWhen('channel_not_found'));
  const found = answer?.channel;
  if (!found) return null;
  const connected =
    'connected_team_ids' in found && Array.isArray(found.connected_team_ids) ? found.connected_team_ids : [];
  return {
    id: found.id ?? channel,
    name: found.name ?? channel,
    isShared: Boolean(found.is_ext_shared || found.is_pending_ext_shared || found.is_shared),
    isArchived: Boolean(found.is_archived),
    isFrozen: isFrozen(found),
    isMember: Boolean(found.is_member),
    connectedTeamIds: [...new Set([...connected, ...(found.shared_team_ids ?? [])])],
  };
}
