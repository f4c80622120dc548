import { z } from 'zod';
import { audit } from '../../platform/audit.ts';
import { followChannel } from '../../platform/delivery/follow-channel.ts';
import { post } from '../../platform/delivery/post.ts';
import type { EventRequest, Feature } from '../../platform/feature.ts';
import { code, type Md, md, say } from '../../platform/slack/kit/index.ts';
import type { PartnerChannel } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { welcomeMember } from './newcomers.ts';
import { addOrganisation, removeOrganisation } from './organisations.ts';
import { loadPartner, loadPeople } from './store.ts';

const slackId = z.string().min(1).max(64);

/** What happens to a partner's channel in Slack: followed here, and told to the partner's manager once. */
export const channelEvents: NonNullable<Feature['events']> = {
  channel_archive: (request) =>
    changeState(
      request,
      'archived',
      md`was archived. Nothing will be posted there until it is restored; what is due waits.`,
    ),
  group_archive: (request) =>
    changeState(
      request,
      'archived',
      md`was archived. Nothing will be posted there until it is restored; what is due waits.`,
    ),
  channel_unarchive: (request) => changeState(request, 'live', md`is open again. I carry on there.`),
  group_unarchive: (request) => changeState(request, 'live', md`is open again. I carry on there.`),
  channel_deleted: (request) =>
    changeState(
      request,
      'gone',
      md`was deleted. Run ${code('/partner start')} in the channel that replaces it, and I move the partner there.`,
    ),
  group_deleted: (request) =>
    changeState(
      request,
      'gone',
      md`was deleted. Run ${code('/partner start')} in the channel that replaces it, and I move the partner there.`,
    ),
  channel_unshared: unshare,
  channel_shared: share,
  member_joined_channel: welcomeMember,
  channel_rename: async (request) => {
    const parsed = z
      .object({ channel: z.object({ id: slackId, name: z.string().max(200) }) })
      .safeParse(request.event);
    if (!parsed.success) return;
    const { id, name } = parsed.data.channel;
    await request.tx.partnerChannel.updateMany({
      where: { workspaceId: request.workspaceId, slackChannelId: id },
      data: { name },
    });
  },
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

async function share(request: EventRequest): Promise<void> {
  const { channel, teamId } = await sharedChannel(request, 'connected_team_id');
  if (channel && teamId && (await addOrganisation(request, channel, teamId))) {
    await tellManager(
      request,
      channel,
      `partners.organisation:${channel.id}:${teamId}`,
      md`has been joined by another organisation. Its people can do nothing there until you give them a role; I ask you about each of them.`,
    );
  }
  await changeState(request, 'live', md`is shared with the partner’s organisation.`);
}

/** What one of several organisations leaves goes on with the others. */
async function unshare(request: EventRequest): Promise<void> {
  const { channel, teamId } = await sharedChannel(request, 'previously_connected_team_id');
  if (channel && teamId && (await removeOrganisation(request, channel, teamId))) return;
  await changeState(request, 'unshared', md`is no longer shared with the partner’s organisation.`);
}

/** The partner's channel an event is about, and the organisation it names. */
async function sharedChannel(
  request: EventRequest,
  teamField: string,
): Promise<{ channel: PartnerChannel | null; teamId: string | null }> {
  const slackChannelId = slackId.safeParse(request.event.channel);
  if (!slackChannelId.success) return { channel: null, teamId: null };
  const channel = await request.tx.partnerChannel.findUnique({
    where: {
      workspaceId_slackChannelId: { workspaceId: request.workspaceId, slackChannelId: slackChannelId.data },
    },
  });
  return { channel, teamId: slackId.nullable().catch(null).parse(request.event[teamField]) };
}

async function changeState(request: EventRequest, state: string, words: Md): Promise<void> {
  const parsed = z.object({ channel: slackId }).safeParse(request.event);
  if (!parsed.success) return;
  const slackChannelId = parsed.data.channel;
  const channel = await request.tx.partnerChannel.findUnique({
    where: { workspaceId_slackChannelId: { workspaceId: request.workspaceId, slackChannelId } },
  });
  if (!channel || channel.state === state) return;
  await request.tx.partnerChannel.update({
    where: { id: channel.id, workspaceId: request.workspaceId },
    data: { state },
  });
  const partner = await loadPartner(request, channel.partnerId);
  await audit(request, {
    actorPersonId: null,
    verb: 'partners.channel',
    partnerId: partner.id,
    summary: `#${channel.name} ${words.mrkdwn}`,
  });
  await tellManager(
    request,
    channel,
    `partners.channel:${channel.id}:${state}:${request.now.toISOString()}`,
    words,
  );
}

async function tellManager(work: Work, channel: PartnerChannel, key: string, words: Md): Promise<void> {
  const partner = await loadPartner(work, channel.partnerId);
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (!manager || manager.deactivatedAt) return;
  await post(work, {
    key,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: say(md`#${channel.name}, the channel of ${partner.name}, ${words}`),
  });
}
