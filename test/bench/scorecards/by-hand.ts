import type { Client } from 'pg';
import { conversionAgeDays, lookBack, weeksBefore } from '../../../src/features/scorecards/facts.ts';
import { now } from './lumen.ts';
import type { Totals } from './totals.ts';

const zone = 'Europe/Berlin';

/**
 * The yardstick: the same aggregates of all partners as one would write them by hand for this one purpose, one pass
 * over each table, every row fetched.
 */
export async function aggregateByHand(client: Client): Promise<Totals> {
  const { from } = lookBack(now, zone);
  const weeks = weeksBefore(now, zone);
  const steps = await client.query<{ done: number; late: number }>(
    `SELECT j."partnerId", j."status", j."kickoffOn", j."completedAt", j."currentGate",
       count(*) FILTER (WHERE s."status" = 'done')::int AS done, count(*)::int AS total,
       count(*) FILTER (WHERE s."status" <> 'done' AND s."dueOn" < $1::date)::int AS late,
       count(*) FILTER (WHERE s."status" = 'open' AND s."blockedAt" IS NOT NULL)::int AS blocked,
       count(*) FILTER (WHERE s."status" = 'in_review')::int AS "inReview"
     FROM "Journey" j JOIN "JourneyStep" s ON s."journeyId" = j."id" GROUP BY j."id"`,
    [now],
  );
  const leads = await client.query<{ accepted: number; cohortWon: number }>(
    `SELECT l."partnerId", count(*) FILTER (WHERE l."createdAt" >= $1::timestamptz)::int AS submitted,
       count(*) FILTER (WHERE l."reviewedAt" >= $1::timestamptz)::int AS reviewed,
       count(*) FILTER (WHERE l."reviewedAt" >= $1::timestamptz AND l."status" = 'accepted')::int AS accepted,
       count(*) FILTER (WHERE l."reviewedAt" IS NULL)::int AS unreviewed,
       count(*) FILTER (WHERE l."createdAt" >= $1::timestamptz - $3::interval AND l."createdAt" < $2::timestamptz - $3::interval)::int AS cohort,
       count(DISTINCT l."id") FILTER (WHERE l."createdAt" >= $1::timestamptz - $3::interval AND l."createdAt" < $2::timestamptz - $3::interval
         AND d."closedAt" < l."createdAt" + $3::interval)::int AS "cohortWon"
     FROM "Lead" l LEFT JOIN "Deal" d ON d."leadId" = l."id" AND d."stage" = 'won'
     GROUP BY l."partnerId"`,
    [from, now, `${conversionAgeDays * 24} hours`],
  );
  const deals = await client.query<{ currency: string; won: number; lost: number; withCostMinor: string }>(
    `SELECT "partnerId", "currency",
       count(*) FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz)::int AS won,
       sum("amountMinor") FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz)::text AS "wonMinor",
       count(*) FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz AND "partnerCostMinor" IS NOT NULL)::int AS "withCost",
       coalesce(sum("amountMinor") FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz AND "partnerCostMinor" IS NOT NULL), 0)::text AS "withCostMinor",
       sum("partnerCostMinor") FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz)::text AS "costMinor",
       count(*) FILTER (WHERE "stage" = 'lost' AND "closedAt" >= $1::timestamptz)::int AS lost,
       sum("amountMinor") FILTER (WHERE "stage" = 'lost' AND "closedAt" >= $1::timestamptz)::text AS "lostMinor",
       count(*) FILTER (WHERE "closedAt" IS NULL)::int AS open,
       sum("amountMinor") FILTER (WHERE "closedAt" IS NULL)::text AS "openMinor",
       count(*) FILTER (WHERE "closedAt" IS NULL AND ("decisionAskedAt" IS NULL OR "decidedAt" IS NOT NULL))::int AS qualified,
       sum("amountMinor") FILTER (WHERE "closedAt" IS NULL AND ("decisionAskedAt" IS NULL OR "decidedAt" IS NOT NULL))::text AS "qualifiedMinor",
       min("closedAt") FILTER (WHERE "stage" = 'won') AS "firstWonAt",
       count(*) FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz AND "closedAt" < "protectedUntil" AND NOT "isContested")::int AS sourced,
       sum("amountMinor") FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz AND "closedAt" < "protectedUntil" AND NOT "isContested")::text AS "sourcedMinor",
       count(*) FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz AND "closedAt" < "protectedUntil" AND NOT "isContested" AND "registeredAt" >= $1::timestamptz)::int AS "sourcedQuick",
       count(*) FILTER (WHERE "closedAt" IS NULL AND "protectedUntil" > $2::timestamptz AND NOT "isContested")::int AS "sourcedOpen",
       count(*) FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz AND ("closedAt" < "protectedUntil") IS NOT TRUE AND "influence" IS NOT NULL)::int AS influenced,
       sum("amountMinor") FILTER (WHERE "stage" = 'won' AND "closedAt" >= $1::timestamptz AND ("closedAt" < "protectedUntil") IS NOT TRUE AND "influence" IS NOT NULL)::text AS "influencedMinor",
       count(*) FILTER (WHERE "closedAt" IS NULL AND ("protectedUntil" > $2::timestamptz) IS NOT TRUE AND "influence" IS NOT NULL)::int AS "influencedOpen"
     FROM "Deal" WHERE "stage" <> 'declined' GROUP BY "partnerId", "currency"`,
    [from, now],
  );
  const durations = await client.query<{ days: number; count: number }>(
    `SELECT "partnerId", "closedAt" IS NOT NULL AS event, "currency",
       floor(extract(epoch FROM coalesce("closedAt", $2::timestamptz) AT TIME ZONE $3 - "registeredAt" AT TIME ZONE $3) / 86400)::int AS days,
       floor(extract(epoch FROM greatest("registeredAt", $1::timestamptz) AT TIME ZONE $3 - "registeredAt" AT TIME ZONE $3) / 86400)::int AS entry,
       count(*)::int AS count
     FROM "Deal" WHERE "stage" <> 'declined' AND ("closedAt" IS NULL OR "closedAt" >= $1::timestamptz)
     GROUP BY 1, 2, 3, 4, 5 ORDER BY 4, 2`,
    [from, now, zone],
  );
  const starts = [...weeks.map((week) => week.from), now].map((at) => at.toISOString());
  const leadWeeks = `SELECT "partnerId", width_bucket("createdAt", $1::timestamptz[]) AS week, count(*)::int AS leads
     FROM "Lead" WHERE "createdAt" >= $2::timestamptz GROUP BY 1, 2`;
  await client.query(leadWeeks, [starts, weeks[0]?.from]);
  const dealWeeks = await client.query<{ won: number }>(
    `SELECT d."partnerId", width_bucket(event."at", $1::timestamptz[]) AS week, d."currency",
       count(*) FILTER (WHERE event."stage" = 'registered')::int AS registered,
       count(*) FILTER (WHERE event."stage" = 'won')::int AS won,
       count(*) FILTER (WHERE event."stage" = 'lost')::int AS lost,
       sum(d."amountMinor") FILTER (WHERE event."stage" = 'won')::text AS "wonMinor"
     FROM "Deal" d CROSS JOIN LATERAL (VALUES (d."registeredAt", 'registered'), (d."closedAt", d."stage")) event("at", "stage")
     WHERE event."at" >= $2::timestamptz GROUP BY 1, 2, 3`,
    [starts, weeks[0]?.from],
  );
  const ramped = await client.query(
    `SELECT "id", min("month") AS month FROM (
       SELECT p."id", date_trunc('month', d."closedAt" AT TIME ZONE $1) AS "month"
       FROM "Partner" p JOIN (VALUES ('registered', 500000), ('silver', 1500000), ('gold', 4000000)) a("tier", "minor") USING ("tier")
       JOIN "Deal" d ON d."partnerId" = p."id" AND d."currency" = 'EUR' AND d."stage" = 'won'
       WHERE d."closedAt" < $2::timestamptz AND (d."closedAt" AT TIME ZONE $1)::date >= p."signedOn"
       GROUP BY 1, 2, a."minor" HAVING sum(d."amountMinor") >= a."minor"
     ) reached GROUP BY 1`,
    [zone, now],
  );
  // Open hours are counted in the program by either way; here only their rows are fetched.
  const answers = await client.query(
    `SELECT "partnerId", "createdAt", "reviewedAt" FROM "Lead" WHERE "createdAt" >= $1::timestamptz`,
    [from],
  );
  const sum = <T>(rows: readonly T[], of: (row: T) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  return {
    partners: steps.rows.length,
    won: sum(deals.rows, ({ won }) => won),
    lost: sum(deals.rows, ({ lost }) => lost),
    revenueEur: String(
      deals.rows.reduce(
        (total, row) => (row.currency === 'EUR' ? total + BigInt(row.withCostMinor) : total),
        0n,
      ),
    ),
    watchedDays: sum(durations.rows, ({ days, count }) => days * count),
    accepted: sum(leads.rows, ({ accepted }) => accepted),
    cohortWon: sum(leads.rows, ({ cohortWon }) => cohortWon),
    stepsDone: sum(steps.rows, ({ done }) => done),
    stepsLate: sum(steps.rows, ({ late }) => late),
    wonInWeeks: sum(dealWeeks.rows, ({ won }) => won),
    ramped: ramped.rows.length,
    clocked: answers.rows.length,
  };
}
