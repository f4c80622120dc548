import type { Prisma } from './store/generated/client.ts';
import type { Work } from './work.ts';

/** Something someone did, to be remembered. */
export interface AuditRecord {
  /** Who did it; null for the schedule and the command line. */
  readonly actorPersonId: string | null;
  /** What was done, `feature.verb`. */
  readonly verb: string;
  readonly partnerId: string | null;
  /** What it was done to, `journeyStep:<id>`. */
  readonly subject?: string;
  /** One sentence a person can read. */
  readonly summary: string;
  /** Whether only the vendor may read the sentence. Default false. */
  readonly isInternal?: boolean;
  readonly detail?: Prisma.InputJsonObject;
}

/**
 * Appends to the audit trail, in the same transaction as the change. When and from where come from `work`. Since
 * whatever changes a partnership is remembered here, this is also where what shows it learns that it has changed.
 */
export async function audit(work: Work, ...records: readonly AuditRecord[]): Promise<void> {
  await work.tx.auditEntry.createMany({
    data: records.map(({ subject, isInternal, detail, ...record }) => ({
      ...record,
      workspaceId: work.workspaceId,
      at: work.now,
      source: work.source,
      subject: subject ?? null,
      isInternal: isInternal ?? false,
      detail: detail ?? {},
    })),
  });
  const changed = records.flatMap(({ partnerId, isInternal }) =>
    isInternal || !partnerId ? [] : [partnerId],
  );
  for (const partnerId of new Set(changed)) await work.emit({ type: 'partner.changed', partnerId });
}
