import { addDays, instantOf, type LocalDate, localDate, localDateOf } from '../../core/calendar.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { type DayWindow, loadApiCalls, loadCosts, loadUsage, type MonthlyCost } from '../ingest/public.ts';
import { customersWon } from '../pipeline/public.ts';
import { byPartner } from './by-partner.ts';
import { acquisitionBegan } from './customer-value.ts';
import type { PartnerFacts } from './metrics/metric.ts';

type OfLedger = Pick<PartnerFacts, 'costs' | 'usage' | 'variableMinor' | 'api' | 'customersWon'>;

interface Asked {
  readonly window: TimeWindow;
  /** Nothing of this instant's day counts when that day begins with it. */
  readonly asOf: Date;
  readonly timeZone: string;
}

/** Before anything that can be recorded. */
const beginning = localDate('1990-01-01');

/** Costs, usage and calls of the API as other systems reported them, in three queries for all partners. */
export async function loadLedger(
  work: Work,
  partnerIds: readonly string[],
  { window, asOf, timeZone }: Asked,
) {
  const soFar = daysUpTo(asOf, timeZone);
  const costs = byPartner(await loadCosts(work, partnerIds, soFar));
  const usage = byPartner(await loadUsage(work, partnerIds, soFar));
  const api = await loadApiCalls(work, partnerIds, window);
  return (partnerId: string): Pick<PartnerFacts, 'costs' | 'usage' | 'api'> => {
    const calls = api.get(partnerId);
    return {
      costs: costs.get(partnerId) ?? [],
      usage: usage.get(partnerId) ?? [],
      api: calls
        ? {
            total: Number(calls.total),
            successful: Number(calls.successful),
            countedTo: lastDayBefore(calls.until, timeZone),
          }
        : null,
    };
  };
}

/** All of the ledger that numbers are made of, in four queries for all partners. */
export async function factsOfLedger(
  work: Work,
  partners: readonly Pick<Partner, 'id' | 'currency'>[],
  { window, asOf, timeZone }: Asked,
): Promise<(partnerId: string) => OfLedger> {
  const partnerIds = partners.map(({ id }) => id);
  const ledgerOf = await loadLedger(work, partnerIds, { window, asOf, timeZone });
  const customers = await customersWon(
    work,
    partners.flatMap(({ id, currency }) => countedFrom(id, ledgerOf(id).costs, currency, timeZone)),
    asOf,
  );
  const currencies = new Map(partners.map(({ id, currency }) => [id, currency]));
  const inWindow = { from: localDateOf(window.from, timeZone), to: daysUpTo(asOf, timeZone).to };
  return (partnerId) => {
    const ledger = ledgerOf(partnerId);
    return {
      ...ledger,
      variableMinor: variableCosts(ledger.costs, currencies.get(partnerId), inWindow),
      customersWon: customers.get(partnerId) ?? 0,
    };
  };
}

function variableCosts(costs: readonly MonthlyCost[], currency: string | undefined, { from, to }: DayWindow) {
  return costs
    .filter((each) => each.kind === 'variable' && each.currency === currency)
    .filter(({ month }) => month >= from && month < to)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** All days that anything can be recorded of, up to that of an instant. */
export function daysUpTo(asOf: Date, timeZone: string): DayWindow {
  return { from: beginning, to: addDays(lastDayBefore(asOf, timeZone), 1) };
}

/** Costs and the customers they won are of the same time: from the month of the first such cost on. */
function countedFrom(partnerId: string, costs: readonly MonthlyCost[], currency: string, timeZone: string) {
  const began = acquisitionBegan(costs, currency);
  return began ? [{ partnerId, from: instantOf(began, 0, timeZone) }] : [];
}

/** The last day that has begun before an instant: of a midnight, the day before. */
export function lastDayBefore(instant: Date, timeZone: string): LocalDate {
  return localDateOf(new Date(instant.getTime() - 1), timeZone);
}
