import { createHash } from 'node:crypto';
import { say } from '../slack/kit/index.ts';
import { SendFailure } from '../slack/send-failure.ts';
import type { Sender, SlackPlace } from '../slack/sender.ts';
import { NotYet } from '../slack/turns.ts';
import { Prisma, type Surface, type Workspace } from '../store/generated/client.ts';
import { joinedColumns, joinedRow, knownRows } from '../store/known-rows.ts';
import { claimUnlessOvertaken, type DeliveryParts, TakenOver } from './delivery-parts.ts';
import { holdWhileClosed } from './hold.ts';
import type { Message, Rendered } from './message.ts';
import { withNotice } from './notice.ts';
import { showCanvas } from './show-canvas.ts';
import { keepNewest, leaveAlone, logUnchanged, recordShown, recordSurfaceFailure } from './surface-state.ts';
import { findThread, threadSchema } from './thread.ts';

type SurfaceName = Pick<Surface, 'kind' | 'subject'>;

/**
 * Brings what Slack shows of a live view up to the newest state: many changes, one update. Does nothing when
 * that state is already shown. A message that was deleted is posted anew. Throws TryAgain when it is to be
 * tried later.
 */
export async function showSurface(
  parts: DeliveryParts,
  workspaceId: string,
  name: SurfaceName,
): Promise<void> {
  const where = { workspaceId_kind_subject: { workspaceId, ...name } };
  const { surface: surfaces } = parts.store.prisma;
  const before = await surfaces.findUnique({ where });
  if (!before) return;
  if (before.shownVersion >= before.version) return logUnchanged(parts, before);
  if (before.givenUp !== null) return leaveAlone(parts, before);
  let surface = before;
  const attempt = { isElsewhere: false };
  try {
    // Read again after a wait, so that what changed meanwhile is shown with it.
    if (await parts.pacing.surface(before.id)) surface = (await surfaces.findUnique({ where })) ?? before;
    if (await holdWhileClosed(parts, workspaceId, surface.target, keepNewest(surface))) return;
    const rendered = await render(parts, surface);
    await show(parts, surface, rendered, attempt);
  } catch (error) {
    await recordSurfaceFailure(parts, surface, error, attempt.isElsewhere);
  }
}

/**
 * Tries whether a closed channel takes posts again with a live view that waits for it. Answers whether it did; false
 * too when none waits, or when there was nothing new to show. Throws TryAgain.
 */
export async function tryHeldSurface(
  parts: DeliveryParts,
  workspaceId: string,
  target: string,
): Promise<boolean> {
  const waiting = await parts.store.prisma.surface.findMany({
    where: { workspaceId, target, lastError: { not: null } },
  });
  for (const surface of waiting) {
    const attempt = { isElsewhere: false };
    try {
      await parts.pacing.surface(surface.id);
      const isTaken = await show(parts, surface, await render(parts, surface), attempt);
      if (isTaken && !attempt.isElsewhere) return true;
    } catch (error) {
      await recordSurfaceFailure(parts, surface, error, attempt.isElsewhere);
    }
  }
  return false;
}

/** Answers whether a message was taken: not when all is shown already, nor for a canvas, which is none. */
async function show(
  parts: DeliveryParts,
  surface: Surface,
  rendered: Rendered | null,
  attempt: { isElsewhere: boolean },
): Promise<boolean> {
  if (!rendered) {
    await recordShown(parts, surface, {});
    return false;
  }
  const sender = await parts.senderFor(surface.workspaceId);
  if ('canvas' in rendered) {
    await recordShown(
      parts,
      surface,
      await showCanvas(sender, surface, rendered, claimUnlessOvertaken(parts)),
    );
    return false;
  }
  const [targetKind, user = ''] = surface.target.split(':');
  if (targetKind === 'home') {
    const shownHash = hashOf(user, rendered.message);
    const isNew = shownHash !== surface.shownHash;
    // An older state must not be shown over the newer one of a process that has taken over.
    if (isNew) await sender.publishHome(user, rendered.message, claimUnlessOvertaken(parts));
    await recordShown(parts, surface, { shownHash });
    return isNew;
  }
  const { channel, notice } = await parts.places.find(
    surface.workspaceId,
    sender,
    surface.target,
    rendered.audience,
  );
  attempt.isElsewhere = notice !== null;
  const message = withNotice(rendered.message, notice);
  const shownHash = hashOf(channel, message);
  const shown = surface.slackTs !== null && surface.slackChannelId === channel ? surface.slackTs : null;
  if (shown !== null && shownHash === surface.shownHash) {
    await recordShown(parts, surface, {});
    return false;
  }
  if (notice !== null) await withdraw(parts, sender, surface, channel);
  const place =
    (shown !== null && (await update(parts, sender, { channel, ts: shown }, message, surface.id))) ||
    (await create(parts, sender, surface, channel, message));
  await recordShown(parts, surface, { shownHash, slackChannelId: place.channel, slackTs: place.ts });
  return true;
}

