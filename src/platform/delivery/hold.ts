import type { SeenChannel } from '../slack/sender.ts';
import type { Work } from '../work.ts';
import { type DeliveryParts, TakenOver } from './delivery-parts.ts';

/** The channel a target is; null for people, Home tabs and what only one person sees. */
export function channelOfTarget(target: string): string | null {
  return target.startsWith('channel:') ? target.slice('channel:'.length) : null;
}

/** What waits for a target is held back with the reason, and keeps its order. Posts that are in Slack already stay. */
export async function holdBack(work: Work, target: string, reason: string): Promise<void> {
  await work.tx.delivery.updateMany({
    where: { workspaceId: work.workspaceId, target, status: 'pending', slackTs: null },
    data: { status: 'held', lastError: reason },
  });
}

/**
 * Holds back what waits for a target when its channel is known to be closed. Answers false when it is open: then
 * nothing was changed. Decided under a lock, so that a channel that opens meanwhile leaves nothing behind.
 */
export async function holdWhileClosed(
  parts: DeliveryParts,
  workspaceId: string,
  target: string,
  hold: (work: Work, reason: string) => Promise<unknown> = (work, reason) => holdBack(work, target, reason),
): Promise<boolean> {
  const channel = channelOfTarget(target);
  if (channel === null) return false;
  if (!(await parts.channels.closedBecause(workspaceId, channel))) return false;
  const done = await parts.inWork({ workspaceId, source: 'delivery' }, async (work) => {
    const closed = await parts.channels.closedBecause(workspaceId, channel, work);
    if (closed) await hold(work, closed);
    return closed !== null;
  });
  if (done.duplicate || !done.value) return false;
  parts.onOutcome?.('held');
  return true;
}

/**
 * Slack has refused a channel: the app is told, and what is owed to it is held back. Answers false when the app
 * does not keep this channel; then nothing was changed.
 */
export async function holdRefused(
  parts: DeliveryParts,
  workspaceId: string,
  target: string,
  code: string,
  hold: (work: Work, reason: string) => Promise<unknown>,
): Promise<boolean> {
  const slackChannelId = channelOfTarget(target);
  if (slackChannelId === null) return false;
  const seen = code.startsWith('restricted_action') ? await look(parts, workspaceId, slackChannelId) : null;
  // Another process may have got through meanwhile: nothing is known against the channel then.
  if (parts.isOvertaken()) throw new TakenOver();
  const done = await parts.inWork({ workspaceId, source: 'delivery' }, async (work) => {
    if (!(await parts.channels.refused(work, { slackChannelId, code, seen }))) return false;
    const closed = await parts.channels.closedBecause(workspaceId, slackChannelId, work);
    if (closed) await hold(work, closed);
    return closed !== null;
  });
  if (done.duplicate || !done.value) return false;
  parts.onOutcome?.('held');
  return true;
}

/** Why a channel refuses: frozen for everybody, or closed to the app alone. Null when Slack does not say now. */
async function look(
  parts: DeliveryParts,
  workspaceId: string,
  slackChannelId: string,
): Promise<SeenChannel | null> {
  try {
    return await (await parts.senderFor(workspaceId)).look(slackChannelId);
  } catch (error) {
    parts.log.warn({ err: error, slackChannelId }, 'Cannot look why a channel refuses posts');
    return null;
  }
}

export interface Released {
  /** Posts that go out. */
  readonly due: number;
  /** Posts whose time has passed while they waited. */
  readonly late: number;
}

/**
 * A channel is open again, or another takes its place: what was held back goes out there, in the order in which
 * it was decided, save what is too late to be of use.
 */
export async function release(
  work: Work,
  fromChannelId: string,
  toChannelId = fromChannelId,
): Promise<Released> {
  const { tx, workspaceId } = work;
  const isMoved = fromChannelId !== toChannelId;
  const from = `channel:${fromChannelId}`;
  const to = `channel:${toChannelId}`;
  const { count } = await tx.delivery.updateMany({
    where: {
      workspaceId,
      target: from,
      status: { in: isMoved ? ['held', 'pending'] : ['held'] },
      slackTs: null,
    },
    data: {
      status: 'pending',
      lastError: null,
      target: to,
      // Where it was last tried says nothing about the new place.
      ...(isMoved && { sendingAt: null, slackChannelId: null }),
    },
  });
  if (isMoved)
    await tx.delivery.updateMany({
      where: { workspaceId, target: from, status: 'dead' },
      data: { target: to, sendingAt: null, slackChannelId: null },
    });
  // Live views whose newest state could not be shown.
  const surfaces = await tx.surface.updateManyAndReturn({
    where: { workspaceId, target: from, lastError: { not: null } },
    data: {
      version: { increment: 1 },
      target: to,
      lastError: null,
      givenUp: null,
      ...(isMoved && { slackChannelId: null, slackTs: null, shownHash: null, sendingAt: null }),
    },
    select: { kind: true, subject: true },
  });
  for (let post = 0; post < count; post += 1) work.enqueueDelivery({ target: to }, 'interactive');
  for (const surface of surfaces) work.enqueueDelivery({ target: to, surface }, 'interactive');
  const late = await tx.delivery.count({
    where: {
      ...{ workspaceId, target: to, status: 'pending', sendingAt: null },
      payload: { path: ['staleAt'], lte: work.now.toISOString() },
    },
  });
  return { due: Math.max(0, count - late), late };
}
