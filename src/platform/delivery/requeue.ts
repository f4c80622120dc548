import type { JobInsert, PgBoss } from 'pg-boss';
import type { Store } from '../store/store.ts';
import { type DeliveryJob, deliveryQueue, orderKey, priorityOf } from './queue.ts';
import { tellQueued } from './wake.ts';

/**
 * What a killed process left behind, put back to work at the start. On the embedded store no other process can
 * be at work, so a job marked active is an orphan; on a server pg-boss notices by the missing heartbeat.
 */
export async function requeueForgotten(store: Store, boss: PgBoss): Promise<void> {
  if (store.kind === 'embedded') {
    const orphans = await store.prisma.$queryRaw<{ id: string }[]>`
      SELECT "id"::text FROM pgboss.job WHERE "name" = ${deliveryQueue} AND "state" = 'active'`;
    if (orphans.length > 0)
      await boss.fail(
        deliveryQueue,
        orphans.map((job) => job.id),
        { value: { message: processDied } },
      );
    await takeUpOrphans(store);
  }
  await requeueUnsent(store, boss);
}

/** What pg-boss records (plans.js, failJobsByHeartbeat) for a job whose process gives no sign of life any more. */
const processDied = 'job heartbeat timeout';

/**
 * pg-boss puts off what a killed process had in hand as it does what has failed: for longer each time, up to a
 * minute. A death says nothing about Slack: it is not counted, and another process goes on at once. What kills
 * every process that touches it is still tried no more often than a lease takes to end.
 */
export async function takeUpOrphans(store: Store): Promise<void> {
  await store.prisma.$executeRaw`
    UPDATE pgboss.job
    SET "start_after" = now(), "retry_count" = greatest("retry_count" - 1, 0), "output" = NULL
    WHERE "name" = ${deliveryQueue} AND "state" = 'retry' AND "output" #>> '{value,message}' = ${processDied}`;
}

/**
 * What is unsent without any job for its target gets one: a database restored without its queue, or a workspace
 * in which the app is installed again. Where it is not installed, what is unsent waits.
 */
export async function requeueUnsent(store: Store, boss: PgBoss): Promise<void> {
  const forgotten = await store.prisma.$queryRaw<
    { workspaceId: string; target: string; kind: string | null; subject: string | null }[]
  >`
    SELECT "workspaceId"::text, "target", "kind", "subject" FROM (
      SELECT "workspaceId", "target", NULL AS "kind", NULL AS "subject", "sequence" FROM "Delivery" WHERE "status" = 'pending'
      UNION ALL
      SELECT "workspaceId", "target", "kind", "subject", 0 FROM "Surface" WHERE "version" > "shownVersion"
    ) AS unsent
    WHERE NOT EXISTS (SELECT FROM "Workspace" WHERE "id" = unsent."workspaceId" AND "stoppedAt" IS NOT NULL)
      AND NOT EXISTS (
      SELECT FROM pgboss.job WHERE job."name" = ${deliveryQueue}
        AND job."singleton_key" = unsent."workspaceId" || ' ' || unsent."target"
        AND job."state" IN ('created', 'retry', 'active'))
    ORDER BY "sequence"`;
  // What Slack told meanwhile was not heard: each closed channel is tried once.
  const held = await store.prisma.$queryRaw<{ workspaceId: string; target: string }[]>`
    SELECT DISTINCT "workspaceId"::text, "target" FROM "Delivery" WHERE "status" = 'held'
      AND "workspaceId" NOT IN (SELECT "id" FROM "Workspace" WHERE "stoppedAt" IS NOT NULL)`;
  const probes = held.map(({ workspaceId, target }): JobInsert<DeliveryJob> => {
    const data = { workspaceId, target, isProbe: true };
    return { data, singletonKey: orderKey(data), priority: priorityOf.bulk };
  });
  const jobs = forgotten.map(({ workspaceId, target, kind, subject }): JobInsert<DeliveryJob> => {
    const data = {
      workspaceId,
      target,
      ...(kind !== null && subject !== null && { surface: { kind, subject } }),
    };
    return { data, singletonKey: orderKey(data), priority: priorityOf.interactive };
  });
  if (jobs.length + probes.length === 0) return;
  await boss.insert(deliveryQueue, [...jobs, ...probes]);
  tellQueued(boss);
}
