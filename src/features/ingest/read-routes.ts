import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { slug } from '../../core/text.ts';
import { httpLimits } from '../../platform/http/limits.ts';
import { type HttpRequest, type HttpRoute, httpRoute } from '../../platform/http/route.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { activePartners } from '../partners/public.ts';
import { dealExportColumns, exportDeals, exportLeads, leadExportColumns } from '../pipeline/public.ts';
import { exportScorecards, scorecardExportColumns } from '../scorecards/public.ts';
import {
  apiCallExportColumns,
  costExportColumns,
  exportApiCalls,
  exportCosts,
  exportUsage,
  type PlacedRow,
  usageExportColumns,
} from './export-figures.ts';

/** Each has some twenty numbers. */
const mostPartners = 100;

const text = z.string().nullable();
const figure = z.number().nullable();
const next = text.describe('Ask for the rest with ?cursor=…; null where that was all');
const paged = z.strictObject({
  partner: z.string().max(200).optional().describe('A partner’s name or id'),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'is not what an answer gave as next')
    .optional(),
  limit: z.coerce.number().int().min(1).max(httpLimits.rows).optional(),
});
/** Figures have no number: where a page ended is a time and an id. */
const pagedFigures = paged.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not what an answer gave as next')
    .optional(),
});

const named = <Name extends string>(columns: readonly Name[], schema: z.ZodType) =>
  z.object(Object.fromEntries(columns.map((name) => [name, schema])));

const dealsAnswer = z.object({
  deals: z.array(
    named(dealExportColumns, text).extend({
      ...{ number: z.int(), lead_number: z.int().nullable() },
      is_contested: z.boolean().nullable(),
    }),
  ),
  next,
});
const leadsAnswer = z.object({
  leads: z.array(named(leadExportColumns, text).extend({ number: z.int(), deal_number: z.int().nullable() })),
  next,
});
const scorecardsAnswer = z.object({
  scorecards: z.array(
    named(scorecardExportColumns, text).extend({
      ...{ value: figure, low: figure, high: figure, target: figure },
      ...{ numerator: z.number(), denominator: z.number(), n: z.number() },
    }),
  ),
  next,
});
const costsAnswer = z.object({
  costs: z.array(named(costExportColumns, text).extend({ minutes: figure })),
  next,
});
const usageAnswer = z.object({
  usage: z.array(named(usageExportColumns, text).extend({ quantity: figure })),
  next,
});
const apiCallsAnswer = z.object({
  api_calls: z.array(named(apiCallExportColumns, text).extend({ total: z.int(), successful: z.int() })),
  next,
});

