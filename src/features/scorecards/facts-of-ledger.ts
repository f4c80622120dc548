import { addDays, type LocalDate, localDate } from '../../core/calendar.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';
import { loadApiCalls, loadCosts, loadUsage } from '../ingest/public.ts';
import { customersWon } from '../pipeline/public.ts';
import { byPartner } from './by-partner.ts';
import type { PartnerFacts } from './metrics/metric.ts';

type OfLedger = Pick<PartnerFacts, 'costs' | 'usage' | 'api' | 'customersWon'>;

/** Before anything that can be recorded. */
const beginning = localDate('1990-01-01');

/** Costs, usage and calls of the API as other systems reported them, in four queries for all partners. */
export async function factsOfLedger(
  work: Work,
  partnerIds: readonly string[],
  { window, asOf, today }: { readonly window: TimeWindow; readonly asOf: Date; readonly today: LocalDate },
): Promise<(partnerId: string) => OfLedger> {
  const soFar = { from: beginning, to: addDays(today, 1) };
  const costs = byPartner(await loadCosts(work, partnerIds, soFar));
  const usage = byPartner(await loadUsage(work, partnerIds, soFar));
  const api = await loadApiCalls(work, partnerIds, window);
  // Counting customers looks at every won deal there ever was; it is asked for where there are costs to share out.
  const customers = await customersWon(work, [...costs.keys()], asOf);
  return (partnerId) => {
    const calls = api.get(partnerId);
    return {
      costs: costs.get(partnerId) ?? [],
      usage: usage.get(partnerId) ?? [],
      api: calls ? { total: Number(calls.total), successful: Number(calls.successful) } : null,
      customersWon: customers.get(partnerId) ?? 0,
    };
  };
}
