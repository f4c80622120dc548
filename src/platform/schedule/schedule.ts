import type { Prisma } from '../store/generated/client.ts';
import type { Work } from '../work.ts';

/** Something to be done later: unique by kind and key in a workspace; scheduling again moves it. */
export interface DueRequest {
  readonly kind: string;
  readonly key: string;
  readonly dueAt: Date;
  readonly data?: Prisma.InputJsonValue;
}

/**
 * Records due work in the transaction, however much in one statement. An item with the same kind and key is
 * moved and begins afresh, also when it had been given up; of two in one call the last counts.
 */
export async function schedule(work: Work, ...items: readonly DueRequest[]): Promise<void> {
  await record(work, items, false);
}

/**
 * Sees to it that work is planned whose job names its next date itself (a digest): as `schedule`, but what is due
 * already stays due, for otherwise a change in that moment would put it off to the next date and this one be lost.
 */
export async function scheduleRecurring(work: Work, ...items: readonly DueRequest[]): Promise<void> {
  await record(work, items, true);
}

async function record(work: Work, items: readonly DueRequest[], staysDue: boolean): Promise<void> {
  const byKey = new Map(items.map((item) => [JSON.stringify([item.kind, item.key]), item]));
  if (byKey.size === 0) return;
  const rows = [...byKey.values()].map(({ kind, key, dueAt, data }) => ({
    id: work.newId(),
    kind,
    key,
    dueAt: dueAt.toISOString(),
    data: data ?? {},
  }));
  await work.tx.$executeRaw`
    INSERT INTO "DueItem" ("id", "workspaceId", "kind", "key", "dueAt", "data")
    SELECT "id", ${work.workspaceId}::uuid, "kind", "key", "dueAt", "data"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS item("id" uuid, "kind" text, "key" text, "dueAt" timestamptz, "data" jsonb)
    ON CONFLICT ("workspaceId", "kind", "key") DO UPDATE SET
      "dueAt" = EXCLUDED."dueAt", "data" = EXCLUDED."data",
      "attempts" = 0, "retryAt" = NULL, "failedAt" = NULL, "lastError" = NULL
    WHERE NOT ${staysDue} OR "DueItem"."dueAt" > ${work.now} OR "DueItem"."failedAt" IS NOT NULL`;
}

/** Forgets due work of a kind whose key is, or begins with, the given one. */
export async function unschedule(work: Work, kind: string, keyPrefix: string): Promise<void> {
  // Not LIKE, to which a key's underscores would be wildcards.
  await work.tx.$executeRaw`
    DELETE FROM "DueItem"
    WHERE "workspaceId" = ${work.workspaceId}::uuid AND "kind" = ${kind} AND starts_with("key", ${keyPrefix})`;
}
