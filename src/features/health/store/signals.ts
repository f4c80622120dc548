import { type LocalDate, utcMidnightOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { HealthSignal } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import type { Severity } from '../signals/found.ts';

/** A signal as a rule finds it today. */
export interface NewSignal {
  readonly partnerId: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly since: LocalDate;
  readonly evidence: string;
}

/** Open signals of these partners, the serious ones first, then those that have been there longest. */
export function openSignalsOf(work: Work, partnerIds: readonly string[]): Promise<HealthSignal[]> {
  return work.tx.healthSignal.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] }, clearedAt: null },
    orderBy: [{ severity: 'asc' }, { since: 'asc' }, { kind: 'asc' }],
  });
}

/** Begins signals; one that another process began in this moment stays as it is. */
export async function beginSignals(work: Work, signals: readonly NewSignal[]): Promise<void> {
  await work.tx.healthSignal.createMany({
    data: signals.map(({ since, ...signal }) => ({
      ...signal,
      id: work.newId(),
      workspaceId: work.workspaceId,
      since: utcMidnightOf(since),
      foundAt: work.now,
    })),
    skipDuplicates: true,
  });
}

/** Brings severity and evidence of open signals up to date, in one statement; since when they are open stays. */
export async function updateSignals(
  work: Work,
  changes: readonly { readonly id: string; readonly severity: Severity; readonly evidence: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  await work.tx.$executeRaw`
    UPDATE "HealthSignal" s SET "severity" = c."severity", "evidence" = c."evidence"
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS c("id" uuid, "severity" text, "evidence" text)
    WHERE s."id" = c."id" AND s."workspaceId" = ${work.workspaceId}::uuid`;
}

export async function clearSignals(work: Work, ids: readonly string[]): Promise<void> {
  await work.tx.healthSignal.updateMany({
    where: { workspaceId: work.workspaceId, id: { in: [...ids] }, clearedAt: null },
    data: { clearedAt: work.now },
  });
}

/** What the managers of these partners have not been told yet: what is new or has become serious, and what is over. */
export async function untoldSignals(
  work: Work,
  partnerIds: readonly string[],
): Promise<{ readonly begun: HealthSignal[]; readonly over: HealthSignal[] }> {
  const where = { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] } };
  const begun = await work.tx.healthSignal.findMany({
    where: {
      ...where,
      clearedAt: null,
      OR: [{ toldSeverity: null }, { toldSeverity: 'watch', severity: 'serious' }],
    },
    orderBy: [{ severity: 'asc' }, { since: 'asc' }, { kind: 'asc' }],
  });
  const over = await work.tx.healthSignal.findMany({
    where: { ...where, clearedAt: { not: null }, clearToldAt: null, toldSeverity: { not: null } },
    orderBy: [{ clearedAt: 'asc' }, { kind: 'asc' }],
  });
  return { begun, over };
}

/** Remembers that managers know. */
export async function markTold(
  work: Work,
  begun: readonly HealthSignal[],
  over: readonly HealthSignal[],
): Promise<void> {
  const { workspaceId } = work;
  for (const severity of ['watch', 'serious'] as const) {
    const ids = begun.filter((signal) => signal.severity === severity).map(({ id }) => id);
    await work.tx.healthSignal.updateMany({
      where: { workspaceId, id: { in: ids } },
      data: { toldSeverity: severity },
    });
  }
  await work.tx.healthSignal.updateMany({
    where: { workspaceId, id: { in: over.map(({ id }) => id) } },
    data: { clearToldAt: work.now },
  });
}

/** The signal with this id; refuses when it is gone. */
export async function loadSignal(work: Work, id: string): Promise<HealthSignal> {
  const found = /^[0-9a-f-]{36}$/i.test(id)
    ? await work.tx.healthSignal.findFirst({ where: { id, workspaceId: work.workspaceId } })
    : null;
  if (found) return found;
  throw new Refusal('stale', 'I can’t find that signal any more. Say “health” for the present ones.');
}

/** Remembers what was planned because of a signal; the last plan counts. */
export async function planSignal(work: Work, id: string, actionItemId: string): Promise<void> {
  await work.tx.healthSignal.updateMany({
    where: { id, workspaceId: work.workspaceId },
    data: { actionItemId },
  });
}

/** Signals of a partner that ended since an instant. */
export function endedSignalsOf(work: Work, partnerId: string, since: Date): Promise<HealthSignal[]> {
  return work.tx.healthSignal.findMany({
    where: { workspaceId: work.workspaceId, partnerId, clearedAt: { gt: since } },
    orderBy: [{ clearedAt: 'asc' }, { kind: 'asc' }],
  });
}
