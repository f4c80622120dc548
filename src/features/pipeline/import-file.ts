import { parseMoney } from '../../core/money.ts';
import type { Work } from '../../platform/work.ts';
import type { Changes } from './import-changes.ts';
import { importContext, takeImportTurns } from './import-context.ts';
import { dealChanges, writeDeals } from './import-deals.ts';
import { leadChanges, writeLeads } from './import-leads.ts';
import { takeArrivedLeads } from './routing/arrived.ts';
import { dealColumns, leadColumns } from './rules/columns.ts';
import { decodeCsv, readCsv, readRecords } from './rules/csv.ts';
import { type RowFaults, readDealRow, readLeadRow, repeatedRows } from './rules/import-rows.ts';
import { readExport } from './rules/mappings/catalogue.ts';

/** Rows written with one statement. */
const batchSize = 500;

export interface ImportRequest {
  readonly kind: 'deals' | 'leads';
  readonly bytes: Uint8Array;
  /** Whose the rows are that name no partner. */
  readonly partnerName: string | null;
  /** Only says what would happen. */
  readonly isDryRun: boolean;
  /** Who brings it, for the history; nobody that Slack knows from the command line. */
  readonly actorPersonId?: string;
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
 * Imports a CSV file of deals or leads in the transaction it is given: good rows go in, bad ones are returned. Of what is
 * history nothing is announced, and no survey opens; leads that wait for an answer are routed, and those concerned hear.
 * Refuses a file that cannot be read as a whole, and an unknown partner.
 */
export async function importFile(work: Work, request: ImportRequest): Promise<ImportResult> {
  const { actorPersonId = null } = request;
  await takeImportTurns(work);
  const records = readRecords(decodeCsv(request.bytes));
  const exported = readExport(request.kind, records);
  const found = await importContext(work, parseMoney, request.partnerName);
  // A system's own ids are one row's each; a list somebody keeps of one partner may count from 1.
  const context = exported ? ({ ...found, ids: 'of_all' } as const) : found;
  if (request.kind === 'deals')
    return importRows(exported ?? readCsv(records, dealColumns), {
      read: (row) => readDealRow(row, context),
      compare: (rows) => dealChanges(work, rows),
      write: async (changes) => void (await writeDeals(work, changes, actorPersonId)),
      isDryRun: request.isDryRun,
    });
  const arrived: string[] = [];
  const result = await importRows(exported ?? readCsv(records, leadColumns), {
    read: (row) => readLeadRow(row, context),
    compare: (rows) => leadChanges(work, rows),
    write: async (changes) => {
      arrived.push(...(await writeLeads(work, changes, actorPersonId)));
    },
    isDryRun: request.isDryRun,
  });
  await takeArrivedLeads(work, arrived);
  return result;
}

interface Table<Cells> {
  readonly rows: readonly Cells[];
  readonly ignored?: readonly string[];
  readonly system?: string | null;
}

interface Importing<Cells, Row, Present, Fields> {
  readonly read: (cells: Cells) => { readonly row: Row } | { readonly faults: RowFaults };
  readonly compare: (rows: readonly Row[]) => Promise<Changes<Present, Fields>>;
  readonly write: (
    changes: Pick<Changes<Present, Fields>, 'added' | 'changed' | 'confirmed'>,
  ) => Promise<void>;
  readonly isDryRun: boolean;
}

async function importRows<
  Cells,
  Row extends { line: number; partnerId: string; externalId: string },
  Present,
  Fields,
>(
  { rows: all, ignored = [], system = null }: Table<Cells>,
  { read, compare, write, isDryRun }: Importing<Cells, Row, Present, Fields>,
): Promise<ImportResult> {
  const faults: RowFaults[] = [];
  const readable: Row[] = [];
  for (const cells of all) {
    const reading = read(cells);
    if ('row' in reading) readable.push(reading.row);
    else faults.push(reading.faults);
  }
  const repeated = repeatedRows(readable);
  faults.push(...repeated);
  const repeatedLines = new Set(repeated.map(({ line }) => line));
  const added: Fields[] = [];
  let [changed, unchanged] = [0, 0];
  const outdated: string[] = [];
  for (const rows of batches(readable.filter(({ line }) => !repeatedLines.has(line)))) {
    const done = await compare(rows);
    if (!isDryRun) await write({ ...done, added: [] });
    added.push(...done.added);
    changed += done.changed.length;
    unchanged += done.unchanged;
    outdated.push(...done.outdated);
    faults.push(...done.faults);
  }
  // Last, because whoever numbers meanwhile waits for it.
  if (!isDryRun) for (const some of batches(added)) await write({ added: some, changed: [], confirmed: [] });
  faults.sort((a, b) => a.line - b.line);
  return { added: added.length, changed, unchanged, outdated, faults, ignored, system };
}

function batches<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / batchSize);
  return Array.from({ length: count }, (_, index) => all.slice(index * batchSize, (index + 1) * batchSize));
}
