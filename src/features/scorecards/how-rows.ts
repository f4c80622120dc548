import { formatInstant } from '../../core/calendar.ts';
import { withinSentence } from '../../core/text.ts';
import type { CalendarWindow, TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';
import {
  apiCallExportColumns,
  apiCallsBehind,
  costExportColumns,
  type DayWindow,
  type ExportedFile,
  exportApiCalls,
  exportCosts,
  exportUsage,
  inFiles,
  tableInFiles,
  usageExportColumns,
} from '../ingest/public.ts';
import {
  type BehindRow,
  dealExportColumns,
  dealsBehind,
  exportBehind,
  internalExportColumns,
  leadExportColumns,
} from '../pipeline/public.ts';
import { conversionAgeDays, type PartnerCard } from './facts.ts';
import { daysUpTo } from './facts-of-ledger.ts';
import { ledgerInputs } from './ledger.ts';
import type { Metric } from './metrics/metric.ts';
import type { Line } from './rules.ts';

export const rowsAPage = 40;

/** A number of one partner and what it is made of. */
export interface FoundNumber {
  readonly card: PartnerCard;
  readonly line: Line;
  readonly window: TimeWindow;
  /** What the window is of; null: the days that rates look back over. */
  readonly quarter: CalendarWindow | null;
  readonly timeZone: string;
  /** Of whoever asks. */
  readonly mayReadInternal: boolean;
}

/** A page of the rows behind a number, newest first, and how many there are. */
export type RowsBehind =
  | { readonly of: 'pipeline'; readonly total: number; readonly rows: readonly BehindRow[] }
  | {
      readonly of: 'figures';
      readonly total: number;
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** A page, counted from 0, of what is behind a number; null where there is no list of it. */
export async function rowsBehind(work: Work, found: FoundNumber, page: number): Promise<RowsBehind | null> {
  const { card, line, window, timeZone } = found;
  const { metric } = line;
  const [skip, take] = [page * rowsAPage, rowsAPage];
  const scope = pipelineScope(found);
  if (scope) return { of: 'pipeline', ...(await dealsBehind(work, { ...scope, skip, take })) };
  const ledger = metric.ledger?.(card.facts);
  if (ledger?.isOfCalls) {
    const { total, rows } = await apiCallsBehind(work, { partnerId: card.partner.id, window, skip, take });
    const time = (at: Date) => formatInstant(at, timeZone, window.to);
    return {
      ...{ of: 'figures', total, header: ['From', 'To', 'Calls', 'Successful'] },
      rows: rows.map((each) => [
        time(each.fromAt),
        time(each.toAt),
        each.total.toLocaleString('en-GB'),
        each.successful.toLocaleString('en-GB'),
      ]),
    };
  }
  const inputs = ledger ? ledgerInputs(card.facts, ledger) : metric.inputs?.(card.facts);
  if (!inputs) return null;
  const { header, rows } = inputs;
  return {
    ...{ of: 'figures', header, total: rows.length, rows: rows.slice(skip, skip + take) },
  };
}

/**
 * All rows behind a number, with the columns they are exported with elsewhere: deals or leads, newest first, or the
 * ledger's entries one by one, oldest first; else the figures it is made of, as they are shown. What is internal is in
 * them for those alone who may read it.
 */
export async function filesBehind(work: Work, found: FoundNumber): Promise<ExportedFile[]> {
  const { card, line, mayReadInternal } = found;
  const { metric } = line;
  const behind = `behind ${withinSentence(metric.label)} of ${card.name}`;
  const inputs = metric.ledger ? undefined : metric.inputs?.(card.facts);
  if (inputs) {
    const { header: columns, rows } = inputs;
    return tableInFiles({ name: 'figures', columns, rows, what: `the figures ${behind}` });
  }
  const scope = pipelineScope(found);
  const tables = scope
    ? [await pipelineTable(work, { ...scope, withInternal: mayReadInternal })]
    : await ledgerTables(work, found);
  return tables.flatMap(({ name, noun, columns, rows }) =>
    inFiles({ ...{ name, columns, rows }, what: `the ${noun} ${behind}` }),
  );
}

/** What a partner's people never get, nor those of the vendor's who may not see margins: money, and whence figures came. */
const internalFigures: ReadonlySet<string> = new Set(['amount', 'currency', 'source']);

interface Table {
  readonly name: string;
  readonly noun: string;
  readonly columns: readonly string[];
  readonly rows: readonly object[];
}

async function pipelineTable(work: Work, scope: Parameters<typeof exportBehind>[1]): Promise<Table> {
  const { of, rows } = await exportBehind(work, scope);
  const all: readonly string[] = of === 'deals' ? dealExportColumns : leadExportColumns;
  const columns = all.filter((column) => scope.withInternal || !internalExportColumns.has(column));
  return { name: of, noun: of, columns, rows };
}

async function ledgerTables(work: Work, found: FoundNumber): Promise<readonly Table[]> {
  const { card, line, window, timeZone, mayReadInternal } = found;
  const ledger = line.metric.ledger?.(card.facts) ?? {};
  const all = { partnerIds: [card.partner.id], after: null, take: null };
  const days = earlierEnd(ledger.days, daysUpTo(window.to, timeZone));
  const tables: Table[] = [];
  const shown = (columns: readonly string[]) =>
    columns.filter((column) => mayReadInternal || !internalFigures.has(column));
  if (ledger.costs && mayReadInternal) {
    const rows = (await exportCosts(work, { ...all, kinds: ledger.costs, days })).map(({ row }) => row);
    tables.push({ name: 'costs', noun: 'costs', columns: costExportColumns, rows });
  }
  if (ledger.usage) {
    const asked = { ...all, kinds: ledger.usage, days, withMoney: mayReadInternal };
    const rows = (await exportUsage(work, asked)).map(({ row }) => row);
    tables.push({ name: 'usage', noun: 'figures of usage', columns: shown(usageExportColumns), rows });
  }
  if (ledger.isOfCalls) {
    const rows = (await exportApiCalls(work, { ...all, window })).map(({ row }) => row);
    tables.push({
      name: 'api-calls',
      noun: 'counts of API calls',
      columns: shown(apiCallExportColumns),
      rows,
    });
  }
  return tables;
}

function earlierEnd(days: DayWindow | undefined, known: DayWindow): DayWindow {
  if (!days) return known;
  return { from: days.from, to: days.to < known.to ? days.to : known.to };
}

function pipelineScope({ card, line: { metric }, window }: FoundNumber) {
  const { behind }: Metric = metric;
  if (!behind) return null;
  return { partnerId: card.partner.id, behind, window, asOf: window.to, conversionAgeDays };
}
