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
    SELECT t."partnerId"::text, to_char(min(m."month"), 'YYYY-MM-DD') AS "month"
    FROM unnest(
      ${targets.map((each) => each.partnerId)}::uuid[], ${targets.map((each) => each.currency)}::text[],
      ${targets.map((each) => String(each.amountMinor))}::bigint[], ${targets.map((each) => each.from)}::date[]
    ) AS t("partnerId", "currency", "minor", "from")
    CROSS JOIN LATERAL (
      SELECT date_trunc('month', d."closedAt" AT TIME ZONE ${timeZone}::text) AS "month"
      FROM "Deal" d
      WHERE d."workspaceId" = ${work.workspaceId}::uuid AND d."partnerId" = t."partnerId" AND d."currency" = t."currency"
        AND d."stage" = 'won' AND d."closedAt" < ${asOf}::timestamptz
        AND (d."closedAt" AT TIME ZONE ${timeZone}::text)::date >= t."from"
      GROUP BY 1 HAVING sum(d."amountMinor") >= t."minor"
    ) m
    GROUP BY 1`;
  return new Map(rows.map(({ partnerId, month }) => [partnerId, localDate(month)]));
}
