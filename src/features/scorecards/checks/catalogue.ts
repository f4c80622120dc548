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

/** What the checks find among rows counted by their looks; checks that find nothing are left out. */
export function gapsAmong(counts: readonly LooksCount[]): readonly Gap[] {
  return checks.flatMap((check) => {
    const found = counts.filter(({ traits }) => check.finds(traits));
    const count = found.reduce((sum, each) => sum + each.count, 0);
    return count === 0 ? [] : [{ check, count, partners: new Set(found.map((each) => each.partnerId)).size }];
  });
}
