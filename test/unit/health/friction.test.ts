import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type LocalDate } from '../../../src/core/calendar.ts';
import { earlyQuality, earlyWords } from '../../../src/features/health/friction/early.ts';
import {
  cohorts,
  frictionPoints,
  journeysOf,
  waitInWords,
} from '../../../src/features/health/friction/rules.ts';
import type { JourneyWaits } from '../../../src/features/onboarding/public.ts';
import { stepWaits } from '../../../src/features/onboarding/rules/step-waits.ts';
import type { EarlyDeals } from '../../../src/features/pipeline/public.ts';

describe('how long a step waits', () => {
  const journey = {
    kickoffOn: '2026-01-05',
    today: '2026-03-02',
    gates: [
      { key: 'kickoff', passedOn: '2026-01-20' },
      { key: 'enabled', passedOn: null },
      { key: 'live', passedOn: null },
    ],
    steps: [
      { key: 'meeting', gateKey: 'kickoff', after: [], doneOn: '2026-01-06' },
      { key: 'team', gateKey: 'kickoff', after: ['meeting'], doneOn: '2026-01-16' },
      { key: 'early', gateKey: 'kickoff', after: [], doneOn: '2025-12-20' },
      { key: 'story', gateKey: 'enabled', after: ['team'], doneOn: null },
      { key: 'workshop', gateKey: 'enabled', after: ['story'], doneOn: null },
      { key: 'launch', gateKey: 'live', after: [], doneOn: null },
    ],
  } as const;

  test('runs from the day everything before it was there, and goes on while it is open', () => {
    expect(stepWaits(journey)).toEqual([
      { key: 'meeting', days: 1, isDone: true },
      { key: 'team', days: 10, isDone: true },
      { key: 'early', days: 0, isDone: true },
      { key: 'story', days: 41, isDone: false },
    ]);
  });
});

const step = (key: string, days: number, isDone: boolean, isBlocked = false) => ({
  key,
  days,
  isDone,
  isBlocked,
  title: `Step ${key}`,
  gateName: 'Enabled',
});
const journey = (partnerId: string, known: Partial<JourneyWaits> = {}): JourneyWaits => ({
  partnerId,
  playbookVersionId: 'v1',
  kickoffOn: '2026-01-05',
  completedOn: null,
  leftOn: null,
  steps: [],
  ...known,
});

