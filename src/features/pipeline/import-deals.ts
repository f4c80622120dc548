import { instantOf } from '../../core/calendar.ts';
import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { Prisma } from '../../platform/store/generated/client.ts';
import { takeNumbers } from '../../platform/store/numbers.ts';
import type { Work } from '../../platform/work.ts';
import { announceDeal, calendarOf } from './announce.ts';
import { followHandoffsOf } from './handoffs/card.ts';
import { changedFields, isOutdated } from './rules/changed-fields.ts';
import { customerKey } from './rules/customer-key.ts';
import type { DealRow } from './rules/import-rows.ts';
import { type Deal, loadDeal } from './store.ts';

type DealFields = Omit<Prisma.DealUncheckedCreateInput, 'id' | 'workspaceId' | 'number' | 'roles'>;

interface DealChange {
  readonly deal: Deal;
  readonly fields: Partial<DealFields>;
}

export interface DealChanges {
  readonly added: readonly DealFields[];
  readonly changed: readonly DealChange[];
  readonly unchanged: number;
  /** What is known is as of later than these rows: their external ids. They change nothing. */
  readonly outdated: readonly string[];
  /** Unchanged, but known as of later than before. */
  readonly confirmed: readonly { readonly id: string; readonly at: Date }[];
}

/** What the rows would add and change; reads only. */
export async function dealChanges(work: Work, rows: readonly DealRow[]): Promise<DealChanges> {
  const { workspaceId } = work;
  const { timeZone } = await calendarOf(work);
  const externalIds = rows.map(({ externalId }) => externalId);
  const existing = await work.tx.deal.findMany({
    where: { workspaceId, externalId: { in: externalIds } },
    include: { lead: true, roles: true },
  });
  const leads = await work.tx.lead.findMany({
    where: { workspaceId, externalId: { in: rows.flatMap((row) => row.leadExternalId ?? []) } },
    select: { id: true, partnerId: true, externalId: true },
  });
  const added: DealFields[] = [];
  const changed: DealChange[] = [];
  const outdated: string[] = [];
  const confirmed: { id: string; at: Date }[] = [];
  for (const row of rows) {
    const lead = leads.find(
      (each) => each.partnerId === row.partnerId && each.externalId === row.leadExternalId,
    );
    const fields = fieldsOf(row, lead?.id ?? null, timeZone);
    const deal = existing.find(
      (each) => each.partnerId === row.partnerId && each.externalId === row.externalId,
    );
    if (!deal) {
      added.push(fields);
      continue;
    }
    const at = row.updatedAt;
    if (isOutdated(at, deal.sourceUpdatedAt)) {
      outdated.push(row.externalId);
      continue;
    }
    const different = changedFields(deal, kept(deal, fields));
    if (Object.keys(different).length > 0)
      changed.push({ deal, fields: { ...different, ...(at && { sourceUpdatedAt: at }) } });
    else if (at && at.getTime() !== deal.sourceUpdatedAt?.getTime()) confirmed.push({ id: deal.id, at });
  }
  const unchanged = rows.length - added.length - changed.length - outdated.length;
  return { added, changed, unchanged, outdated, confirmed };
}

function fieldsOf(row: DealRow, leadId: string | null, timeZone: string): DealFields {
  const { state } = row;
  return {
    partnerId: row.partnerId,
    externalId: row.externalId,
    leadId,
    customer: row.customer,
    sourceUpdatedAt: row.updatedAt,
    name: row.name,
    ...row.amount,
    partnerCostMinor: row.partnerCostMinor,
    registeredAt: instantOf(row.registeredOn, 0, timeZone),
    stage: state.stage,
    closedAt: state.stage === 'open' ? null : instantOf(state.closedOn, 0, timeZone),
    lossReason: state.stage === 'lost' ? state.lossReason : null,
  };
}

/** Where the file is silent what is there stays; so does what a person said in Slack of how the deal ended. */
function kept(deal: Deal, fields: DealFields): Partial<DealFields> {
  const {
    partnerCostMinor,
    leadId,
    stage,
    closedAt,
    lossReason,
    amountMinor,
    currency,
    registeredAt,
    sourceUpdatedAt: _,
    ...rest
  } = fields;
  return {
    ...rest,
    ...(partnerCostMinor !== null && { partnerCostMinor }),
    ...(leadId !== null && { leadId }),
    ...(deal.closedById === null && { stage, closedAt, lossReason, amountMinor, currency, registeredAt }),
  };
}

export async function writeDeals(work: Work, { added, changed, confirmed }: DealChanges): Promise<void> {
  for (const { deal, fields } of changed) {
    await work.tx.deal.update({ where: { id: deal.id, workspaceId: work.workspaceId }, data: fields });
    const names = Object.keys(fields).filter((name) => name !== 'sourceUpdatedAt');
    const isAboutCost = names.includes('partnerCostMinor');
    await audit(work, {
      actorPersonId: null,
      verb: 'pipeline.importDeal',
      partnerId: deal.partnerId,
      subject: `deal:${deal.id}`,
      summary: `An import changed deal D-${deal.number}: ${names.map((name) => fieldWords[name] ?? name).join(', ')}`,
      isInternal: isAboutCost,
    });
  }
  for (const { id, at } of confirmed)
    await work.tx.deal.update({
      where: { id, workspaceId: work.workspaceId },
      data: { sourceUpdatedAt: at },
    });
  await refreshMessages(work, changed);
  for (const { deal, fields } of changed) if (fields.stage) await followHandoffsOf(work, { dealId: deal.id });
  await audit(
    work,
    ...[...new Set(added.map(({ partnerId }) => partnerId))].map((partnerId) => ({
      actorPersonId: null,
      verb: 'pipeline.importDeals',
      partnerId,
      summary: `An import added ${pluralise(added.filter((each) => each.partnerId === partnerId).length, 'deal')}`,
    })),
  );
  // Last, because whoever numbers meanwhile waits for a large one.
  const numbers = await takeNumbers(work, 'Deal', added.length);
  await work.tx.deal.createMany({
    data: added.map((fields, index) => ({
      id: work.newId(),
      workspaceId: work.workspaceId,
      number: numbers[index] ?? 0,
      customerKey: customerKey(fields.customer),
      ...fields,
    })),
  });
}

const fieldWords: Readonly<Record<string, string>> = {
  amountMinor: 'amount',
  partnerCostMinor: 'cost',
  registeredAt: 'registration day',
  closedAt: 'closing day',
  lossReason: 'reason',
  leadId: 'lead',
};

/** Deals that are shown in a channel already are shown as they are now; the others stay unannounced. */
async function refreshMessages(work: Work, changed: readonly DealChange[]): Promise<void> {
  const shown = await work.tx.surface.findMany({
    where: {
      workspaceId: work.workspaceId,
      kind: 'pipeline.deal',
      subject: { in: changed.map(({ deal }) => deal.id) },
    },
    select: { subject: true },
  });
  for (const { subject } of shown) await announceDeal(work, await loadDeal(work, subject));
}
