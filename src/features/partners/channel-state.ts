import { z } from 'zod';
import { audit } from '../../platform/audit.ts';
import type { ChannelHooks } from '../../platform/delivery/delivery-parts.ts';
import { release } from '../../platform/delivery/hold.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueJob } from '../../platform/feature.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import { code, type Md, md, say } from '../../platform/slack/kit/index.ts';
import type { SeenChannel } from '../../platform/slack/sender.ts';
import type { PartnerChannel, PrismaClient } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartner, loadPeople } from './store.ts';

interface ClosedState {
  /** Why what is due there waits, in one sentence. */
  readonly reason: string;
  /** What the manager is told has happened, after the channel's name. */
  readonly happened: Md;
  /** And what they can do about it. */
  readonly remedy: Md;
  /** What the manager is told when it is over. */
  readonly over: Md;
  /** Slack's errors that say so. */
  readonly codes: readonly string[];
}

const elsewhere = md`run ${code('/partner start')} in another channel you share with them, and I move there`;

/** The states in which nothing can be posted in a partner's channel. */
const closedStates = {
  archived: {
    reason: 'The channel is archived.',
    happened: md`was archived.`,
    remedy: md`What is due there waits, and goes out in order once the channel is restored. Or ${elsewhere}.`,
    over: md`is open again.`,
    codes: ['is_archived', 'is_inactive'],
  },
  left: {
    reason: 'Tandem is not in the channel.',
    happened: md`no longer has me in it.`,
    remedy: md`What is due there waits. Type ${code('/invite @Tandem')} there and I carry on, in order. Or ${elsewhere}.`,
    over: md`has me in it again.`,
    codes: ['not_in_channel'],
  },
  gone: {
    reason: 'The channel was deleted, or Tandem was taken out of it.',
    happened: md`is gone: it was deleted, or I was taken out of it.`,
    remedy: md`What is due there waits. Run ${code('/partner start')} in the channel that replaces it, and I move the partner there with what is due. If it is still there, type ${code('/invite @Tandem')} in it.`,
    over: md`has me in it again.`,
    codes: ['channel_not_found'],
  },
  unshared: {
    reason: 'The channel is no longer shared with the partner’s organisation.',
    happened: md`is no longer shared with the partner’s organisation.`,
    remedy: md`What is due there waits until you share it again. Or ${elsewhere}.`,
    over: md`is shared with the partner’s organisation again.`,
    codes: [],
  },
  frozen: {
    reason: 'Slack has frozen the channel: it can be read, but nobody can post there.',
    happened: md`was frozen by Slack: it can be read, but nobody can post there. That is what becomes of a channel whose connection with the other organisation ended.`,
    remedy: md`What is due there waits; I look once a day whether it is open again. Or ${elsewhere}.`,
    over: md`is no longer frozen.`,
    codes: [],
  },
  refused: {
    reason: 'Slack lets Tandem post nothing there: only some people may.',
    happened: md`takes no messages from me: only some people may post there.`,
    remedy: md`What is due there waits; I try again once a day. Ask a workspace admin to let me post. Or ${elsewhere}.`,
    over: md`takes my messages again.`,
    codes: [
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_thread_only_channel',
    ],
  },
} as const satisfies Record<string, ClosedState>;

export type ClosedKind = keyof typeof closedStates;

function closedState(state: string): ClosedState | null {
  return Object.entries(closedStates).find(([kind]) => kind === state)?.[1] ?? null;
}

function closedByCode(slackCode: string): ClosedKind | null {
  const kinds: readonly ClosedKind[] = ['archived', 'left', 'gone', 'refused'];
  return kinds.find((kind) => closedStates[kind].codes.some((each) => each === slackCode)) ?? null;
}

/** What keeps a channel closed, as Slack shows it now; several things may at once, and one is enough. */
function closedBySight(channel: PartnerChannel, seen: SeenChannel | null): ClosedKind | null {
  // A private channel does not exist for a bot that was taken out of it.
  if (seen === null) return channel.state === 'left' ? 'left' : 'gone';
  if (seen.isArchived) return 'archived';
  if (!seen.isMember) return 'left';
  if (seen.isFrozen) return 'frozen';
  return channel.connectedTeamIds.length > 0 && !seen.isConnected ? 'unshared' : null;
}

/** What the delivery asks and tells about partners' channels. */
export function channelHooks(prisma: PrismaClient): Omit<ChannelHooks, 'invited'> {
  return {
    closedBecause: async (workspaceId, slackChannelId, work) => {
      const [row] = work
        ? await work.tx.$queryRaw<{ state: string }[]>`
            SELECT "state" FROM "PartnerChannel"
            WHERE "workspaceId" = ${workspaceId}::uuid AND "slackChannelId" = ${slackChannelId} FOR UPDATE`
        : await prisma.partnerChannel.findMany({
            where: { workspaceId, slackChannelId },
            select: { state: true },
          });
      return (row && closedState(row.state)?.reason) ?? null;
    },
    refused: async (work, { slackChannelId, code: slackCode, seen }) => {
      const channel = await findChannel(work, slackChannelId);
      const kind = seen?.isFrozen ? 'frozen' : closedByCode(slackCode);
      if (!channel || kind === null) return false;
      if (channel.state === 'live') await closeChannel(work, channel, kind);
      return true;
    },
    seen: async (work, slackChannelId, seen) => {
      const channel = await findChannel(work, slackChannelId);
      if (!channel || channel.state === 'live') return false;
      const kind = closedBySight(channel, seen);
      if (kind) await closeChannel(work, channel, kind);
      // That only some may post is told by nothing but a post.
      else if (channel.state === 'refused') return true;
      else await openChannel(work, channel);
      return false;
    },
    reopened: async (work, slackChannelId) => {
      const channel = await findChannel(work, slackChannelId);
      if (channel) await openChannel(work, channel);
    },
  };
}

