import type { Metric, PartnerFacts } from './metrics/metric.ts';
import type { Line } from './rules.ts';

/** Where numbers get their facts from. */
export type Source = 'costs' | 'usage' | 'api' | 'answers' | 'playbook' | 'onboarding' | 'deals';

/** Whence each fact comes; null for what is always known. */
const sourceOfFact: Readonly<Record<keyof PartnerFacts, Source | null>> = {
  ...{ currency: null, today: null, partnership: null, faults: null, variableMinor: null },
  ...{ costs: 'costs', usage: 'usage', api: 'api' },
  ...{ csat: 'answers', nps: 'answers', ces: 'answers' },
  ...{ activation: 'playbook', ramp: 'playbook', responses: 'playbook', risks: 'playbook' },
  ...{ activities: 'playbook', pilotCap: 'playbook' },
  ...{
    onboarding: 'onboarding',
    signedOn: 'onboarding',
    kickoffOn: 'onboarding',
    firstValueOn: 'onboarding',
  },
  ...{ leads: 'deals', cohort: 'deals', won: 'deals', lost: 'deals', sourced: 'deals', influenced: 'deals' },
  ...{
    own: 'deals',
    foreign: 'deals',
    unsourced: 'deals',
    programme: 'deals',
    economics: 'deals',
    durations: 'deals',
    firstWonOn: 'deals',
  },
  ...{ customersWon: 'deals' },
};

/** Numbers that nothing is known of yet, by the source that they wait for. */
export interface Waiting {
  readonly source: Source;
  readonly lines: readonly Line[];
}

export function isMeasured({ estimate }: Pick<Line, 'estimate'>): boolean {
  return estimate.verdict !== 'no_data';
}

/** The unmeasured lines by what they wait for, in the order in which they stand on the scorecard. */
export function waitingFor(lines: readonly Line[], facts: PartnerFacts): readonly Waiting[] {
  const bySource = new Map<Source, Line[]>();
  for (const line of lines) {
    if (isMeasured(line)) continue;
    const source = missingSource(line.metric, facts);
    bySource.set(source, [...(bySource.get(source) ?? []), line]);
  }
  return [...bySource].map(([source, waiting]) => ({ source, lines: waiting }));
}

/** Where a fact of each source is there and yet not enough, the likeliest comes first. */
const likeliest: readonly Source[] = ['costs', 'usage', 'api', 'answers', 'playbook', 'deals', 'onboarding'];

/** The source of a metric's facts that has brought nothing; where each brought something, the likeliest. */
function missingSource({ needs }: Metric, facts: PartnerFacts): Source {
  const isOf = (source: Source, needed = needs) => needed.some((need) => sourceOfFact[need] === source);
  const empty = needs.filter((need) => isEmpty(facts[need]));
  return (
    likeliest.find((source) => isOf(source, empty)) ?? likeliest.find((source) => isOf(source)) ?? 'deals'
  );
}

function isEmpty(fact: PartnerFacts[keyof PartnerFacts]): boolean {
  return fact === null || fact === 0 || (Array.isArray(fact) && fact.length === 0);
}
