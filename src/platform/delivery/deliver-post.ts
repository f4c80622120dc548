import { z } from 'zod';
import { NotInstalled, TokenBeingRenewed } from '../installations/installations.ts';
import { SendFailure } from '../slack/send-failure.ts';
import { NotYet } from '../slack/turns.ts';
import type { Delivery } from '../store/generated/client.ts';
import { isPassingFault } from '../store/passing-fault.ts';
import { describeSpan } from '../tracing.ts';
import {
  type DeliveryParts,
  mostAttempts,
  notTaken,
  ourFault,
  TakenOver,
  TryAgain,
} from './delivery-parts.ts';
import { giveUp } from './give-up.ts';
import { channelOfTarget, holdBack, holdRefused, holdWhileClosed } from './hold.ts';
import { type Attempt, attach, isStale, payloadSchema, putMessage } from './put-message.ts';
import { tryHeldSurface } from './show-surface.ts';

/** A fault of our own is not mended by waiting, and holds back what comes after: given up within the half hour. */
const mostFaults = 20;

const referenceSchema = z.object({ reference: z.string() });

/**
 * Sends the oldest pending post of a target, once. That it is about to be sent is committed before Slack is
 * called; a post found in that state, after a crash or a lost answer, is first looked for in Slack.
 * Throws TryAgain when it is to be tried later; what cannot be sent at all is recorded as dead, with the reason.
 */
export async function deliverNextPost(
  engine: DeliveryParts,
  workspaceId: string,
  target: string,
): Promise<void> {
  const delivery = await engine.store.prisma.delivery.findFirst({
    where: { workspaceId, target, status: 'pending' },
    orderBy: { sequence: 'asc' },
  });
  if (!delivery) return;
  if (delivery.slackTs === null && (await holdWhileClosed(engine, workspaceId, target))) return;
  await deliverPost(engine, delivery);
}

/**
 * Looks whether a closed channel is open again. Slack says most of it (archived, shared, frozen); whether it takes
 * posts where it has refused one is tried with the oldest that is owed, or with a live view. Throws TryAgain.
 */
export async function probe(engine: DeliveryParts, workspaceId: string, target: string): Promise<void> {
  const { channels, inWork, store } = engine;
  const channel = channelOfTarget(target);
  if (channel === null || !(await channels.closedBecause(workspaceId, channel))) return;
  const seen = await lookAgain(engine, workspaceId, channel);
  if (seen === undefined) return;
  const work = { workspaceId, source: 'delivery' };
  const done = await inWork(work, (unit) => channels.seen(unit, channel, seen));
  if (done.duplicate || !done.value) return;
  for (let outcome: Outcome = 'dropped'; outcome === 'dropped'; ) {
    const delivery = await store.prisma.delivery.findFirst({
      where: { workspaceId, target, status: 'held' },
      orderBy: { sequence: 'asc' },
    });
    if (delivery) outcome = await deliverPost(engine, delivery);
    else outcome = (await tryHeldSurface(engine, workspaceId, target)) ? 'arrived' : 'failed';
    if (outcome === 'arrived') await inWork(work, (unit) => channels.reopened(unit, channel));
  }
}

/** How a channel stands; undefined where that cannot be learnt, at present or at all. */
async function lookAgain(engine: DeliveryParts, workspaceId: string, channel: string) {
  try {
    return await (await engine.senderFor(workspaceId)).look(channel);
  } catch (error) {
    if (error instanceof NotInstalled) return undefined;
    const failure = error instanceof SendFailure ? error.failure : null;
    if (failure?.kind !== 'final') throw new TryAgain(error instanceof Error ? error.message : String(error));
    engine.log.warn({ channel, error: failure.code }, 'Cannot look whether a channel is open again');
    return undefined;
  }
}

/** `elsewhere`: not in the channel it was meant for; `dropped`: too late to be of use. */
type Outcome = 'arrived' | 'elsewhere' | 'dropped' | 'failed';

/** Sends one post. Throws TryAgain. */
async function deliverPost(engine: DeliveryParts, delivery: Delivery): Promise<Outcome> {
  const { workspaceId } = delivery;
  const { delivery: deliveries } = engine.store.prisma;
  // The interaction it answers, so that one search of the log finds both.
  const reference = referenceSchema.safeParse(delivery.payload).data?.reference;
  if (reference !== undefined) describeSpan({ 'tandem.reference': reference });
  const parts = { ...engine, log: reference === undefined ? engine.log : engine.log.child({ reference }) };
  const attempt: Attempt = { isSending: false, isElsewhere: false };
  try {
    const payload = payloadSchema.parse(delivery.payload);
    // What may be in Slack already is looked for first, however late it is.
    const isUntried = delivery.sendingAt === null && delivery.slackTs === null;
    if (isUntried && isStale(payload, parts.clock.now())) {
      await drop(parts, delivery);
      return 'dropped';
    }
    const sender = await parts.senderFor(workspaceId);
    const place = await putMessage(parts, sender, delivery, payload, attempt);
    if (place === null) {
      await drop(parts, delivery);
      return 'dropped';
    }
    attempt.isSending = false;
    const { channel, ts } = place;
    const where = { id: delivery.id };
    const isAt = { slackChannelId: channel, slackTs: ts === '' ? null : ts };
    let fault: string | null = null;
    if (payload.attachment && ts !== '') {
      // Kept first, so that the post is not looked for, or sent, a second time for its file's sake.
      await deliveries.update({ where, data: isAt, select: { id: true } });
      fault = await attach(parts, sender, delivery, place, payload.attachment);
    }
    await deliveries.update({
      where,
      data: { ...isAt, status: 'sent', sentAt: parts.clock.now(), sendingAt: null, lastError: fault },
      select: { id: true },
    });
    parts.onOutcome?.('sent');
    parts.log.info({ delivery: delivery.id, channel, ts }, 'sent');
    return attempt.isElsewhere ? 'elsewhere' : 'arrived';
  } catch (error) {
    await recordFailure(parts, delivery, attempt, error);
    return 'failed';
  }
}