/** Where figures go out, to whoever has a token for them. */
export const readRoutes: readonly HttpRoute[] = [
  httpRoute({
    method: 'GET',
    path: '/deals',
    summary: 'Deals, by number; partner_cost and is_contested for keys with internal:read alone',
    scope: 'deals:read',
    query: paged,
    answers: dealsAnswer,
    csv: { rows: 'deals', columns: dealExportColumns },
    answer: async (request) => {
      const { partnerIds, after, take } = await pageOf(request, request.query);
      const withInternal = mayReadInternal(request);
      const deals = await exportDeals(request, { partnerIds, after, take, withInternal });
      return { deals, next: nextOf(deals, take) };
    },
  }),
  httpRoute({
    method: 'GET',
    path: '/leads',
    summary: 'Leads, by number; routed_because for keys with internal:read alone',
    scope: 'leads:read',
    query: paged,
    answers: leadsAnswer,
    csv: { rows: 'leads', columns: leadExportColumns },
    answer: async (request) => {
      const { partnerIds, after, take } = await pageOf(request, request.query);
      const leads = await exportLeads(request, {
        ...{ partnerIds, after, take },
        withInternal: mayReadInternal(request),
      });
      return { leads, next: nextOf(leads, take) };
    },
  }),
  httpRoute({
    method: 'GET',
    path: '/scorecards',
    summary: 'Every partner’s numbers as of now; internal ones for keys with internal:read alone',
    scope: 'scorecards:read',
    query: paged.extend({ limit: z.coerce.number().int().min(1).max(mostPartners).optional() }),
    answers: scorecardsAnswer,
    csv: { rows: 'scorecards', columns: scorecardExportColumns },
    answer: async (request) => {
      const { cursor = '0', limit = mostPartners, partner } = request.query;
      const reachable = chosen(await reachablePartners(request), partner);
      const from = Number(cursor);
      const isInternal = mayReadInternal(request);
      const scorecards = await exportScorecards(
        request,
        reachable.slice(from, from + limit),
        () => isInternal,
      );
      return { scorecards, next: from + limit < reachable.length ? String(from + limit) : null };
    },
  }),
  httpRoute({
    method: 'GET',
    path: '/costs',
    summary: 'Costs as they were sent, by day; internal, so for keys with internal:read alone',
    scope: 'costs:read',
    andScope: 'internal:read',
    query: pagedFigures,
    answers: costsAnswer,
    csv: { rows: 'costs', columns: costExportColumns },
    answer: async (request) => {
      const page = await figuresPageOf(request, request.query);
      const costs = await exportCosts(request, page);
      return { costs: rowsOf(costs), next: nextPlace(costs, page.take) };
    },
  }),
  httpRoute({
    method: 'GET',
    path: '/usage',
    summary: 'Usage as it was sent, by month; amount and currency for keys with internal:read alone',
    scope: 'usage:read',
    query: pagedFigures,
    answers: usageAnswer,
    csv: { rows: 'usage', columns: usageExportColumns },
    answer: async (request) => {
      const page = await figuresPageOf(request, request.query);
      const withMoney = mayReadInternal(request);
      const usage = await exportUsage(request, { ...page, withMoney });
      return { usage: rowsOf(usage), next: nextPlace(usage, page.take) };
    },
  }),
  httpRoute({
    method: 'GET',
    path: '/api-calls',
    summary: 'Counts of API calls as they were sent, by when their windows begin',
    scope: 'api-calls:read',
    query: pagedFigures,
    answers: apiCallsAnswer,
    csv: { rows: 'api_calls', columns: apiCallExportColumns },
    answer: async (request) => {
      const page = await figuresPageOf(request, request.query);
      const counts = await exportApiCalls(request, page);
      return { api_calls: rowsOf(counts), next: nextPlace(counts, page.take) };
    },
  }),
];

const mayReadInternal = ({ key }: HttpRequest): boolean => key.scopes.includes('internal:read');

async function reachablePartners(request: HttpRequest): Promise<Partner[]> {
  const partners = await activePartners(request);
  const { partnerId } = request.key;
  return partners.filter(({ id }) => partnerId === null || id === partnerId);
}

function chosen(partners: readonly Partner[], wanted: string | undefined): readonly Partner[] {
  if (wanted === undefined) return partners;
  const found = partners.filter(({ id, name }) => id === wanted || slug(name) === slug(wanted));
  if (found.length > 0) return found;
  throw new Refusal('not_found', `There is no partner “${wanted}” for this key.`);
}

/** Null: all partners. */
async function whoseOf(request: HttpRequest, partner: string | undefined) {
  const { partnerId } = request.key;
  if (partner !== undefined) return chosen(await reachablePartners(request), partner).map(({ id }) => id);
  return partnerId === null ? null : [partnerId];
}

async function pageOf(request: HttpRequest, query: z.output<typeof paged>) {
  const { cursor = '0', limit = httpLimits.rows, partner } = query;
  return { partnerIds: await whoseOf(request, partner), after: Number(cursor), take: limit };
}

async function figuresPageOf(request: HttpRequest, query: z.output<typeof pagedFigures>) {
  const { cursor, limit = httpLimits.rows, partner } = query;
  const [at, id = ''] = cursor?.split('_') ?? [];
  const after = at === undefined ? null : { at: new Date(Number(at)), id };
  return { partnerIds: await whoseOf(request, partner), after, take: limit };
}

function rowsOf<Row>(placed: readonly PlacedRow<Row>[]): Row[] {
  return placed.map(({ row }) => row);
}

function nextPlace(rows: readonly PlacedRow<unknown>[], take: number): string | null {
  const last = rows.at(-1)?.place;
  return last && rows.length === take ? `${last.at.getTime()}_${last.id}` : null;
}

function nextOf(rows: readonly { readonly number: number }[], take: number): string | null {
  return rows.length === take ? String(rows.at(-1)?.number) : null;
}
