import { parseDecimal } from '../../core/money.ts';
import { type HttpRequest, httpRoute, type KeyOfRequest } from '../../platform/http/route.ts';
import {
  type ImportCells,
  importBatch,
  importContext,
  type Mapping,
  mappings,
  mapRecord,
  takeImportTurns,
  unwrapRecord,
} from '../pipeline/public.ts';
import { apiCallTable, costTable, overlaps, usageTable } from './figure-tables.ts';
import { type FigureContext, readApiCalls, readCost, readUsage } from './read-figures.ts';
import {
  apiCallsBody,
  costsBody,
  dealsBody,
  leadsBody,
  recordsBody,
  type Taken,
  takenSchema,
  usageBody,
} from './schemas.ts';
import { refuseFaults, takeFigures } from './take-figures.ts';

const taken = { method: 'POST', answers: takenSchema } as const;

/** Where figures of other systems come in. */
export const ingestRoutes = [
  httpRoute({
    ...taken,
    path: '/ingest/deals',
    summary: 'Deals, new or changed',
    scope: 'deals:write',
    body: dealsBody,
    answer: (request) => takeRows(request, { kind: 'deals', rows: request.body.deals.map(asCells) }),
  }),
  httpRoute({
    ...taken,
    path: '/ingest/leads',
    summary: 'Leads, new or changed',
    scope: 'leads:write',
    body: leadsBody,
    answer: (request) => takeRows(request, { kind: 'leads', rows: request.body.leads.map(asCells) }),
  }),
  httpRoute({
    ...taken,
    path: '/ingest/costs',
    summary: 'What partners cost, beyond the cost of their deals; internal',
    scope: 'costs:write',
    body: costsBody,
    answer: async (request) => {
      const context = await contextOf(request);
      const rows = request.body.costs.map((row, index) => readCost(row, index, context));
      return takeFigures(request, costTable, rows, sourceOf(request.key));
    },
  }),
  httpRoute({
    ...taken,
    path: '/ingest/usage',
    summary: 'Monthly revenue, usage and customers',
    scope: 'usage:write',
    body: usageBody,
    answer: async (request) => {
      const context = await contextOf(request);
      const rows = request.body.usage.map((row, index) => readUsage(row, index, context));
      return takeFigures(request, usageTable, rows, sourceOf(request.key));
    },
  }),
  httpRoute({
    ...taken,
    path: '/ingest/api-calls',
    summary: 'Calls of your API, counted by window',
    scope: 'api-calls:write',
    body: apiCallsBody,
    answer: async (request) => {
      const context = await contextOf(request);
      const counts = request.body.api_calls;
      const rows = counts.map((row, index) => readApiCalls(row, index, context));
      const result = await takeFigures(request, apiCallTable, rows, sourceOf(request.key));
      const ids = rows.flatMap((reading) => ('row' in reading ? [reading.row.externalId] : []));
      const found = await overlaps(request, ids);
      refuseFaults(
        found.map(({ externalId, other }) => ({
          line: ids.indexOf(externalId),
          faults: { from: `The window overlaps that of “${other}”: calls would count twice.` },
        })),
      );
      return result;
    },
  }),
  ...mappings.map((mapping) => {
    const system = mapping.system.toLowerCase();
    return httpRoute({
      ...taken,
      path: `/ingest/${system}/${mapping.kind}`,
      summary: `${mapping.kind === 'deals' ? 'Deals' : 'Leads'} as ${mapping.system} sends them`,
      scope: `${mapping.kind}:write`,
      body: recordsBody,
      answer: (request) => takeRecords(request, mapping, request.body),
    });
  }),
];

function takeRecords(
  request: HttpRequest,
  mapping: Mapping,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<Taken> {
  const read = records.map((each) => unwrapRecord(mapping, each));
  refuseFaults(
    read.flatMap((each, line) =>
      'fault' in each ? [{ line, faults: Object.fromEntries([each.fault]) }] : [],
    ),
  );
  const rows = read.flatMap((each, line) =>
    'record' in each ? [{ line, cells: mapRecord(mapping, each.record) }] : [],
  );
  return takeRows(request, { kind: mapping.kind, rows });
}

async function takeRows(request: HttpRequest, cells: ImportCells): Promise<Taken> {
  await takeImportTurns(request);
  const { faults, ...result } = await importBatch(request, cells, {
    onlyPartnerId: request.key.partnerId,
    updatedAt: request.signedAt,
  });
  refuseFaults(faults ?? []);
  return takenSchema.parse(result);
}

/** As the cells of a file: what has no value is an empty cell. */
function asCells(row: Readonly<Record<string, string | number | null | undefined>>, line: number) {
  const filled = Object.entries(row).filter(([, value]) => value != null);
  return { line, cells: Object.fromEntries(filled.map(([name, value]) => [name, String(value).trim()])) };
}

async function contextOf(request: HttpRequest): Promise<FigureContext> {
  await takeImportTurns(request);
  const { partnerId } = request.key;
  const all = await importContext(request, parseDecimal, null);
  const partners = all.partners.filter(({ id }) => partnerId === null || id === partnerId);
  return {
    ...all,
    partners,
    partner: partnerId === null ? null : (partners[0] ?? null),
    updatedAt: request.signedAt,
  };
}

const sourceOf = ({ name }: KeyOfRequest): string => `http:${name}`;
