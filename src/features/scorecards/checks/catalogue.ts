import { callsUncounted } from './calls-uncounted.ts';
import type { Check, LooksCount } from './check.ts';
import { closedBeforeRegistered } from './closed-before-registered.ts';
import { customersRepeated } from './customers-repeated.ts';
import { datedAhead } from './dated-ahead.ts';
import { dealsUnregistered } from './deals-unregistered.ts';
import { dealsWithoutAmount } from './deals-without-amount.ts';
import { dealsWithoutCost } from './deals-without-cost.ts';
import { dealsWithoutLead } from './deals-without-lead.ts';
import { feedsStopped } from './feeds-stopped.ts';
import { leadsWaiting } from './leads-waiting.ts';
import { ledgerOtherCurrency } from './ledger-other-currency.ts';
import { lostBeyond } from './lost-beyond-start.ts';
import { otherCurrency } from './other-currency.ts';
import { usageBetween } from './usage-between.ts';

/** Every check of the data, in the order in which a manager works them off. */
export const checks: readonly Check[] = [
  leadsWaiting,
  dealsWithoutCost,
  dealsWithoutAmount,
  dealsUnregistered,
  dealsWithoutLead,
  closedBeforeRegistered,
  datedAhead,
  otherCurrency,
  customersRepeated,
  lostBeyond,
  usageBetween,
  feedsStopped,
  ledgerOtherCurrency,
  callsUncounted,
];

export function checkNamed(key: string): Check | null {
  return checks.find((check) => check.key === key) ?? null;
}

/** What one check found: so many rows, at so many partners. */
export interface Gap {
  readonly check: Check;
  readonly count: number;
  readonly partners: number;
}

/** What the checks find among rows counted by their looks, but for those set aside; checks that find nothing are left out. */
export function gapsAmong(
  counts: readonly LooksCount[],
  aside: readonly { readonly check: Check; readonly row: { readonly partnerId: string } }[] = [],
): readonly Gap[] {
  return checks.flatMap((check) => {
    const left = new Map<string, number>();
    const add = (partnerId: string, count: number) => left.set(partnerId, (left.get(partnerId) ?? 0) + count);
    for (const { partnerId, traits, count } of counts) if (check.finds(traits)) add(partnerId, count);
    for (const each of aside) if (each.check === check) add(each.row.partnerId, -1);
    const found = [...left.values()].filter((count) => count > 0);
    const count = found.reduce((sum, each) => sum + each, 0);
    return count === 0 ? [] : [{ check, count, partners: found.length }];
  });
}
