import { localDateOf } from '../../core/calendar.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { programmeSettings } from '../partners/public.ts';
import { countTraits, listTraits, type TraitRow, type TraitsRequest } from '../pipeline/public.ts';
import type { Check, LooksCount } from './checks/check.ts';
import { lookBack } from './facts.ts';
import { loadLedger } from './facts-of-ledger.ts';
import { faultId, type LedgerFault, ledgerFaults } from './ledger-faults.ts';

/** Something odd in the ledger; `id` names it among its partner's. */
export interface LedgerRow extends LooksCount {
  readonly id: string;
  readonly traits: LedgerFault;
}

/** A row that a check found. */
export type GapRow = TraitRow | LedgerRow;

/** What the checks look at of these partners: all their rows, counted by their looks. */
export async function countLooks(work: Work, partners: readonly Partner[]): Promise<readonly LooksCount[]> {
  return [
    ...(await countTraits(work, await traitsOf(work, partners))),
    ...(await ledgerRows(work, partners)),
  ];
}

/** The rows at these partners that a check finds: of deals and leads the newest first, of the ledger partner by partner. */
export async function findRows(
  work: Work,
  check: Check,
  partners: readonly Partner[],
): Promise<readonly GapRow[]> {
  const rows =
    check.of === 'ledger'
      ? await ledgerRows(work, partners)
      : await listTraits(work, check.of, await traitsOf(work, partners));
  return rows.filter(({ traits }) => check.finds(traits));
}

async function traitsOf(work: Work, partners: readonly Partner[]): Promise<TraitsRequest> {
  const { timeZone } = await programmeSettings(work);
  return {
    partnerIds: partners.map((partner) => partner.id),
    since: lookBack(work.now, timeZone).from,
    asOf: work.now,
    timeZone,
  };
}

async function ledgerRows(work: Work, partners: readonly Partner[]): Promise<readonly LedgerRow[]> {
  const { timeZone } = await programmeSettings(work);
  const ids = partners.map(({ id }) => id);
  const asked = { window: lookBack(work.now, timeZone), asOf: work.now, timeZone };
  const ledgerOf = await loadLedger(work, ids, asked);
  const today = localDateOf(work.now, timeZone);
  return partners.flatMap(({ id: partnerId, currency }) =>
    ledgerFaults({ ...ledgerOf(partnerId), currency, today }).map((traits) => ({
      ...{ id: faultId(traits), partnerId, traits, count: 1 },
    })),
  );
}