/** What is internal does not stay in a channel that others have come to read. */
async function withdraw(
  parts: DeliveryParts,
  sender: Sender,
  surface: Surface,
  goesTo: string,
): Promise<void> {
  const { slackChannelId, slackTs, id } = surface;
  if (slackChannelId === null || slackTs === null || slackChannelId === goesTo) return;
  await update(
    parts,
    sender,
    { channel: slackChannelId, ts: slackTs },
    say('This was moved to a direct message.'),
    id,
  );
}

/** Null when the message is no more. */
async function update(
  parts: DeliveryParts,
  sender: Sender,
  place: SlackPlace,
  message: Message,
  id: string,
): Promise<SlackPlace | null> {
  try {
    await sender.update(place, message, id, claimUnlessOvertaken(parts));
    return place;
  } catch (error) {
    if (error instanceof SendFailure && error.failure.kind === 'message-gone') return null;
    throw error;
  }
}

async function create(
  parts: DeliveryParts,
  sender: Sender,
  surface: Surface,
  channel: string,
  message: Message,
): Promise<SlackPlace> {
  const thread = surface.thread === null ? null : threadSchema.parse(surface.thread);
  const threadTs = await findThread(parts.store.prisma, surface.workspaceId, channel, thread, (name) =>
    showSurface(parts, surface.workspaceId, name),
  );
  if (surface.sendingAt !== null) {
    const found = await sender.findSent(channel, threadTs, surface.id, surface.sendingAt);
    // One that was deleted and is being posted anew is not found either.
    if (found && found.ts !== surface.slackTs)
      return (await update(parts, sender, found, message, surface.id)) ?? found;
  }
  const { surface: surfaces } = parts.store.prisma;
  const { id, slackTs } = surface;
  let { sendingAt } = surface;
  const claim = async () => {
    // Kept while it is uncertain, since from there on it is looked for; moved on, so that the next one is told apart.
    const triedAt = sendingAt ? new Date(sendingAt.getTime() + 1) : parts.clock.now();
    // A process that was paused for longer than its lease finds that another has tried meanwhile.
    const { count } = await surfaces.updateMany({
      where: { id, sendingAt, slackTs },
      data: { sendingAt: triedAt },
    });
    if (count === 0 || parts.isOvertaken()) throw new TakenOver();
    sendingAt = triedAt;
  };
  try {
    return await sender.post({ channel, threadTs }, message, surface.id, claim);
  } catch (error) {
    const isUnsent =
      error instanceof NotYet || (error instanceof SendFailure && error.failure.kind !== 'uncertain');
    // The try of a process that has taken over meanwhile is not this one's to forget, nor is an earlier one that is uncertain.
    if (isUnsent && surface.sendingAt === null)
      await surfaces.updateMany({ where: { id, sendingAt }, data: { sendingAt: null } });
    throw error;
  }
}

/** The view of the newest state, read in a transaction that can change nothing. */
async function render(
  parts: DeliveryParts,
  { workspaceId, kind, subject }: Surface,
): Promise<Rendered | null> {
  const renderer = parts.renderers[kind];
  if (!renderer) throw new Error(`No feature renders surfaces of kind ${kind}.`);
  const options = {
    workspaceId,
    source: `surface:${kind}`,
    isReadOnly: true,
    asking: ownWorkspace(workspaceId),
  };
  const result = await parts.inWork(options, (work, asked) => {
    const workspace = joinedRow<Workspace>('own', asked);
    if (workspace) knownRows(work.tx, 'workspace').set(workspaceId, workspace);
    return renderer(work, subject);
  });
  return result.duplicate ? null : result.value;
}

const workspaceColumns = joinedColumns('own', Prisma.WorkspaceScalarFieldEnum);

/** Every view needs its name, its time zone or its holidays. */
const ownWorkspace = (id: string) =>
  Prisma.sql`SELECT ${workspaceColumns} FROM "Workspace" AS own WHERE own."id" = ${id}::uuid`;

function hashOf(channel: string, message: Message): string {
  return createHash('sha256')
    .update(JSON.stringify([channel, message]))
    .digest('hex');
}
