import { instantOf, type LocalDate } from '../../core/calendar.ts';
import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { Prisma } from '../../platform/store/generated/client.ts';
import { takeNumbers } from '../../platform/store/numbers.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartners, numbersChanged } from '../partners/public.ts';
import { calendarOf, refreshDeals } from './announce.ts';
import { followHandoffsOf } from './handoffs/card.ts';
import { type Changes, compareRows, isStamp } from './import-changes.ts';
import { linkDeals } from './import-links.ts';
import { registeredHere } from './import-registered.ts';
import { customerKey } from './rules/customer-key.ts';
import type { DealRow } from './rules/import-rows.ts';
import type { Statements } from './rules/statements.ts';
import type { Deal } from './store.ts';

type DealFields = Omit<Prisma.DealUncheckedCreateInput, 'id' | 'workspaceId' | 'number' | 'roles'>;

export type DealChanges = Changes<Deal, DealFields>;

/** What the rows would add and change; reads only. */
export async function dealChanges(work: Work, rows: readonly DealRow[]): Promise<DealChanges> {
  const { workspaceId } = work;
  const { timeZone } = await calendarOf(work);
  const existing = await work.tx.deal.findMany({
    where: { workspaceId, externalId: { in: rows.map(({ externalId }) => externalId) } },
    include: { lead: true, roles: true },
  });
  const registered = await registeredHere(work, rows, existing);
  const partners = await loadPartners(
    work,
    existing.map(({ partnerId }) => partnerId),
  );
  const changes = compareRows<DealRow, Deal, DealFields>(rows, [...existing, ...registered.deals], {
    // An amount that nobody has said is none; a check of the data lists such deals.
    initial: ({ partnerId, externalId, currency }) => ({ partnerId, externalId, amountMinor: 0n, currency }),
    statements: (row) => statementsOf(row, timeZone),
    // What a person said in Slack of when the deal was registered and how it ended stays.
    settled: ({ closedById, registeredById }) => [
      ...(registeredById === null ? [] : ['registered']),
      ...(closedById === null ? [] : ['amount', 'registered', 'ending']),
    ],
    refusal: ({ number, partnerId, stage, externalId }) =>
      stage === 'open' || stage === 'won'
        ? `“${externalId}” is D-${number} of ${partners.get(partnerId)?.name} already, and an import moves nothing between partners. If it has moved, mark D-${number} as lost first (“deal lost D-${number} moved”); if it is another deal, give it an id of its own.`
        : null,
  });
  const ids = new Map(registered.deals.map(({ id, externalId }) => [id, externalId]));
  const withId = <F extends object>(id: string, fields: F) =>
    ids.has(id) ? { ...fields, externalId: ids.get(id) } : fields;
  return {
    ...changes,
    changed: changes.changed.map(({ present, fields }) => ({ present, fields: withId(present.id, fields) })),
    confirmed: changes.confirmed.map(({ id, fields }) => ({ id, fields: withId(id, fields) })),
    faults: [...registered.faults, ...changes.faults],
  };
}

function statementsOf(row: DealRow, timeZone: string): Statements<DealFields> {
  const { state, amount, currency, partnerCostMinor, leadExternalIds } = row;
  const startOf = (day: LocalDate) => instantOf(day, 0, timeZone);
  return {
    customer: { said: row.customer, fields: { customer: row.customer } },
    name: { said: row.name, fields: { name: row.name } },
    amount: amount && { said: amount, fields: amount },
    registered: { said: row.registeredOn, fields: { registeredAt: startOf(row.registeredOn) } },
    ending: {
      said: state,
      fields: {
        stage: state.stage,
        closedAt: state.stage === 'open' ? null : startOf(state.closedOn),
        lossReason: state.stage === 'lost' ? state.lossReason : null,
      },
    },
    cost:
      partnerCostMinor === null ? null : { said: [partnerCostMinor, currency], fields: { partnerCostMinor } },
    lead:
      leadExternalIds.length === 0
        ? null
        : { said: leadExternalIds, fields: { leadExternalIds: [...leadExternalIds] } },
  };
}

/** Writes them, at most some hundred at a time: what is new goes in with one statement. Returns the ids of those it said to be won. */
export async function writeDeals(
  work: Work,
  { added, changed, confirmed }: Pick<DealChanges, 'added' | 'changed' | 'confirmed'>,
  actorPersonId: string | null,
): Promise<string[]> {
  for (const { present: deal, fields } of changed) {
    await work.tx.deal.update({ where: { id: deal.id, workspaceId: work.workspaceId }, data: fields });
    const names = Object.keys(fields).filter((name) => !isStamp(name));
    const isAboutCost = names.includes('partnerCostMinor');
    await audit(work, {
      actorPersonId,
      verb: 'pipeline.importDeal',
      partnerId: deal.partnerId,
      subject: `deal:${deal.id}`,
      summary: `An import changed deal D-${deal.number}: ${names.map((name) => fieldWords[name] ?? name).join(', ')}`,
      isInternal: isAboutCost,
    });
  }
  for (const { id, fields } of confirmed)
    await work.tx.deal.update({ where: { id, workspaceId: work.workspaceId }, data: fields });
  await refreshDeals(
    work,
    changed.map(({ present }) => present.id),
  );
  for (const { present, fields } of changed)
    if (fields.stage) await followHandoffsOf(work, { dealId: present.id });
  await audit(
    work,
    ...[...new Set(added.map(({ partnerId }) => partnerId))].map((partnerId) => ({
      actorPersonId,
      verb: 'pipeline.importDeals',
      partnerId,
      summary: `An import added ${pluralise(added.filter((each) => each.partnerId === partnerId).length, 'deal')}`,
    })),
  );
  const concerned = [...changed.map(({ present }) => present), ...added];
  await numbersChanged(work, [...new Set(concerned.map(({ partnerId }) => partnerId))]);
  // Last, because whoever numbers meanwhile waits for a large one.
  const numbers = await takeNumbers(work, 'Deal', added.length);
  const rows = added.map((fields, index) => ({
    id: work.newId(),
    workspaceId: work.workspaceId,
    number: numbers[index] ?? 0,
    customerKey: customerKey(fields.customer),
    ...fields,
  }));
  await work.tx.deal.createMany({ data: rows });
  const toLink = [...changed.map(({ present }) => present.id), ...rows.map(({ id }) => id)];
  await linkDeals(work, toLink, actorPersonId);
  const won = changed.filter(({ fields }) => fields.stage === 'won').map(({ present }) => present.id);
  return [...won, ...rows.filter(({ stage }) => stage === 'won').map(({ id }) => id)];
}

const fieldWords: Readonly<Record<string, string>> = {
  amountMinor: 'amount',
  partnerCostMinor: 'cost',
  registeredAt: 'registration day',
  closedAt: 'closing day',
  lossReason: 'reason',
  leadExternalIds: 'lead',
  externalId: 'id elsewhere',
};
