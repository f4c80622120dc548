import { NotInstalled, TokenBeingRenewed } from '../installations/installations.ts';
import { CanvasRefused } from '../slack/canvases.ts';
import { SendFailure } from '../slack/send-failure.ts';
import { NotYet } from '../slack/turns.ts';
import type { Surface } from '../store/generated/client.ts';
import { isPassingFault } from '../store/passing-fault.ts';
import type { Work } from '../work.ts';
import {
  type DeliveryParts,
  mostAttempts,
  notTaken,
  ourFault,
  TakenOver,
  TryAgain,
} from './delivery-parts.ts';
import { giveUp } from './give-up.ts';
import { holdRefused } from './hold.ts';

/** What Slack shows now, of the state that was read; a newer one, shown meanwhile by another process, stands. */
export async function recordShown(
  parts: DeliveryParts,
  surface: Surface,
  shown: { shownHash?: string; slackChannelId?: string; slackTs?: string },
): Promise<void> {
  // The target is part of the condition: a view moved meanwhile has nothing shown at its new place.
  await parts.store.prisma.surface.updateMany({
    // So is the version: after a pause another process may have shown a newer one.
    where: { id: surface.id, target: surface.target, shownVersion: { lte: surface.version } },
    data: { ...shown, shownVersion: surface.version, sendingAt: null, attempts: 0, lastError: null },
  });
  const { shownHash, slackChannelId: channel, slackTs: ts } = shown;
  if (shownHash === undefined || shownHash === surface.shownHash) return logUnchanged(parts, surface);
  parts.onOutcome?.('shown');
  parts.log.info({ surface: surface.id, kind: surface.kind, channel, ts }, 'shown');
}

/** An update before has shown this change along with its own, or it changed nothing that is seen. */
export function logUnchanged({ log }: DeliveryParts, { id, kind }: Surface): void {
  log.info({ surface: id, kind }, 'shown already');
}

/** What becomes of a live view that could not be shown: TryAgain is thrown, or it is held back, or given up. */
export async function recordSurfaceFailure(
  parts: DeliveryParts,
  surface: Surface,
  error: unknown,
  isElsewhere: boolean,
): Promise<void> {
  // It is shown once the app is installed again.
  if (error instanceof NotInstalled) return;
  if (error instanceof TakenOver) throw error;
  // What has become of it is for whoever has taken over to say.
  if (parts.isOvertaken()) throw new TakenOver();
  const reason = error instanceof Error ? error.message : String(error);
  const failure = error instanceof SendFailure ? error.failure : null;
  const mayPass =
    error instanceof NotYet ||
    error instanceof TryAgain ||
    error instanceof TokenBeingRenewed ||
    failure?.kind === 'retry' ||
    failure?.kind === 'uncertain' ||
    failure?.kind === 'limited' ||
    isPassingFault(error);
  const { id, kind, subject, target, version, attempts } = surface;
  const isCounted = failure !== null || error instanceof TryAgain;
  // Once its tries are used up there is one for each change: its channel is not held up for hours again.
  if (mayPass && !(isCounted && attempts >= mostAttempts)) {
    await parts.store.prisma.surface.update({
      where: { id },
      data: { lastError: reason, ...(isCounted && { attempts: { increment: 1 } }) },
    });
    parts.onOutcome?.('retried');
    throw new TryAgain(reason);
  }
  // A fault in a renderer included: the next change of state tries again.
  if (!failure && !mayPass)
    parts.log.error({ surface: id, kind, err: error }, 'A live view could not be shown');
  const placeIsGone = failure?.kind === 'final' && failure.placeIsGone;
  if (
    placeIsGone &&
    !isElsewhere &&
    (await holdRefused(parts, surface.workspaceId, target, failure.code, keepNewest(surface)))
  )
    return;
  const isCanvas = error instanceof CanvasRefused;
  parts.onOutcome?.('dead');
  await giveUp(
    parts,
    surface.workspaceId,
    {
      ...{ id, key: `${kind}:${subject}`, target, placeIsGone, isCanvas },
      reason: mayPass ? notTaken : failure ? reason : ourFault,
    },
    (work) =>
      work.tx.surface.update({
        where: { id, workspaceId: surface.workspaceId },
        data: {
          ...{ shownVersion: version, lastError: mayPass ? notTaken : reason },
          ...(isCanvas && error.isForGood && { givenUp: 'dead' }),
        },
      }),
  );
}

/** The state that cannot be shown is marked by its reason: `release` shows the newest one when the channel is open. */
export function keepNewest({ id, version, workspaceId, target }: Surface) {
  return (work: Work, reason: string) =>
    work.tx.surface.updateMany({
      where: { id, workspaceId, target },
      data: { shownVersion: version, lastError: reason },
    });
}

/** What Slack refuses for good is not tried at each change: see `resend` and `tryCanvasAgain`. */
export async function leaveAlone(parts: DeliveryParts, { id, version }: Surface): Promise<void> {
  await parts.store.prisma.surface.updateMany({
    where: { id, givenUp: { not: null }, shownVersion: { lt: version } },
    data: { shownVersion: version },
  });
}
