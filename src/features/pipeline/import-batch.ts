import { parseDecimal } from '../../core/money.ts';
import type { Work } from '../../platform/work.ts';
import { importContext } from './import-context.ts';
import { dealChanges, writeDeals } from './import-deals.ts';
import { leadChanges, writeLeads } from './import-leads.ts';
import { tellJustWon } from './import-won.ts';
import { takeArrivedLeads } from './routing/arrived.ts';
import type { DealColumn, LeadColumn } from './rules/columns.ts';
import type { CsvRow } from './rules/csv.ts';
import {
  type ImportContext,
  type RowFaults,
  readDealRow,
  readLeadRow,
  repeatedRows,
} from './rules/import-rows.ts';

/** Cells by column, as a file would have them; `line` is whatever the caller counts by. */
export type ImportCells =
  | { readonly kind: 'deals'; readonly rows: readonly CsvRow<DealColumn>[] }
  | { readonly kind: 'leads'; readonly rows: readonly CsvRow<LeadColumn>[] };

export interface BatchOptions {
  /** The only partner whose rows may be among them; null where all may. */
  readonly onlyPartnerId: string | null;
  /** As of when rows are that do not say so. */
  readonly updatedAt: Date;
}

export type BatchResult =
  | { readonly faults: readonly RowFaults[] }
  | {
      readonly faults?: undefined;
      readonly added: number;
      readonly changed: number;
      readonly unchanged: number;
      /** External ids of rows that are older than what is known. */
      readonly outdated: readonly string[];
    };

/** Rows of another program, by the rules of the import: all of them, or none when one is at fault. A deal just won is told. */
export async function importBatch(
  work: Work,
  cells: ImportCells,
  { onlyPartnerId, updatedAt }: BatchOptions,
): Promise<BatchResult> {
  const all = await importContext(work, parseDecimal, null);
  const partners = all.partners.filter(({ id }) => onlyPartnerId === null || id === onlyPartnerId);
  // Whoever sends for one partner learns of no other's.
  const own = { partner: partners[0] ?? null, ids: 'of_partner' } as const;
  const context = { ...all, partners, ...(onlyPartnerId !== null && own) };
  if (cells.kind === 'deals') {
    const read = readAll(cells.rows, (row) => readDealOf(onlyPartnerId, row, context), updatedAt);
    if (read.faults) return read;
    const changes = await dealChanges(work, read.rows);
    if (changes.faults.length > 0) return changes;
    await tellJustWon(work, await writeDeals(work, changes, null));
    return counted(changes);
  }
  const read = readAll(cells.rows, (row) => readLeadRow(row, context), updatedAt);
  if (read.faults) return read;
  const changes = await leadChanges(work, read.rows);
  if (changes.faults.length > 0) return changes;
  await takeArrivedLeads(work, await writeLeads(work, changes, null));
  return counted(changes);
}

/** Whoever sends for one partner is likely that partner, who neither knows nor says what a deal costs the vendor. */
function readDealOf(onlyPartnerId: string | null, row: CsvRow<DealColumn>, context: ImportContext) {
  const reading = readDealRow(row, context);
  if (onlyPartnerId === null || !row.cells.partner_cost) return reading;
  const others = 'faults' in reading ? reading.faults.faults : {};
  return { faults: { line: row.line, faults: { ...others, partner_cost: costOfPartner } } };
}

const costOfPartner =
  'A key of one partner can’t say what a deal costs. Leave it out, or send it with a key for all partners.';

interface Row {
  readonly line: number;
  readonly partnerId: string;
  readonly externalId: string;
  readonly updatedAt: Date | null;
}

function readAll<Cells, R extends Row>(
  cells: readonly Cells[],
  read: (cells: Cells) => { readonly row: R } | { readonly faults: RowFaults },
  updatedAt: Date,
): { readonly faults: readonly RowFaults[] } | { readonly faults?: undefined; readonly rows: readonly R[] } {
  const readings = cells.map(read);
  const rows = readings.flatMap((reading) =>
    'row' in reading ? [{ ...reading.row, updatedAt: reading.row.updatedAt ?? updatedAt }] : [],
  );
  const faults = [
    ...readings.flatMap((reading) => ('row' in reading ? [] : [reading.faults])),
    ...repeatedRows(rows, 'row'),
  ];
  return faults.length > 0 ? { faults } : { rows };
}

function counted(changes: {
  readonly added: readonly unknown[];
  readonly changed: readonly unknown[];
  readonly unchanged: number;
  readonly outdated: readonly string[];
}): BatchResult {
  const { added, changed, unchanged, outdated } = changes;
  return { added: added.length, changed: changed.length, unchanged, outdated };
}
