import { instantOf } from '../../core/calendar.ts';
import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { Lead, Prisma } from '../../platform/store/generated/client.ts';
import { takeNumbers } from '../../platform/store/numbers.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartners, numbersChanged } from '../partners/public.ts';
import { calendarOf, refreshLeads } from './announce.ts';
import { type Changes, compareRows } from './import-changes.ts';
import { linkLeads } from './import-links.ts';
import { customerKey } from './rules/customer-key.ts';
import type { LeadRow } from './rules/import-rows.ts';
import type { Moment } from './rules/instant.ts';
import type { Statements } from './rules/statements.ts';

type LeadFields = Omit<Prisma.LeadUncheckedCreateInput, 'id' | 'workspaceId' | 'number' | 'deals'>;

export type LeadChanges = Changes<Lead, LeadFields>;

/** What the rows would add and change; reads only. */
export async function leadChanges(work: Work, rows: readonly LeadRow[]): Promise<LeadChanges> {
  const { timeZone } = await calendarOf(work);
  const existing = await work.tx.lead.findMany({
    where: { workspaceId: work.workspaceId, externalId: { in: rows.map(({ externalId }) => externalId) } },
  });
  const partners = await loadPartners(
    work,
    existing.map(({ partnerId }) => partnerId),
  );
  return compareRows<LeadRow, Lead, LeadFields>(rows, existing, {
    initial: ({ partnerId, externalId }) => ({ partnerId, externalId }),
    statements: (row) => statementsOf(row, timeZone),
    // What a person said in Slack of the lead stays.
    settled: ({ reviewedById }) => (reviewedById === null ? [] : ['times']),
    refusal: ({ number, partnerId, status, externalId }) =>
      status === 'declined'
        ? null
        : `“${externalId}” is L-${number} of ${partners.get(partnerId)?.name} already, and an import moves nothing between partners. If it has moved, decline L-${number} first (“lead decline L-${number} moved”); if it is another lead, give it an id of its own.`,
  });
}

function statementsOf(row: LeadRow, timeZone: string): Statements<LeadFields> {
  const { state, submitted, isReviewByChange, customer, contact, note, territory, segment, capability } = row;
  const { dealExternalIds } = row;
  const reviewed = state.status === 'submitted' ? null : state.reviewed;
  const startOf = ({ day, at }: Moment) => at ?? instantOf(day, 0, timeZone);
  const createdAt = startOf(submitted);
  const reviewedAt = reviewed && startOf(reviewed);
  return {
    customer: { said: customer, fields: { customer } },
    contact: contact === null ? null : { said: contact, fields: { contact } },
    note: note === null ? null : { said: note, fields: { note } },
    territory: territory === null ? null : { said: territory, fields: { territory } },
    segment: segment === null ? null : { said: segment, fields: { segment } },
    capability: capability === null ? null : { said: capability, fields: { capability } },
    deals:
      dealExternalIds.length === 0
        ? null
        : { said: dealExternalIds, fields: { dealExternalIds: [...dealExternalIds] } },
    times: {
      // A later change of something else says nothing new of the review.
      said: [submitted, isReviewByChange ? { ...state, reviewed: null } : state],
      fields: {
        createdAt,
        isKnownByDay:
          submitted.at === null || (reviewed !== null && (isReviewByChange || reviewed.at === null)),
        status: state.status,
        // Of a review that is known by its day the day begins before what came in on it.
        reviewedAt: reviewedAt && (reviewedAt < createdAt ? createdAt : reviewedAt),
        declineReason: state.status === 'declined' ? state.declineReason : null,
      },
    },
  };
}

/** Writes them, at most some hundred at a time: what is new goes in with one statement. Returns the ids of the new ones. */
export async function writeLeads(
  work: Work,
  { added, changed, confirmed }: Pick<LeadChanges, 'added' | 'changed' | 'confirmed'>,
  actorPersonId: string | null,
): Promise<readonly string[]> {
  for (const { present: lead, fields } of changed) {
    await work.tx.lead.update({ where: { id: lead.id, workspaceId: work.workspaceId }, data: fields });
    await audit(work, {
      actorPersonId,
      verb: 'pipeline.importLead',
      partnerId: lead.partnerId,
      subject: `lead:${lead.id}`,
      summary: `An import changed lead L-${lead.number}, ${lead.customer}`,
    });
  }
  for (const { id, fields } of confirmed)
    await work.tx.lead.update({ where: { id, workspaceId: work.workspaceId }, data: fields });
  await refreshLeads(
    work,
    changed.map(({ present }) => present.id),
  );
  await audit(
    work,
    ...[...new Set(added.map(({ partnerId }) => partnerId))].map((partnerId) => ({
      actorPersonId,
      verb: 'pipeline.importLeads',
      partnerId,
      summary: `An import added ${pluralise(added.filter((each) => each.partnerId === partnerId).length, 'lead')}`,
    })),
  );
  const concerned = [...changed.map(({ present }) => present), ...added];
  await numbersChanged(work, [...new Set(concerned.map(({ partnerId }) => partnerId))]);
  // Last, because whoever numbers meanwhile waits for a large one.
  const numbers = await takeNumbers(work, 'Lead', added.length);
  const rows = added.map((fields, index) => ({
    id: work.newId(),
    workspaceId: work.workspaceId,
    number: numbers[index] ?? 0,
    customerKey: customerKey(fields.customer),
    ...fields,
  }));
  await work.tx.lead.createMany({ data: rows });
  const toLink = [...changed.map(({ present }) => present.id), ...rows.map(({ id }) => id)];
  await linkLeads(work, toLink, actorPersonId);
  return rows.map(({ id }) => id);
}
