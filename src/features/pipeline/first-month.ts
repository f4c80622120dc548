import { type LocalDate, localDate } from '../../core/calendar.ts';
import type { Work } from '../../platform/work.ts';

/** What a partner's won deals of a month are to come to, from a day on. */
export interface MonthlyTarget {
  readonly partnerId: string;
  readonly currency: string;
  /** Minor units. */
  readonly amountMinor: number;
  readonly from: LocalDate;
}

/** The first day of the first month in which won deals in that currency came to the target, for all partners in one query. */
export async function firstMonthAt(
  work: Work,
  targets: readonly MonthlyTarget[],
  timeZone: string,
  asOf: Date,
): Promise<ReadonlyMap<string, LocalDate>> {
  if (targets.length === 0) return new Map();
  const rows = await work.tx.$queryRaw<{ partnerId: string; month: string }[]>`
    WITH target AS (
      SELECT * FROM unnest(
        ${targets.map((each) => each.partnerId)}::uuid[], ${targets.map((each) => each.currency)}::text[],
        ${targets.map((each) => String(each.amountMinor))}::bigint[], ${targets.map((each) => each.from)}::date[]
      ) AS t("partnerId", "currency", "minor", "from")
    ), reached AS (
      SELECT t."partnerId", date_trunc('month', closed."at") AS "month"
      FROM target t
      JOIN "Deal" d ON d."partnerId" = t."partnerId" AND d."currency" = t."currency"
      CROSS JOIN LATERAL (SELECT d."closedAt" AT TIME ZONE ${timeZone}::text AS "at") closed
      WHERE d."workspaceId" = ${work.workspaceId}::uuid AND d."stage" = 'won' AND d."closedAt" < ${asOf}::timestamptz
        AND closed."at" >= t."from"
      GROUP BY t."partnerId", t."minor", 2 HAVING sum(d."amountMinor") >= t."minor"
    )
    SELECT "partnerId"::text, to_char(min("month"), 'YYYY-MM-DD') AS "month" FROM reached GROUP BY 1`;
  return new Map(rows.map(({ partnerId, month }) => [partnerId, localDate(month)]));
}
