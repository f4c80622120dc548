import { z } from 'zod';
import { SendFailure } from '../slack/send-failure.ts';
import type { Sender, SlackPlace } from '../slack/sender.ts';
import type { Claim } from '../slack/turns.ts';
import type { Delivery } from '../store/generated/client.ts';
import { claimPost } from './claim-post.ts';
import { claimUnlessOvertaken, type DeliveryParts, TakenOver } from './delivery-parts.ts';
import type { Attachment, Message } from './message.ts';
import { withNotice } from './notice.ts';
import type { Place } from './places.ts';
import { showSurface } from './show-surface.ts';
import { findThread, threadSchema } from './thread.ts';

/** What a delivery’s row says of its post. */
export const payloadSchema = z.object({
  message: z.object({
    text: z.string(),
    blocks: z.array(z.looseObject({ type: z.string() })).optional(),
  }),
  thread: threadSchema.optional(),
  attachment: z.object({ filename: z.string(), title: z.string(), content: z.string() }).optional(),
  staleAt: z.coerce.date().optional(),
});
export type Payload = z.infer<typeof payloadSchema>;

export function isStale({ staleAt }: Payload, now: Date): boolean {
  return staleAt !== undefined && staleAt <= now;
}

/** How far one try to send a post has come. */
export interface Attempt {
  /** Set while Slack may be receiving the message. */
  isSending: boolean;
  /** Set when it is put elsewhere than into the channel it was meant for. */
  isElsewhere: boolean;
}

/**
 * Puts a post's message where it belongs, in Slack once: after an uncertain outcome it is looked for first. Answers
 * where it is; null when it is not there, and too late to be of use. Throws SendFailure, NotYet, TryAgain and TakenOver.
 */
export async function putMessage(
  parts: DeliveryParts,
  sender: Sender,
  delivery: Delivery,
  payload: Payload,
  attempt: Attempt,
): Promise<SlackPlace | null> {
  const { prisma } = parts.store;
  // Sent before; only the attachment was missing.
  if (delivery.slackTs !== null && delivery.slackChannelId !== null)
    return { channel: delivery.slackChannelId, ts: delivery.slackTs };

  const audience = delivery.audience === 'partner' ? 'partner' : 'internal';
  const found = await parts.places.find(delivery.workspaceId, sender, delivery.target, audience);
  attempt.isElsewhere = found.notice !== null;
  const threadTs = await findThread(
    prisma,
    delivery.workspaceId,
    found.channel,
    found.notice === null ? (payload.thread ?? null) : null,
    (surface) => showSurface(parts, delivery.workspaceId, surface),
  );
  const earlier = await lookForSent(parts, sender, delivery, found, threadTs);
  if (earlier === null && isStale(payload, parts.clock.now())) return null;
  const message = withNotice(payload.message, found.notice);
  return earlier ?? (await send(parts, sender, delivery, message, found, threadTs, attempt));
}

/**
 * After an uncertain outcome, the message as Slack has it: in its thread, or in the channel, where it goes when the
 * thread takes no answers (`send`). What only one person saw leaves no trace to look for.
 */
async function lookForSent(
  parts: DeliveryParts,
  sender: Sender,
  delivery: Delivery,
  place: Place,
  threadTs: string | null,
): Promise<SlackPlace | null> {
  const { id, sendingAt } = delivery;
  if (sendingAt === null || place.ephemeralFor !== null) return null;
  const channel = delivery.slackChannelId ?? place.channel;
  try {
    const inThread = threadTs === null ? null : await lookInThread(sender, channel, threadTs, id, sendingAt);
    return inThread ?? (await sender.findSent(channel, null, id, sendingAt));
  } catch (error) {
    if (!(error instanceof SendFailure)) throw error;
    if (error.failure.kind !== 'final' || error.failure.placeIsGone) throw error;
    parts.log.warn(
      { delivery: id, error: error.failure.code },
      'Cannot look whether a message got through; sending it again',
    );
    return null;
  }
}

/** Null too when the thread was deleted, and with it whatever was in it. */
async function lookInThread(
  sender: Sender,
  channel: string,
  threadTs: string,
  id: string,
  triedAt: Date,
): Promise<SlackPlace | null> {
  try {
    return await sender.findSent(channel, threadTs, id, triedAt);
  } catch (error) {
    if (isThreadGone(error)) return null;
    throw error;
  }
}

async function send(
  parts: DeliveryParts,
  sender: Sender,
  delivery: Delivery,
  message: Message,
  place: Place,
  threadTs: string | null,
  attempt: Attempt,
): Promise<SlackPlace> {
  const claim = claimPost(parts, delivery, place.channel, () => {
    attempt.isSending = true;
  });
  const { id } = delivery;
  const { channel, ephemeralFor } = place;
  if (ephemeralFor !== null) return sendToOne(sender, channel, ephemeralFor, message, threadTs, id, claim);
  try {
    return await sender.post({ channel, threadTs }, message, id, claim);
  } catch (error) {
    if (!isThreadGone(error) || threadTs === null) throw error;
    return await sender.post({ channel, threadTs: null }, message, id, claim);
  }
}

/** What only one person sees; to them directly where the channel does not take it any more, so that it is not lost. */
async function sendToOne(
  sender: Sender,
  channel: string,
  user: string,
  message: Message,
  threadTs: string | null,
  id: string,
  claim: Claim,
): Promise<SlackPlace> {
  try {
    await sender.postEphemeral({ channel, threadTs, user }, message, id, claim);
    return { channel, ts: '' };
  } catch (error) {
    if (isThreadGone(error) && threadTs !== null)
      return sendToOne(sender, channel, user, message, null, id, claim);
    if (!isPlaceGone(error)) throw error;
    const direct = await sender.openDirectMessage(user);
    return await sender.post({ channel: direct, threadTs: null }, message, id, claim);
  }
}

function isThreadGone(error: unknown): boolean {
  return error instanceof SendFailure && error.failure.kind === 'message-gone';
}

function isPlaceGone(error: unknown): boolean {
  return error instanceof SendFailure && error.failure.kind === 'final' && error.failure.placeIsGone;
}

/** Puts the attachment into the post's thread. Returns why not when Slack refuses it for good: the post itself stands. */
export async function attach(
  parts: DeliveryParts,
  sender: Sender,
  delivery: Delivery,
  place: SlackPlace,
  attachment: Attachment,
): Promise<string | null> {
  try {
    if (delivery.slackFileId !== null && (await sender.hasFile(delivery.slackFileId, place))) return null;
    const fileId = delivery.slackFileId ?? (await sender.uploadFile(attachment));
    const { count } = await parts.store.prisma.delivery.updateMany({
      where: { id: delivery.id, status: delivery.status, slackFileId: delivery.slackFileId },
      data: { slackFileId: fileId },
    });
    // Another has uploaded it meanwhile, or has done with the post. What is not shared, nobody sees.
    if (count === 0) throw new TakenOver();
    await sender.shareFile(fileId, attachment.title, place, claimUnlessOvertaken(parts));
    return null;
  } catch (error) {
    const isForGood = error instanceof SendFailure && ['final', 'message-gone'].includes(error.failure.kind);
    if (!isForGood) throw error;
    parts.log.warn({ delivery: delivery.id, err: error }, 'A file could not be attached');
    return `The file ${attachment.filename} was not attached: ${error.message}`;
  }
}
