import { z } from 'zod';
import { SendFailure } from '../slack/send-failure.ts';
import { NotYet } from '../slack/turns.ts';
import type { Work } from '../work.ts';
import { type DeliveryParts, TakenOver, TryAgain } from './delivery-parts.ts';
import type { Invitation } from './message.ts';

const invitationSchema = z.object({
  slackChannelId: z.string(),
  email: z.string(),
  requestedBy: z.string(),
});

/** Tries before it is given up, the queue's delays between them. */
const mostTries = 30;

const prefix = 'invite:';

export function isInvitation(target: string): boolean {
  return target.startsWith(prefix);
}

/** Records an invitation to be sent once this transaction has committed; `key` names it, and is sent once. */
export async function invite(work: Work, key: string, invitation: Invitation): Promise<void> {
  const target = `${prefix}${invitation.slackChannelId}`;
  await work.tx.delivery.createMany({
    data: [
      {
        id: work.newId(),
        workspaceId: work.workspaceId,
        key,
        target,
        audience: 'partner',
        payload: { invitation: { ...invitation } },
        createdAt: work.now,
      },
    ],
    skipDuplicates: true,
  });
  work.enqueueDelivery({ target }, 'interactive');
}

/** Who asked last for an invitation into a channel, by Slack id; null when nobody did. */
export async function lastInviter(work: Work, slackChannelId: string): Promise<string | null> {
  const row = await work.tx.delivery.findFirst({
    where: { workspaceId: work.workspaceId, target: `${prefix}${slackChannelId}` },
    orderBy: { sequence: 'desc' },
  });
  return row && invitationOf(row.payload).requestedBy;
}

function invitationOf(payload: unknown): Invitation {
  return z.object({ invitation: invitationSchema }).parse(payload).invitation;
}

/** Slack says these when an earlier try, whose answer was lost, got through. */
const sentBefore = ['connection_limit_exceeded_pending', 'already_in_channel'];

/**
 * Sends the oldest invitation that waits for a channel, and tells the app what came of it. Slack knows no way to
 * look for one after a lost answer: the address may then be written to twice. Throws TryAgain.
 */
export async function sendInvitation(
  parts: DeliveryParts,
  workspaceId: string,
  target: string,
): Promise<void> {
  const { delivery: deliveries } = parts.store.prisma;
  const row = await deliveries.findFirst({
    where: { workspaceId, target, status: 'pending' },
    orderBy: { sequence: 'asc' },
  });
  if (!row) return;
  const { id, sendingAt: triedAt, attempts } = row;
  const invitation = invitationOf(row.payload);
  let code: string | null = null;
  const claim = async () => {
    const { count } = await deliveries.updateMany({
      where: { id, status: 'pending', attempts },
      data: { sendingAt: parts.clock.now(), attempts: { increment: 1 } },
    });
    // The pause may have come after the statement, too.
    if (count === 0 || parts.isOvertaken()) throw new TakenOver();
  };
  try {
    const sender = await parts.senderFor(workspaceId);
    await sender.inviteShared(invitation.slackChannelId, invitation.email, claim);
  } catch (error) {
    // What has become of it is for whoever has taken over to say.
    if (parts.isOvertaken()) throw new TakenOver();
    const failure = error instanceof SendFailure ? error.failure : null;
    if (failure?.kind === 'final') {
      code = triedAt !== null && sentBefore.includes(failure.code) ? null : failure.code;
    } else if (failure === null && !(error instanceof NotYet)) {
      throw error;
    } else if (attempts >= mostTries) {
      code = 'no_answer';
    } else {
      if (failure?.kind !== 'uncertain')
        await deliveries.updateMany({
          where: { id, status: 'pending', attempts: attempts + 1 },
          data: { sendingAt: triedAt },
        });
      throw new TryAgain('Slack has not taken the invitation yet.');
    }
  }
  await parts.inWork({ workspaceId, source: 'delivery' }, async (work) => {
    const { count } = await work.tx.delivery.updateMany({
      // Whoever has taken over may have told what came of it.
      where: { id, workspaceId, status: 'pending' },
      data:
        code === null
          ? { status: 'sent', sentAt: work.now, sendingAt: null, lastError: null }
          : { status: 'dismissed', sendingAt: null, lastError: code },
    });
    if (count > 0) await parts.channels.invited(work, invitation, code);
  });
  parts.onOutcome?.(code === null ? 'sent' : 'dead');
}
