import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';

/** A lead, as far as how long its answer took is concerned. */
export interface LeadAnswer {
  readonly partnerId: string;
  /** As the lead says itself; null where it leaves it to its partner’s segments. */
  readonly territory: string | null;
  readonly submittedAt: Date;
  readonly answeredAt: Date | null;
  /** Of one of the two only the day is known: how long it took cannot be said. */
  readonly isKnownByDay: boolean;
}

/** The leads of all these partners that were submitted in a window, in one query. */
export async function leadAnswers(
  work: Work,
  partnerIds: readonly string[],
  { from, to }: TimeWindow,
): Promise<readonly LeadAnswer[]> {
  return work.tx.$queryRaw<LeadAnswer[]>`
    SELECT "partnerId"::text, "territory", "createdAt" AS "submittedAt", "reviewedAt" AS "answeredAt", "isKnownByDay"
    FROM "Lead"
    WHERE "workspaceId" = ${work.workspaceId}::uuid AND "partnerId" = ANY(${[...partnerIds]}::uuid[])
      AND "createdAt" >= ${from}::timestamptz AND "createdAt" < ${to}::timestamptz`;
}
