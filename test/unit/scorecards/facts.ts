import { mean, nps, proportion } from '../../../src/core/statistics.ts';
import { noDeals } from '../../../src/features/pipeline/public.ts';
import type { PartnerFacts } from '../../../src/features/scorecards/metrics/metric.ts';

/** A partner of whom nothing is known but what is given. */
export function noAnswers(known: Partial<PartnerFacts> = {}): PartnerFacts {
  return {
    currency: 'EUR',
    onboarding: null,
    partnership: { hadLeft: false, leftOn: null, from: '2025-12-02' },
    signedOn: null,
    kickoffOn: null,
    firstValueOn: null,
    today: '2026-03-02',
    leads: { submitted: 0, reviewed: 0, accepted: 0, unreviewed: 0 },
    cohort: { leads: 0, won: 0 },
    won: 0,
    lost: 0,
    sourced: 0,
    influenced: 0,
    own: {
      ...{ won: noDeals, lost: noDeals, open: noDeals, qualified: noDeals },
      ...{ wonSquares: 0n, sourcedSquares: 0n },
      sourced: { won: noDeals, quick: noDeals, open: noDeals },
      influenced: { won: noDeals, quick: noDeals, open: noDeals },
    },
    unsourced: { contested: 0, unregistered: 0 },
    foreign: { currencies: [], everWon: [], won: 0, open: 0, qualified: 0, sourced: 0, influenced: 0 },
    programme: { won: noDeals, squares: 0n, foreign: 0, currencies: [] },
    economics: {
      ...{ revenueMinor: 0n, costMinor: 0n, deals: 0, withoutCost: 0 },
      ...{ revenueSquares: 0n, costSquares: 0n, revenueByCost: 0n },
    },
    faults: { withoutAmount: 0, beforeRegistered: 0, withoutLead: 0 },
    durations: [],
    firstWonOn: null,
    csat: proportion(0, 0),
    nps: nps([]),
    activation: { on: null, withinDays: 90 },
    ramp: null,
    responses: null,
    risks: [],
    costs: [],
    usage: [],
    variableMinor: 0n,
    customersWon: 0,
    api: null,
    activities: null,
    pilotCap: null,
    ces: mean([]),
    ...known,
  };
}
