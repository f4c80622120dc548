import { localDateOf } from '../../core/calendar.ts';
import type { GapSetAside, Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { programmeSettings } from '../partners/public.ts';
import { countTraits, listTraits, type TraitRow, type TraitsRequest } from '../pipeline/public.ts';
import { checkNamed } from './checks/catalogue.ts';
import type { Check, LooksCount } from './checks/check.ts';
import { lookBack } from './facts.ts';
import { loadLedger } from './facts-of-ledger.ts';
import { faultId, type LedgerFault, ledgerFaults } from './ledger-faults.ts';

/** Something odd in the ledger; `id` names it among its partner's. */
export interface LedgerRow extends LooksCount {
  readonly id: string;
  readonly traits: LedgerFault;
  /** What was said to be odd. */
  readonly fingerprint: string;
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

/** The rows at these partners that a check finds, set aside or not: of deals and leads the newest first, of the ledger partner by partner. */
export async function findRows(
  work: Work,
  check: Check,
  partners: readonly Partner[],
): Promise<readonly GapRow[]> {
  return (await rowsOf(work, check.of, partners)).filter(({ traits }) => check.finds(traits));
}

async function rowsOf(
  work: Work,
  kind: Check['of'],
  partners: readonly Partner[],
  ids?: readonly string[],
): Promise<readonly GapRow[]> {
  if (kind === 'ledger') return ledgerRows(work, partners);
  return listTraits(work, kind, { ...(await traitsOf(work, partners)), ...(ids && { ids }) });
}

/** A row that is set aside, and why. */
export interface AsideRow {
  readonly aside: GapSetAside;
  readonly check: Check;
  readonly row: GapRow;
}

/** The rows at these partners that were set aside and are still as they were then, the newest first. */
export async function findAside(work: Work, partners: readonly Partner[]): Promise<readonly AsideRow[]> {
  const asides = await work.tx.gapSetAside.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: partners.map(({ id }) => id) } },
    orderBy: [{ setAsideAt: 'desc' }, { id: 'desc' }],
  });
  const known = asides.flatMap((aside) => {
    const check = checkNamed(aside.check);
    return check ? [{ aside, check, id: aside.subject.slice(aside.partnerId.length + 1) }] : [];
  });
  const rows: GapRow[] = [];
  for (const kind of new Set(known.map(({ check }) => check.of))) {
    const ids = known.filter(({ check }) => check.of === kind).map(({ id }) => id);
    rows.push(...(await rowsOf(work, kind, partners, ids)));
  }
  const bySubject = new Map(rows.map((row) => [subjectOf(row), row]));
  return known.flatMap(({ aside, check }) => {
    const row = bySubject.get(aside.subject);
    return row && row.fingerprint === aside.fingerprint && check.finds(row.traits)
      ? [{ aside, check, row }]
      : [];
  });
}

/** Names a row among those of a check, whosever it is. */
export function subjectOf({ partnerId, id }: GapRow): string {
  return `${partnerId}:${id}`;
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
      ...{ id: faultId(traits), partnerId, traits, count: 1, fingerprint: traits.words },
    })),
  );
}