describe('friction points', () => {
  test('the longest wait first, thin ones after; open ones are censored and counted', () => {
    const journeys = [2, 4, 6, 8, 10].map((days, index) =>
      journey(`p${index}`, {
        steps: [
          step('quick', 1, true),
          step('slow', 3 * days, days < 8, days === 10),
          ...(index === 0 ? [step('rare', 99, false)] : []),
        ],
      }),
    );
    const points = frictionPoints(journeys);
    expect(points.map(({ title }) => title)).toEqual(['Step slow', 'Step quick', 'Step rare']);
    // Of five, three done after 6, 12 and 18 days: S falls to 4/5, 3/5, 2/5, so the median is 18.
    expect(points[0]).toMatchObject({ wait: { value: 18, n: 5 }, waiting: 2, blocked: 1 });
    expect(
      waitInWords(
        points[2]?.wait ?? {
          numerator: 0,
          denominator: 0,
          n: 0,
          value: null,
          low: null,
          high: null,
          verdict: 'no_data',
        },
      ),
    ).toBe('too few (1)');
  });

  test('does not depend on the order of the journeys', () => {
    const arbitrary = fc.array(
      fc.record({ days: fc.nat(60), isDone: fc.boolean(), key: fc.constantFrom('a', 'b') }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(arbitrary, (all) => {
        const journeys = all.map(({ key, days, isDone }, index) =>
          journey(`p${index}`, { steps: [step(key, days, isDone)] }),
        );
        expect(frictionPoints([...journeys].reverse())).toEqual(frictionPoints(journeys));
      }),
    );
  });
});

describe('cohorts', () => {
  test('are by quarter of kickoff, with partners still on their way counted as waiting', () => {
    const members = [30, 40, 50, 60, 70].map((days, index) =>
      journey(`p${index}`, { completedOn: days <= 50 ? addDays('2026-01-05', days) : null }),
    );
    const later = journey('late', { kickoffOn: '2026-04-01' });
    const again = journey('p0', { kickoffOn: '2026-04-02' });
    const wins = new Map([
      ['p1', '2026-01-15' as const],
      ['p2', '2025-12-01' as const],
    ]);
    const [spring, winter] = cohorts([...members, later, again], wins, '2026-04-05', new Map(), new Map());
    expect(spring).toMatchObject({ name: '2026 Q2', journeys: 1, onboarding: { verdict: 'too_few' } });
    expect(winter).toMatchObject({
      name: '2026 Q1',
      journeys: 5,
      // 30, 40 and 50 days, and two still waiting after 90: S falls to 4/5, 3/5, 2/5.
      onboarding: { value: 50, n: 5, numerator: 3 },
      // Who had won before kickoff is no newcomer: four are watched, too few to judge.
      firstClose: { n: 4, verdict: 'too_few' },
    });
  });

  test('count the first close from the signature, as the scorecards do', () => {
    const members = [1, 2, 3, 4, 5].map((n) => journey(`p${n}`));
    const wins = new Map(members.map(({ partnerId }) => [partnerId, '2025-12-21' as const]));
    const signed = new Map(members.map(({ partnerId }) => [partnerId, '2025-12-01' as const]));
    const firstClose = (signedOn: ReadonlyMap<string, LocalDate>) =>
      cohorts(members, wins, '2026-04-05', new Map(), signedOn)[0]?.firstClose;
    // Won between signature and kickoff: 20 days. Without the signature they had won before they began.
    expect(firstClose(signed)).toMatchObject({ value: 20, n: 5, numerator: 5 });
    expect(firstClose(new Map())).toMatchObject({ n: 0, verdict: 'no_data' });
  });
});

describe('the deals of a cohort’s first days', () => {
  /** Won deals of €1,000 with these costs, and others. */
  const early = (costs: readonly number[], more: Partial<EarlyDeals> = {}): EarlyDeals => {
    const sum = (of: (cost: bigint) => bigint) =>
      costs.reduce((total, cost) => total + of(BigInt(cost) * 100n), 0n);
    return {
      ...{ partnerId: 'p', won: costs.length, lost: 0, open: 0, declined: 0, checked: 0, contested: 0 },
      ...{ withCost: costs.length, withoutMargin: 0 },
      revenueMinor: sum(() => 100_000n),
      costMinor: sum((cost) => cost),
      revenueSquares: sum(() => 100_000n ** 2n),
      costSquares: sum((cost) => cost ** 2n),
      revenueByCost: sum((cost) => 100_000n * cost),
      ...more,
    };
  };

  test('are judged by conversion, margin and contests, each with its interval', () => {
    // By hand: 5 of 8 closed, Wilson 31–86; margins 0.5, 0.7, 0.3, 0.4, 0.6: 50 % ± 20; 2 of 10 contested, Wilson 6–51.
    const all = [
      early([500, 300, 700], { lost: 3, checked: 6, contested: 1 }),
      early([600, 400], { open: 1, declined: 1, checked: 4, contested: 1 }),
    ];
    expect(earlyWords(earlyQuality(all))).toBe(
      '10 deals, 1 still open: won 63 % (31–86), margin 50 % (30–70), contested 20 % (6–51)',
    );
  });

  test('say when they are too few, or none', () => {
    expect(earlyWords(earlyQuality([early([500, 300], { lost: 1, checked: 2 })]))).toBe(
      '3 deals: won too few (3), margin too few (2), contested too few (2)',
    );
    expect(earlyWords(earlyQuality([early([], { open: 2 })]))).toBe(
      '2 deals, 2 still open: won –, margin –, contested –',
    );
    expect(earlyWords(earlyQuality([early([])]))).toBe('none yet');
    expect(earlyWords(earlyQuality([]))).toBe('none yet');
  });

  test('add up the same however the partners are split', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2000), { maxLength: 12 }), fc.nat(12), (costs, at) => {
        const split = [early(costs.slice(0, at)), early(costs.slice(at))];
        expect(earlyQuality(split)).toEqual(earlyQuality([early(costs)]));
      }),
      { seed: 3 },
    );
  });
});

test('steps of the quarters add up to those of all journeys: each is counted in one, and once', () => {
  const anyJourney = fc.record({
    kickoffOn: fc.constantFrom<LocalDate>('2025-11-03', '2025-12-31', '2026-01-01', '2026-02-02'),
    waits: fc.array(fc.record({ key: fc.constantFrom('a', 'b'), days: fc.nat(60), isDone: fc.boolean() }), {
      maxLength: 2,
    }),
  });
  fc.assert(
    fc.property(fc.array(anyJourney, { maxLength: 12 }), (drawn) => {
      const journeys = drawn.map(({ kickoffOn, waits }, index) =>
        // A partner may have two of them.
        journey(`p${index % 8}`, {
          kickoffOn,
          steps: waits.map(({ key, days, isDone }) => step(key, days, isDone)),
        }),
      );
      const counted = (some: readonly JourneyWaits[], key: string) => {
        const point = frictionPoints(some).find((each) => each.key === key);
        return { n: point?.wait.n ?? 0, waiting: point?.waiting ?? 0 };
      };
      const [last, first] = [journeysOf(journeys, '2025 Q4'), journeysOf(journeys, '2026 Q1')];
      for (const key of ['a', 'b']) {
        const [one, other, all] = [counted(last, key), counted(first, key), counted(journeys, key)];
        expect({ n: one.n + other.n, waiting: one.waiting + other.waiting }).toEqual(all);
      }
    }),
    { seed: 41 },
  );
});