/** The partner's channel with this Slack id; null when it is nobody's. */
export function findChannel(work: Work, slackChannelId: string): Promise<PartnerChannel | null> {
  const { workspaceId } = work;
  return work.tx.partnerChannel.findUnique({
    where: { workspaceId_slackChannelId: { workspaceId, slackChannelId } },
  });
}

/**
 * Nothing can be posted in a partner's channel any more. What is owed to it moves to another open channel of the
 * partner, and waits where there is none. The manager is told once.
 */
export async function closeChannel(work: Work, channel: PartnerChannel, kind: ClosedKind): Promise<void> {
  if (channel.state === kind) return;
  const { workspaceId } = work;
  await work.tx.partnerChannel.update({ where: { id: channel.id, workspaceId }, data: { state: kind } });
  const { happened, remedy } = closedStates[kind];
  await record(work, channel, happened);
  const other = await work.tx.partnerChannel.findFirst({
    where: { workspaceId, partnerId: channel.partnerId, state: 'live' },
    orderBy: { createdAt: 'asc' },
  });
  if (other) await release(work, channel.slackChannelId, other.slackChannelId);
  await schedule(work, {
    kind: 'partners.lookAgain',
    key: channel.id,
    dueAt: new Date(work.now.getTime() + lookAgainMs),
  });
  await tellManager(
    work,
    channel,
    `partners.channel:${channel.id}:${kind}:${work.newId()}`,
    other ? md`${happened} I carry on in #${other.name}, with what was due here.` : md`${happened} ${remedy}`,
  );
}

/** A partner's channel takes posts again: what waited goes out, in order, and the manager is told once. */
async function openChannel(work: Work, channel: PartnerChannel): Promise<void> {
  const closed = closedState(channel.state);
  if (!closed) return;
  const { workspaceId } = work;
  const happened = closed.over;
  await work.tx.partnerChannel.update({ where: { id: channel.id, workspaceId }, data: { state: 'live' } });
  await record(work, channel, happened);
  const { due, late } = await release(work, channel.slackChannelId);
  const waited = due > 0 ? md` What waited for it goes out now, in order.` : md``;
  const leftOut = late > 0 ? md` Reminders whose time has passed are left out.` : md``;
  await tellManager(
    work,
    channel,
    `partners.channel:${channel.id}:live:${work.newId()}`,
    md`${happened} I carry on there.${waited}${leftOut}`,
  );
}

/** A partner goes on in this channel: what is owed to its closed ones goes out here. */
export async function moveOwed(work: Work, to: PartnerChannel): Promise<void> {
  const closed = await work.tx.partnerChannel.findMany({
    where: { workspaceId: work.workspaceId, partnerId: to.partnerId, state: { not: 'live' } },
    orderBy: { createdAt: 'asc' },
  });
  for (const channel of closed) await release(work, channel.slackChannelId, to.slackChannelId);
}

const lookAgainMs = 24 * 3_600_000;
/** Slack may say that something has changed a little before its answers do. */
const lookOnceMoreMs = 5 * 60_000;

/**
 * Something was said that may have opened a closed channel: Slack is asked, because it may be closed for more than
 * one reason (one that was disconnected while it was archived, and is restored).
 */
export async function lookNow(work: Work, channel: PartnerChannel): Promise<void> {
  if (channel.state === 'live') return;
  work.enqueueDelivery({ target: `channel:${channel.slackChannelId}`, isProbe: true }, 'interactive');
  await schedule(work, {
    kind: 'partners.lookAgain',
    key: channel.id,
    dueAt: new Date(work.now.getTime() + lookOnceMoreMs),
  });
}

/** Slack does not tell of everything, and not while nobody listens: a closed channel is looked at once a day. */
export const lookAgain: DueJob = {
  says: 'A look whether a closed channel is open again',
  isSilent: true,
  run: async (work, { key }) => {
    const channel = await work.tx.partnerChannel.findFirst({
      where: {
        id: z.uuid().parse(key),
        workspaceId: work.workspaceId,
        state: { not: 'live' },
      },
    });
    if (!channel) return undefined;
    work.enqueueDelivery({ target: `channel:${channel.slackChannelId}`, isProbe: true }, 'bulk');
    return new Date(work.now.getTime() + lookAgainMs);
  },
};

function record(work: Work, channel: PartnerChannel, happened: Md): Promise<void> {
  return audit(work, {
    actorPersonId: null,
    verb: 'partners.channel',
    partnerId: channel.partnerId,
    summary: `#${channel.name} ${happened.mrkdwn}`,
  });
}

/** Tells the partner's manager something about one of its channels; of a partner that left nothing waits there. */
export async function tellManager(
  work: Work,
  channel: PartnerChannel,
  key: string,
  words: Md,
): Promise<void> {
  const partner = await loadPartner(work, channel.partnerId);
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (partner.endedAt || !manager || manager.deactivatedAt) return;
  await post(work, {
    key,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: say(md`#${channel.name}, the channel of ${partner.name}, ${words}`),
  });
}