async function drop(parts: DeliveryParts, delivery: Delivery): Promise<void> {
  const { id, key, target, status, attempts, sendingAt } = delivery;
  const { count } = await parts.store.prisma.delivery.updateMany({
    // After a pause another may be sending it, or have sent it in time.
    where: { id, status, attempts, sendingAt, slackTs: null },
    data: {
      status: 'dismissed',
      sendingAt: null,
      lastError: 'It could only be sent when it was too late to be of use.',
    },
  });
  if (count === 0) throw new TakenOver();
  parts.log.info({ id, key, target }, 'Too late to be of use: not sent');
  parts.onOutcome?.('stale');
}

async function recordFailure(
  parts: DeliveryParts,
  delivery: Delivery,
  attempt: Attempt,
  error: unknown,
): Promise<void> {
  // What is pending waits for the app to be installed again, and is put back to work then.
  if (error instanceof NotInstalled) return;
  if (error instanceof TakenOver) throw error;
  // What has become of it is for whoever has taken over to say.
  if (parts.isOvertaken()) throw new TakenOver();
  const failure = error instanceof SendFailure ? error.failure : null;
  const reason = error instanceof Error ? error.message : String(error);
  // This try has come to nothing; an earlier one whose outcome is uncertain stays so, and is looked for.
  const undone: Mark = attempt.isSending ? { sendingAt: delivery.sendingAt } : {};
  if (
    failure?.kind === 'final' &&
    failure.placeIsGone &&
    !attempt.isElsewhere &&
    (await keep(parts, delivery, failure.code, undone))
  )
    return;
  if (failure?.kind === 'final' || failure?.kind === 'blocks-refused' || failure?.kind === 'message-gone')
    return bury(parts, delivery, reason, failure.kind === 'final' && failure.placeIsGone, undone);
  const isPaced = error instanceof NotYet || error instanceof TokenBeingRenewed;
  const waitsForThread = error instanceof TryAgain;
  const isOurFault = failure === null && !isPaced && !waitsForThread && !isPassingFault(error);
  if (isOurFault) parts.log.error({ delivery: delivery.id, err: error }, 'A post could not be sent');
  const isCertainlyUnsent = failure === null ? isPaced || waitsForThread : failure.kind !== 'uncertain';
  const mark = isCertainlyUnsent ? undone : {};
  if (isOurFault && delivery.attempts >= mostFaults) return bury(parts, delivery, ourFault, false, mark);
  if (delivery.attempts >= mostAttempts) return bury(parts, delivery, notTaken, false, mark);
  // Sending counts itself (claim-post.ts). What never gets so far must have an end too, or the channel stands for good.
  const isUncounted = !attempt.isSending && (failure !== null || waitsForThread);
  await parts.store.prisma.delivery.updateMany({
    // Another process may have sent it meanwhile.
    where: { id: delivery.id, status: delivery.status },
    data: {
      lastError: reason,
      ...mark,
      ...((isOurFault || isUncounted) && { attempts: { increment: 1 } }),
    },
  });
  parts.onOutcome?.('retried');
  throw new TryAgain(reason);
}

/** What is written of whether the post may be in Slack; nothing where that is written already. */
type Mark = Partial<Pick<Delivery, 'sendingAt'>>;

/** Holds the post back, with all that waits behind it, while its channel is closed. */
function keep(parts: DeliveryParts, delivery: Delivery, code: string, mark: Mark): Promise<boolean> {
  const { id, target, workspaceId } = delivery;
  return holdRefused(parts, workspaceId, target, code, async (work, reason) => {
    // With another channel to go on in, the app has moved it there.
    await work.tx.delivery.updateMany({
      where: { id, workspaceId, target },
      data: { status: 'held', lastError: reason, ...mark },
    });
    await holdBack(work, target, reason);
  });
}

function bury(
  parts: DeliveryParts,
  delivery: Delivery,
  reason: string,
  placeIsGone: boolean,
  mark: Mark,
): Promise<void> {
  const { id, key, target, workspaceId } = delivery;
  parts.onOutcome?.('dead');
  return giveUp(parts, workspaceId, { id, key, target, reason, placeIsGone }, (work) =>
    work.tx.delivery.update({
      where: { id, workspaceId },
      data: { status: 'dead', lastError: reason, ...mark },
    }),
  );
}
