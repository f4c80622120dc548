import type { Prisma } from '../platform/store/generated/client.ts';
import type { Work } from '../platform/work.ts';

/** A year of history is some thousand rows, and the first start waits for them. */
interface Tables {
  readonly ActionItem: Prisma.ActionItemCreateManyInput;
  readonly ApiCallCount: Prisma.ApiCallCountCreateManyInput;
  readonly AuditEntry: Prisma.AuditEntryCreateManyInput;
  readonly Call: Prisma.CallCreateManyInput;
  readonly CostEntry: Prisma.CostEntryCreateManyInput;
  readonly Deal: Prisma.DealCreateManyInput;
  readonly Decision: Prisma.DecisionCreateManyInput;
  readonly JourneyGate: Prisma.JourneyGateCreateManyInput;
  readonly JourneySeat: Prisma.JourneySeatCreateManyInput;
  readonly JourneyStep: Prisma.JourneyStepCreateManyInput;
  readonly Lead: Prisma.LeadCreateManyInput;
  readonly LeadRouting: Prisma.LeadRoutingCreateManyInput;
  readonly Survey: Prisma.SurveyCreateManyInput;
  readonly SurveyInvitation: Prisma.SurveyInvitationCreateManyInput;
  readonly SurveyResponse: Prisma.SurveyResponseCreateManyInput;
  readonly UsageEntry: Prisma.UsageEntryCreateManyInput;
}

/**
 * Inserts rows as one value, which the embedded store takes some five times faster than a parameter a cell. Columns
 * that none of the rows names have their defaults; a row that leaves out what another names has no value there.
 */
export async function insertRows<T extends keyof Tables>(
  work: Work,
  table: T,
  rows: readonly Tables[T][],
): Promise<void> {
  if (rows.length === 0) return;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => `"${name}"`).join(', ');
  const values = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  await work.tx.$executeRawUnsafe(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    values,
  );
}

/** Something somebody did, as the timeline tells it. */
export type TrailEntry = Required<
  Pick<
    Prisma.AuditEntryCreateManyInput,
    'actorPersonId' | 'verb' | 'source' | 'partnerId' | 'subject' | 'summary' | 'isInternal'
  >
> & { readonly at: Date };

/** What was done, the oldest first: timelines are read in the order of writing. */
export function insertTrail(work: Work, trail: readonly TrailEntry[]): Promise<void> {
  const { workspaceId } = work;
  const inOrder = trail.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return insertRows(
    work,
    'AuditEntry',
    inOrder.map((entry) => ({ ...entry, workspaceId })),
  );
}
