import type { Prisma } from '../store/generated/client.ts';
import type { Work } from '../work.ts';

/** Something to be done later: unique by kind and key in a workspace; scheduling again moves it. */
export interface DueRequest {
  readonly kind: string;
  readonly key: string;
  readonly dueAt: Date;
  readonly data?: Prisma.InputJsonValue;
}

/** Records due work in the transaction; an item with the same kind and key is moved. Many in one statement each. */
export async function schedule(work: Work, ...items: readonly DueRequest[]): Promise<void> {
  for (const item of items) {
    const row = { dueAt: item.dueAt, data: item.data ?? {}, attempts: 0, failedAt: null, lastError: null };
    await work.tx.dueItem.upsert({
      where: { workspaceId_kind_key: { workspaceId: work.workspaceId, kind: item.kind, key: item.key } },
      create: { id: work.newId(), workspaceId: work.workspaceId, kind: item.kind, key: item.key, ...row },
      update: row,
    });
  }
}

/** Forgets due work of a kind whose key is, or begins with, the given one. */
export async function unschedule(work: Work, kind: string, keyPrefix: string): Promise<void> {
  await work.tx.dueItem.deleteMany({
    where: { workspaceId: work.workspaceId, kind, key: { startsWith: keyPrefix } },
  });
}
