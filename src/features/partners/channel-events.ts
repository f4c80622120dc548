import { z } from 'zod';
import { audit } from '../../platform/audit.ts';
import { followChannel } from '../../platform/delivery/follow-channel.ts';
import { post } from '../../platform/delivery/post.ts';
import type { EventRequest, Feature } from '../../platform/feature.ts';
import { code, type Md, md, say } from '../../platform/slack/kit/index.ts';
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
  channel_unshared: (request) =>
    changeState(request, 'unshared', md`is no longer shared with the partner’s organisation.`),
  channel_shared: (request) => changeState(request, 'live', md`is shared with the partner’s organisation.`),
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
  const manager = (await loadPeople(request, [partner.managerPersonId])).get(partner.managerPersonId);
  if (!manager || manager.deactivatedAt) return;
  await post(request, {
    key: `partners.channel:${channel.id}:${state}:${request.now.toISOString()}`,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: say(md`#${channel.name}, the channel of ${partner.name}, ${words}`),
  });
}
