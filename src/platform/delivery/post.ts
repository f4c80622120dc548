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

/**
 * Records that a live view has changed, or is wanted for the first time; what it shows is rendered from the
 * newest state when it is sent. Another target than before makes it appear anew there.
 */
export async function touch(work: Work, surface: SurfaceRef): Promise<void> {
  const target = targetKey(surface.to);
  const thread = surface.thread ? JSON.stringify(storable(surface.thread)) : null;
  await work.tx.$executeRaw`
    INSERT INTO "Surface" AS s ("id", "workspaceId", "kind", "subject", "target", "thread", "updatedAt")
    VALUES (${work.newId()}::uuid, ${work.workspaceId}::uuid, ${surface.kind}, ${surface.subject}, ${target},
            ${thread}::jsonb, ${work.now})
    ON CONFLICT ("workspaceId", "kind", "subject") DO UPDATE SET
      "version" = s."version" + 1,
      "updatedAt" = EXCLUDED."updatedAt",
      "target" = EXCLUDED."target",
      "thread" = EXCLUDED."thread",
      "slackChannelId" = CASE WHEN s."target" = EXCLUDED."target" THEN s."slackChannelId" END,
      "slackTs" = CASE WHEN s."target" = EXCLUDED."target" THEN s."slackTs" END,
      "shownHash" = CASE WHEN s."target" = EXCLUDED."target" THEN s."shownHash" END,
      "givenUp" = CASE WHEN s."target" = EXCLUDED."target" THEN s."givenUp" END`;
  work.enqueueDelivery({ target, surface: { kind: surface.kind, subject: surface.subject } }, work.urgency);
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
