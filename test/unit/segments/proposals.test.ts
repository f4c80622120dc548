import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LocalDate } from '../../../src/core/calendar.ts';
import { judge } from '../../../src/features/scorecards/public.ts';
import { judgeSegments, proposalFor } from '../../../src/features/segments/rules.ts';
import { noAnswers } from '../scorecards/facts.ts';

const fact = (verdict: 'met' | 'missed' | 'open') => ({ verdict, evidence: `a number that is ${verdict}` });
const dimensions = {
  tiers: [],
  segments: [
    {
      ...{ key: 'potential', name: 'Potential', several: false },
      values: [
        { key: 'high', name: 'High' },
        { key: 'steady', name: 'Steady' },
      ],
    },
  ],
  routing: undefined,
};
/** For partners of high potential, held against one of these segments. */
const tierFor =
  (...segments: string[]) =>
  (key: string, ...verdicts: ('met' | 'missed' | 'open')[]) => ({
    key,
    criteria:
      verdicts.length === 0
        ? null
        : {
            segments: judgeSegments(dimensions, { potential: ['high'] }, { tier: key, segments }),
            facts: verdicts.map(fact),
          },
  });
const tier = tierFor('potential:high');

describe('a tier is proposed', () => {
  test('up, to the highest whose criteria are all surely met', () => {
    const tiers = [tier('registered'), tier('silver', 'met'), tier('gold', 'met', 'met')];
    expect(proposalFor(tiers, 'registered')).toEqual({
      toTier: 'gold',
      evidence: ['Potential High, High asked', 'a number that is met', 'a number that is met'],
    });
    expect(proposalFor(tiers, 'gold')).toBeNull();
    const steady = tierFor('potential:steady');
    expect(proposalFor([tier('registered'), steady('gold', 'met')], 'registered')).toBeNull();
    // Nobody rises by their segment alone.
    const { criteria } = tier('gold', 'met');
    const bySegment = { key: 'gold', criteria: criteria && { ...criteria, facts: [] } };
    expect(proposalFor([tier('registered'), bySegment], 'registered')).toBeNull();
  });

  test('down only when a number of its own tier is surely missed, or its segment is another, and says which', () => {
    const tiers = [tier('registered'), tier('silver', 'missed'), tier('gold', 'met', 'missed')];
    expect(proposalFor(tiers, 'gold')).toEqual({
      toTier: 'registered',
      evidence: ['a number that is missed'],
    });
    const because = (segments: string[], verdict: 'met' | 'missed') =>
      proposalFor([tier('registered'), tierFor(...segments)('gold', verdict)], 'gold')?.evidence;
    expect(because(['potential:steady'], 'met')).toEqual(['Potential Steady, High asked']);
    expect(because([], 'met')).toEqual(['Potential not said, High asked']);
    expect(because(['potential:steady'], 'missed')).toEqual([
      'Potential Steady, High asked',
      'a number that is missed',
    ]);
  });

  test('never on what can’t be told', () => {
    const verdicts = fc.array(fc.constantFrom('met' as const, 'open' as const), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(verdicts, verdicts, (own, next) => {
        const proposal = proposalFor(
          [tier('registered'), tier('silver', ...own), tier('gold', ...next)],
          'silver',
        );
        expect(proposal?.toTier).toBe(next.every((verdict) => verdict === 'met') ? 'gold' : undefined);
      }),
    );
  });
});

describe('a condition is held against the facts', () => {
  const facts = noAnswers();
  const playbook = { gates: [], milestones: [] };
  const won = (count: number, each: bigint, squares: bigint) => ({
    playbook,
    numbers: {
      ...facts,
      own: { ...facts.own, won: { count, minor: BigInt(count) * each }, wonSquares: squares },
    },
    dayOf: () => null,
  });
  const size = {
    metric: 'deal_size',
    atLeast: { amountMinor: 2_500_000, currency: facts.currency },
  } as const;

  test('a number only with its whole interval, and from as many observations as asked', () => {
    // Ten deals of 30,000, give or take 3,000: their mean surely lies above 25,000.
    const sure = won(10, 3_000_000n, 10n * (3_000_000n ** 2n + 300_000n ** 2n));
    expect(judge(size, sure).verdict).toBe('met');
    expect(judge({ ...size, minimum: 11 }, sure).verdict).toBe('open');
    // As many that differ by far more: nobody knows.
    expect(judge(size, won(10, 3_000_000n, 10n * (3_000_000n ** 2n + 2_400_000n ** 2n))).verdict).toBe(
      'open',
    );
    expect(judge(size, won(4, 3_000_000n, 4n * (3_000_000n ** 2n + 300_000n ** 2n))).verdict).toBe('open');
    expect(judge({ metric: 'deal_size', atMost: size.atLeast }, sure).verdict).toBe('missed');
    const dollars = { amountMinor: 1, currency: facts.currency === 'USD' ? 'EUR' : 'USD' };
    expect(judge({ metric: 'deal_size', atLeast: dollars }, sure).verdict).toBe('open');
  });

  test('a milestone by its day, counted from kickoff', () => {
    const early = { event: 'deal_registered', within: 30 } as const;
    const on = (today: LocalDate, day: LocalDate | null, kickoffOn: LocalDate | null = '2026-01-01') => ({
      playbook,
      numbers: { ...facts, kickoffOn, today },
      dayOf: (event: string) => (event === 'deal_registered' ? day : null),
    });
    expect(judge(early, on('2026-02-10', '2026-01-31')).verdict).toBe('met');
    expect(judge(early, on('2026-02-10', '2026-02-01')).verdict).toBe('missed');
    expect(judge(early, on('2026-01-31', null)).verdict).toBe('open');
    expect(judge(early, on('2026-02-01', null)).verdict).toBe('missed');
    expect(judge({ event: 'deal_registered' }, on('2026-02-01', null)).verdict).toBe('open');
    expect(judge(early, on('2026-02-10', '2026-01-31', null)).verdict).toBe('open');
  });
});
