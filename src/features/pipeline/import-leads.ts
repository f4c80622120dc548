import { instantOf } from '../../core/calendar.ts';
import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { Lead, Prisma } from '../../platform/store/generated/client.ts';
import { takeNumbers } from '../../platform/store/numbers.ts';
import type { Work } from '../../platform/work.ts';
import { announceLead, calendarOf } from './announce.ts';
import { changedFields, isOutdated } from './rules/changed-fields.ts';
import { customerKey } from './rules/customer-key.ts';
import type { LeadRow } from './rules/import-rows.ts';
import type { Moment } from './rules/instant.ts';
import { loadLead } from './store.ts';

type LeadFields = Omit<Prisma.LeadUncheckedCreateInput, 'id' | 'workspaceId' | 'number' | 'deals'>;

interface LeadChange {
  readonly lead: Lead;
  readonly fields: Partial<LeadFields>;
}

export interface LeadChanges {
  readonly added: readonly LeadFields[];
  readonly changed: readonly LeadChange[];
  readonly unchanged: number;
  /** What is known is as of later than these rows: their external ids. They change nothing. */
  readonly outdated: readonly string[];
  /** Unchanged, but known as of later than before. */
  readonly confirmed: readonly { readonly id: string; readonly at: Date }[];
}

/** What the rows would add and change; reads only. */
export async function leadChanges(work: Work, rows: readonly LeadRow[]): Promise<LeadChanges> {
  const { timeZone } = await calendarOf(work);
  const existing = await work.tx.lead.findMany({
    where: { workspaceId: work.workspaceId, externalId: { in: rows.map(({ externalId }) => externalId) } },
  });
  const added: LeadFields[] = [];
  const changed: LeadChange[] = [];
  const outdated: string[] = [];
  const confirmed: { id: string; at: Date }[] = [];
  for (const row of rows) {
    const fields = fieldsOf(row, timeZone);
    const lead = existing.find(
      (each) => each.partnerId === row.partnerId && each.externalId === row.externalId,
    );
    if (!lead) {
      added.push(fields);
      continue;
    }
    const at = row.updatedAt;
    if (isOutdated(at, lead.sourceUpdatedAt)) {
      outdated.push(row.externalId);
      continue;
    }
    const different = changedFields(lead, kept(lead, fields));
    if (Object.keys(different).length > 0)
      changed.push({ lead, fields: { ...different, ...(at && { sourceUpdatedAt: at }) } });
    else if (at && at.getTime() !== lead.sourceUpdatedAt?.getTime()) confirmed.push({ id: lead.id, at });
  }
  const unchanged = rows.length - added.length - changed.length - outdated.length;
  return { added, changed, unchanged, outdated, confirmed };
}

function fieldsOf({ state, ...row }: LeadRow, timeZone: string): LeadFields {
  const reviewed = state.status === 'submitted' ? null : state.reviewed;
  const startOf = ({ day, at }: Moment) => at ?? instantOf(day, 0, timeZone);
  const createdAt = startOf(row.submitted);
  const reviewedAt = reviewed && startOf(reviewed);
  return {
    partnerId: row.partnerId,
    externalId: row.externalId,
    customer: row.customer,
    sourceUpdatedAt: row.updatedAt,
    contact: row.contact,
    note: row.note,
    createdAt,
    isKnownByDay: row.submitted.at === null || reviewed?.at === null,
    status: state.status,
    // Of a review that is known by its day the day begins before what came in on it.
    reviewedAt: reviewedAt && (reviewedAt < createdAt ? createdAt : reviewedAt),
    declineReason: state.status === 'declined' ? state.declineReason : null,
  };
}

/** Where the file is silent what is there stays; so does what a person said in Slack of the lead. */
function kept(lead: Lead, fields: LeadFields): Partial<LeadFields> {
  const { contact, note, status, reviewedAt, declineReason, createdAt, sourceUpdatedAt: _, ...rest } = fields;
  return {
    ...rest,
    ...(contact !== null && { contact }),
    ...(note !== null && { note }),
    ...(lead.reviewedById === null && { status, reviewedAt, declineReason, createdAt }),
  };
}

export async function writeLeads(work: Work, { added, changed, confirmed }: LeadChanges): Promise<void> {
  for (const { lead, fields } of changed) {
    await work.tx.lead.update({ where: { id: lead.id, workspaceId: work.workspaceId }, data: fields });
    await audit(work, {
      actorPersonId: null,
      verb: 'pipeline.importLead',
      partnerId: lead.partnerId,
      subject: `lead:${lead.id}`,
      summary: `An import changed lead L-${lead.number}, ${lead.customer}`,
    });
  }
  for (const { id, at } of confirmed)
    await work.tx.lead.update({
      where: { id, workspaceId: work.workspaceId },
      data: { sourceUpdatedAt: at },
    });
  await refreshMessages(work, changed);
  await audit(
    work,
    ...[...new Set(added.map(({ partnerId }) => partnerId))].map((partnerId) => ({
      actorPersonId: null,
      verb: 'pipeline.importLeads',
      partnerId,
      summary: `An import added ${pluralise(added.filter((each) => each.partnerId === partnerId).length, 'lead')}`,
    })),
  );
  // Last, because whoever numbers meanwhile waits for a large one.
  const numbers = await takeNumbers(work, 'Lead', added.length);
  await work.tx.lead.createMany({
    data: added.map((fields, index) => ({
      id: work.newId(),
      workspaceId: work.workspaceId,
      number: numbers[index] ?? 0,
      customerKey: customerKey(fields.customer),
      ...fields,
    })),
  });
}

/** Leads that are shown in a channel already are shown as they are now; the others stay unannounced. */
async function refreshMessages(work: Work, changed: readonly LeadChange[]): Promise<void> {
  const shown = await work.tx.surface.findMany({
    where: {
      workspaceId: work.workspaceId,
      kind: 'pipeline.lead',
      subject: { in: changed.map(({ lead }) => lead.id) },
    },
    select: { subject: true },
  });
  for (const { subject } of shown) await announceLead(work, await loadLead(work, subject));
}
