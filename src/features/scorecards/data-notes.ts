import { daysBetween, formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { listing, pluralise } from '../../core/text.ts';
import { money } from './figures.ts';
import { costsStopped, distinct, monthWords } from './ledger.ts';
import type { Figure, Metric, Note, PartnerFacts } from './metrics/metric.ts';

/** Calls of the API are reported by the day, the week or the month; a month and some days without is too old. */
const mostDaysUncounted = 35;

/** The day up to which calls were counted, where that is too long ago; null otherwise, or where none were. */
export function callsStopped(
  api: { readonly countedTo: LocalDate } | null,
  today: LocalDate,
): LocalDate | null {
  return api && daysBetween(api.countedTo, today) > mostDaysUncounted ? api.countedTo : null;
}

interface FactNotes {
  /** The facts it reads. */
  readonly reads: readonly (keyof PartnerFacts)[];
  of(facts: PartnerFacts, metric: Metric): readonly Note[];
}

/** What must be known of a fact before any number made of it is trusted. Adding one: an entry here. */
const notesOfFacts: Readonly<Partial<Record<keyof PartnerFacts, FactNotes>>> = {
  api: {
    reads: ['today'],
    of: ({ api, today }) => {
      const countedTo = callsStopped(api, today);
      return countedTo
        ? [{ kind: 'stale', words: `no calls were counted since ${formatLocalDate(countedTo, today)}` }]
        : [];
    },
  },
  costs: {
    reads: ['today'],
    of: ({ costs, today }) => {
      const newest = costsStopped(costs, today);
      return newest ? [{ kind: 'stale', words: `no cost was recorded since ${monthWords(newest)}` }] : [];
    },
  },
  cohort: {
    reads: ['faults'],
    of: ({ faults: { withoutLead: count } }) =>
      count > 0
        ? [
            {
              kind: 'contradictory',
              words: `${pluralise(count, 'won deal')} from elsewhere ${count === 1 ? 'names' : 'name'} no lead, though leads came from there too`,
            },
          ]
        : [],
  },
  own: {
    reads: ['faults'],
    of: ({ faults }, metric) => (isOfWonMoney(metric) ? withoutAmount(faults.withoutAmount) : []),
  },
  economics: {
    reads: ['faults', 'variableMinor', 'currency'],
    of: ({ faults, variableMinor, currency }) => [
      ...withoutAmount(faults.withoutAmount),
      ...(variableMinor > 0n
        ? [
            {
              kind: 'left_out' as const,
              words: `variable costs of ${money(Number(variableMinor), currency)} booked by the month, which belong to no deal, left out of the margin`,
            },
          ]
        : []),
    ],
  },
  durations: {
    reads: ['faults'],
    of: ({ faults: { beforeRegistered: count } }) =>
      count > 0
        ? [
            {
              kind: 'contradictory',
              words: `${pluralise(count, 'deal')} closed before the day of registration`,
            },
          ]
        : [],
  },
  ramp: {
    reads: ['foreign'],
    of: ({ foreign: { everWon } }) =>
      everWon.length > 0
        ? [
            {
              kind: 'left_out',
              words: `won deals in ${listing([...everWon])} left out, as currencies are never added`,
            },
          ]
        : [],
  },
};

/** What is open holds no won deal. */
function isOfWonMoney({ unit, moneyParts, behind }: Metric): boolean {
  const isMoney = unit === 'money' || unit === 'money_a_day' || moneyParts?.[0] === true;
  return isMoney && behind !== 'qualified_deals';
}

function withoutAmount(count: number): readonly Note[] {
  if (count === 0) return [];
  return [
    { kind: 'missing', words: `${pluralise(count, 'won deal')} without an amount counted for nothing` },
  ];
}

/** The metric, saying with each number what is odd about the data that it needs. */
export function withDataNotes(metric: Metric): Metric {
  const touching = metric.needs.flatMap((need) => notesOfFacts[need] ?? []);
  return {
    ...metric,
    needs: [...new Set([...metric.needs, ...touching.flatMap(({ reads }) => reads)])],
    estimate: (facts): Figure => {
      const figure = metric.estimate(facts);
      if (figure.verdict === 'no_data') return figure;
      const found = touching.flatMap((each) => each.of(facts, metric));
      return found.length === 0
        ? figure
        : { ...figure, notes: distinct([...(figure.notes ?? []), ...found]) };
    },
  };
}
