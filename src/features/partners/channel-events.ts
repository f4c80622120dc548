import { z } from 'zod';
import { followChannel } from '../../platform/delivery/follow-channel.ts';
import { tryCanvasAgain } from '../../platform/delivery/resend.ts';
import type { EventRequest, Feature } from '../../platform/feature.ts';
import { md } from '../../platform/slack/kit/index.ts';
import type { PartnerChannel } from '../../platform/store/generated/client.ts';
import { type ClosedKind, closeChannel, findChannel, lookNow, tellManager } from './channel-state.ts';
import { welcomeMember } from './newcomers.ts';
import { addOrganisation, removeOrganisation } from './organisations.ts';

const slackId = z.string().min(1).max(64);

/**
 * What happens to a partner's channel in Slack: followed here, and told to the partner's manager once. Private
 * channels have events of their own. That one was made private or public needs no event: its id stays, or changes
 * with `channel_id_changed`, and who reads it is asked when sending.
 */
export const channelEvents: NonNullable<Feature['events']> = {
  channel_archive: closes('archived'),
  group_archive: closes('archived'),
  channel_unarchive: mayOpen,
  group_unarchive: mayOpen,
  channel_deleted: closes('gone'),
  group_deleted: closes('gone'),
  // The app itself was taken out (https://docs.slack.dev/reference/events/channel_left: “sometimes withheld”).
  channel_left: closes('left'),
  group_left: closes('left'),
  channel_unshared: unshare,
  channel_shared: share,
  member_joined_channel: memberJoined,
  channel_rename: rename,
  group_rename: rename,
  channel_id_changed: async (request) => {
    const parsed = z.object({ old_channel_id: slackId, new_channel_id: slackId }).safeParse(request.event);
    if (!parsed.success) return;
    const { old_channel_id: before, new_channel_id: after } = parsed.data;
    await request.tx.partnerChannel.updateMany({
      where: { workspaceId: request.workspaceId, slackChannelId: before },
      data: { slackChannelId: after },
    });
    await followChannel(request, before, after);
  },
  user_change: async ({ event, tx, workspaceId, now }) => {
    const parsed = z
      .object({ user: z.object({ id: slackId, deleted: z.boolean().default(false) }) })
      .safeParse(event);
    if (!parsed.success) return;
    const { id: slackUserId, deleted } = parsed.data.user;
    // The rest of the profile is read from Slack at the next occasion; who has left has no next occasion.
    await tx.person.updateMany({ where: { workspaceId, slackUserId }, data: { checkedAt: new Date(0) } });
    await tx.person.updateMany({
      where: { workspaceId, slackUserId, deactivatedAt: deleted ? null : { not: null } },
      data: { deactivatedAt: deleted ? now : null },
    });
  },
};

/** The partner's channel an event is about; null when it is nobody's. */
async function channelOfEvent(request: EventRequest): Promise<PartnerChannel | null> {
  const id = slackId.safeParse(request.event.channel);
  return id.success ? findChannel(request, id.data) : null;
}

function closes(kind: ClosedKind): (request: EventRequest) => Promise<void> {
  return async (request) => {
    const channel = await channelOfEvent(request);
    if (channel) await closeChannel(request, channel, kind);
  };
}

async function mayOpen(request: EventRequest): Promise<void> {
  const channel = await channelOfEvent(request);
  if (channel) await lookNow(request, channel);
}

async function rename(request: EventRequest): Promise<void> {
  const parsed = z
    .object({ channel: z.object({ id: slackId, name: z.string().max(200) }) })
    .safeParse(request.event);
  if (!parsed.success) return;
  const { id, name } = parsed.data.channel;
  await request.tx.partnerChannel.updateMany({
    where: { workspaceId: request.workspaceId, slackChannelId: id },
    data: { name },
  });
}

/** Somebody has come into a channel; when it is the app itself, it goes on there. */
async function memberJoined(request: EventRequest): Promise<void> {
  const { botUserId } = await request.tx.workspace.findUniqueOrThrow({ where: { id: request.workspaceId } });
  if (request.event.user === botUserId) await mayOpen(request);
  else await welcomeMember(request);
}

async function share(request: EventRequest): Promise<void> {
  const channel = await channelOfEvent(request);
  if (!channel) return;
  const teamId = slackId.nullable().catch(null).parse(request.event.connected_team_id);
  const joined = teamId && (await addOrganisation(request, channel, teamId));
  if (joined) {
    await tellManager(
      request,
      channel,
      `partners.organisation:${channel.id}:${teamId}`,
      joined === 'first'
        ? md`is shared with the partner’s organisation now. I ask you about each of its people who come in: they can do nothing there until you give them a role.`
        : md`has been joined by another organisation. Its people can do nothing there until you give them a role; I ask you about each of them.`,
    );
  }
  await tryCanvasAgain(request, channel.slackChannelId);
  await lookNow(request, channel);
}

/** What one of several organisations leaves goes on with the others. */
async function unshare(request: EventRequest): Promise<void> {
  const channel = await channelOfEvent(request);
  if (!channel) return;
  const teamId = slackId.nullable().catch(null).parse(request.event.previously_connected_team_id);
  if (teamId && (await removeOrganisation(request, channel, teamId)))
    return tryCanvasAgain(request, channel.slackChannelId);
  await closeChannel(request, channel, 'unshared');
}
