import type { Work } from '../../platform/work.ts';
import type { DealRow, RowFaults } from './rules/import-rows.ts';
import { waitsForApproval } from './rules/registration.ts';
import type { Deal } from './store.ts';

/** Deals that rows name as registered here, as if they had the rows' ids already; and rows that name none they could be. */
interface Registered {
  readonly deals: readonly Deal[];
  readonly faults: readonly RowFaults[];
}

/**
 * Of deals registered in Slack another system knows by an id that nothing here knows yet: a row that names one by its
 * number is that deal, with its protection and history, and not a second one. `known` are the deals of the rows' ids.
 */
export async function registeredHere(
  { tx, workspaceId }: Work,
  rows: readonly DealRow[],
  known: readonly Deal[],
): Promise<Registered> {
  const numbers = rows.flatMap(({ registeredAs }) => registeredAs ?? []);
  if (numbers.length === 0) return { deals: [], faults: [] };
  const found = await tx.deal.findMany({
    where: { workspaceId, number: { in: numbers } },
    include: { lead: true, roles: true },
  });
  const deals: Deal[] = [];
  const faults: RowFaults[] = [];
  for (const row of rows) {
    if (row.registeredAs === null) continue;
    const deal = found.find(
      ({ number, partnerId }) => number === row.registeredAs && partnerId === row.partnerId,
    );
    const present = known.find(
      ({ externalId, partnerId }) => externalId === row.externalId && partnerId === row.partnerId,
    );
    const why = reason(row, deal, present ?? deals.find(({ id }) => id === deal?.id));
    if (why !== null) faults.push({ line: row.line, faults: { registered_as: why } });
    else if (deal && !present) deals.push({ ...deal, externalId: row.externalId });
  }
  return { deals, faults };
}

/** Why a row cannot be the deal it names; null where it can, or is it already. `taken`: what stands in its way. */
function reason(
  { registeredAs, externalId }: DealRow,
  deal: Deal | undefined,
  taken: Deal | undefined,
): string | null {
  const name = `D-${registeredAs}`;
  if (!deal) return `There is no deal ${name} of this partner.`;
  if (taken && taken.id !== deal.id)
    return `“${externalId}” is D-${taken.number} already, so it can’t be ${name} too.`;
  if (taken && taken.externalId !== externalId) return `Another row is ${name} already.`;
  if (deal.externalId !== null && deal.externalId !== externalId)
    return `${name} is “${deal.externalId}” there already.`;
  if (deal.stage === 'declined')
    return `${name} was declined. Leave the column empty to bring it in by itself.`;
  return waitsForApproval(deal) ? `${name} still waits for approval. Approve or decline it first.` : null;
}
