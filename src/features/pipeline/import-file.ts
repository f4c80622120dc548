import { parseMoney } from '../../core/money.ts';
import type { Work } from '../../platform/work.ts';
import { importContext } from './import-context.ts';
import { dealChanges, writeDeals } from './import-deals.ts';
import { leadChanges, writeLeads } from './import-leads.ts';
import { dealColumns, leadColumns } from './rules/columns.ts';
import { decodeCsv, readCsv, readRecords } from './rules/csv.ts';
import { type RowFaults, readDealRow, readLeadRow, repeatedRows } from './rules/import-rows.ts';
import { readExport } from './rules/mappings/catalogue.ts';

/** Rows written in one transaction. */
const batchSize = 500;

export interface ImportRequest {
  readonly kind: 'deals' | 'leads';
  readonly bytes: Uint8Array;
  /** Whose the rows are that name no partner. */
  readonly partnerName: string | null;
  /** Only says what would happen. */
  readonly isDryRun: boolean;
}

export interface ImportResult {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** External ids of rows that are older than what is known. */
  readonly outdated: readonly string[];
  /** Rows left out, by line. */
  readonly faults: readonly RowFaults[];
  /** Headers that name no column; those of another system's export are not counted. */
  readonly ignored: readonly string[];
  /** Whose export it was read as; null where it was taken by its own columns. */
  readonly system: string | null;
}

/**
 * Imports a CSV file of deals or leads: good rows go in, batch by batch, each in a transaction of its own that
 * `inWork` runs; bad ones are returned. Nothing is announced, and no survey opens: it is history. Refuses a file
 * that cannot be read as a whole, and an unknown partner.
 */
export async function importFile(
  inWork: <T>(run: (work: Work) => Promise<T>) => Promise<T>,
  request: ImportRequest,
): Promise<ImportResult> {
  const context = await inWork((work) => importContext(work, parseMoney, request.partnerName));
  const records = readRecords(decodeCsv(request.bytes));
  const exported = readExport(request.kind, records);
  return request.kind === 'deals'
    ? importRows(
        inWork,
        exported ?? readCsv(records, dealColumns),
        (row) => readDealRow(row, context),
        async (work, rows) => {
          const changes = await dealChanges(work, rows);
          if (!request.isDryRun) await writeDeals(work, changes);
          return changes;
        },
      )
    : importRows(
        inWork,
        exported ?? readCsv(records, leadColumns),
        (row) => readLeadRow(row, context),
        async (work, rows) => {
          const changes = await leadChanges(work, rows);
          if (!request.isDryRun) await writeLeads(work, changes);
          return changes;
        },
      );
}

interface Changes {
  readonly added: readonly unknown[];
  readonly changed: readonly unknown[];
  readonly unchanged: number;
  readonly outdated: readonly string[];
}

async function importRows<Cells, Row extends { line: number; partnerId: string; externalId: string }>(
  inWork: <T>(run: (work: Work) => Promise<T>) => Promise<T>,
  table: { readonly rows: readonly Cells[]; readonly ignored?: readonly string[]; readonly system?: string },
  read: (cells: Cells) => { readonly row: Row } | { readonly faults: RowFaults },
  write: (work: Work, rows: readonly Row[]) => Promise<Changes>,
): Promise<ImportResult> {
  const faults: RowFaults[] = [];
  const readable: Row[] = [];
  for (const cells of table.rows) {
    const reading = read(cells);
    if ('row' in reading) readable.push(reading.row);
    else faults.push(reading.faults);
  }
  const repeated = repeatedRows(readable);
  const repeatedLines = new Set(repeated.map(({ line }) => line));
  const rows = readable.filter(({ line }) => !repeatedLines.has(line));
  let [added, changed, unchanged] = [0, 0, 0];
  const outdated: string[] = [];
  for (let start = 0; start < rows.length; start += batchSize) {
    const done = await inWork((work) => write(work, rows.slice(start, start + batchSize)));
    added += done.added.length;
    changed += done.changed.length;
    unchanged += done.unchanged;
    outdated.push(...done.outdated);
  }
  const all = [...faults, ...repeated].sort((a, b) => a.line - b.line);
  return {
    added,
    changed,
    unchanged,
    outdated,
    faults: all,
    ignored: table.ignored ?? [],
    system: table.system ?? null,
  };
}
