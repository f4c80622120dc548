import type { Prisma } from '../store/generated/client.ts';
import { storableText } from '../store/storable-text.ts';
import type { Work } from '../work.ts';
import type { Post, SurfaceRef, Target } from './message.ts';

/**
 * Records messages to be sent once this transaction has committed, in this order within a channel. A post
 * whose key was recorded before, in this or any earlier transaction, changes nothing. Many posts are recorded
 * in one statement.
 */
export async function post(work: Work, ...posts: readonly Post[]): Promise<void> {
  if (posts.length === 0) return;
  const recorded = await work.tx.delivery.createManyAndReturn({
    data: posts.map((item) => ({
      id: work.newId(),
      workspaceId: work.workspaceId,
      key: item.key,
      target: targetKey(item.to),
      audience: item.audience,
      payload: storable({ ...item, reference: work.reference }),
      createdAt: work.now,
    })),
    skipDuplicates: true,
    select: { key: true, target: true },
  });
  const urgencyByKey = new Map(posts.map((item) => [item.key, item.urgency]));
  for (const { key, target } of recorded)
    work.enqueueDelivery({ target }, urgencyByKey.get(key) ?? 'interactive');
}

/** Whether this was said before: under the same key it is not said again. */
export async function isPosted({ tx, workspaceId }: Work, key: string): Promise<boolean> {
  return (await tx.delivery.count({ where: { workspaceId, key } })) > 0;
}

/**
 * Records that live views have changed, or are wanted for the first time; what they show is rendered from the newest
 * state when it is sent. Another target than before makes a view appear anew there. However many, in one statement;
 * of a view named twice the last counts.
 */
export async function touch(work: Work, ...surfaces: readonly SurfaceRef[]): Promise<void> {
  const byName = new Map(
    surfaces.map((surface) => [JSON.stringify([surface.kind, surface.subject]), surface]),
  );
  if (byName.size === 0) return;
  const rows = [...byName.values()].map(({ kind, subject, to, thread }) => ({
    ...{ id: work.newId(), kind, subject, target: targetKey(to) },
    ...(thread && { thread: storable(thread) }),
  }));
  await work.tx.$executeRaw`
    INSERT INTO "Surface" AS s ("id", "workspaceId", "kind", "subject", "target", "thread", "updatedAt")
    SELECT "id", ${work.workspaceId}::uuid, "kind", "subject", "target", "thread", ${work.now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row("id" uuid, "kind" text, "subject" text, "target" text, "thread" jsonb)
    ON CONFLICT ("workspaceId", "kind", "subject") DO UPDATE SET
      "version" = s."version" + 1,
      "updatedAt" = EXCLUDED."updatedAt",
      "target" = EXCLUDED."target",
      "thread" = EXCLUDED."thread",
      "slackChannelId" = CASE WHEN s."target" = EXCLUDED."target" THEN s."slackChannelId" END,
      "slackTs" = CASE WHEN s."target" = EXCLUDED."target" THEN s."slackTs" END,
      "shownHash" = CASE WHEN s."target" = EXCLUDED."target" THEN s."shownHash" END,
      "givenUp" = CASE WHEN s."target" = EXCLUDED."target" THEN s."givenUp" END`;
  for (const { kind, subject, target } of rows)
    work.enqueueDelivery({ target, surface: { kind, subject } }, work.urgency);
}

/** Records that what a live view shows has changed; nothing where it was never wanted. */
export async function retouch(
  work: Work,
  { kind, subject }: { readonly kind: string; readonly subject: string },
): Promise<void> {
  const [shown] = await work.tx.surface.updateManyAndReturn({
    where: { workspaceId: work.workspaceId, kind, subject },
    data: { version: { increment: 1 }, updatedAt: work.now },
    select: { target: true },
  });
  if (shown) work.enqueueDelivery({ target: shown.target, surface: { kind, subject } }, work.urgency);
}

/** A target as the database and the queue key it: `channel:C…`, `person:U…`, `ephemeral:C…:U…`, `home:U…`. */
export function targetKey(target: Target): string {
  if ('channel' in target) return `channel:${target.channel}`;
  if ('person' in target) return `person:${target.person}`;
  if ('home' in target) return `home:${target.home}`;
  return `ephemeral:${target.ephemeral.channel}:${target.ephemeral.user}`;
}

/** As JSON that Postgres accepts. */
function storable(value: object): Prisma.InputJsonObject {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part)),
  );
}
