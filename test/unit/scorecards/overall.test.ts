import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/core/calendar.ts';
import { slug } from '../../../src/core/text.ts';
import type { PartnerFacts } from '../../../src/features/scorecards/metrics/metric.ts';
import { activationRate } from '../../../src/features/scorecards/overall/activation-rate.ts';
import { overalls } from '../../../src/features/scorecards/overall/catalogue.ts';
import { overallOf } from '../../../src/features/scorecards/overall/overall.ts';
import { partnerChurn } from '../../../src/features/scorecards/overall/partner-churn.ts';
import { timeToFirstClose } from '../../../src/features/scorecards/overall/time-to-first-close.ts';
import { noAnswers } from './facts.ts';

const today = '2026-03-02';
const partner = (signedAgo: number, wonAfter: number | null) =>
  noAnswers({
    signedOn: addDays(today, -signedAgo),
    firstWonOn: wonAfter === null ? null : addDays(today, wonAfter - signedAgo),
  });
const firstClose = (partners: Parameters<typeof overallOf>[1]) => {
  const estimate = overallOf(timeToFirstClose, partners);
  return { estimate, words: timeToFirstClose.words(estimate) };
};

test('each number over all partners is one file that the catalogue lists', () => {
  const others = ['catalogue.ts', 'overall.ts', 'wait-words.ts'];
  const files = readdirSync('src/features/scorecards/overall').filter((name) => !others.includes(name));
  expect(files.length).toBe(overalls.length);
  for (const { label } of overalls) expect(files).toContain(`${slug(label)}.ts`);
});

test('says the median with its interval, and who is still waiting counts as waiting', () => {
  const won = [10, 20, 30, 40, 50].map((days) => partner(100, days));
  const waiting = [5, 15, 60].map((days) => partner(days, null));
  // By hand: 6/7 · 4/5 · 3/4 = 0.51 after day 30, · 2/3 = 0.34 after day 40.
  const wait = firstClose([...won, ...waiting]);
  expect(wait.estimate).toMatchObject({ value: 40, numerator: 5, n: 8, verdict: 'ok' });
  expect(wait.words).toMatch(/^half within 40 days of signing \(\d+–(\d+|…)\); 5 of 8 partners have won/);
});

test('says when half are not there yet, when there are too few to judge, and when nobody has begun', () => {
  const waiting = Array.from({ length: 6 }, () => partner(30, null));
  expect(firstClose(waiting).words).toContain('not reached');
  expect(firstClose([partner(30, 3)]).words).toContain('too few partners to judge; 1 of 1 partner');
  expect(firstClose([noAnswers()]).words).toBe('no partner to count yet');
});

test('leaves out who has not begun and who had won before signing, and does not depend on the order', () => {
  const anyPartner = fc.tuple(
    fc.integer({ min: -20, max: 400 }),
    fc.option(fc.integer({ min: -30, max: 400 })),
  );
  fc.assert(
    fc.property(fc.array(anyPartner, { maxLength: 30 }), (pairs) => {
      const partners = pairs.map(([ago, after]) =>
        partner(ago, after !== null && after <= ago ? after : null),
      );
      const irrelevant = [noAnswers(), partner(-5, null), partner(50, -3)];
      const estimate = firstClose(partners).estimate;
      expect(firstClose([...partners].reverse()).estimate).toEqual(estimate);
      expect(firstClose([...irrelevant, ...partners]).estimate).toEqual(estimate);
    }),
  );
});

describe('a partner that left', () => {
  const from = addDays(today, -90);
  const left = (signedAgo: number, leftAgo: number, wonAfter: number | null = null) => ({
    ...partner(signedAgo, wonAfter),
    partnership: { from, hadLeft: leftAgo > 90, leftOn: addDays(today, -leftAgo) },
  });

  test('is followed to the day it left: what came later is not its doing', () => {
    expect(timeToFirstClose.watch(left(200, 50))).toMatchObject({ days: 150, event: false });
    expect(timeToFirstClose.watch(left(200, 50, 100))).toMatchObject({ days: 100, event: true });
    expect(timeToFirstClose.watch(left(200, 50, 150))).toMatchObject({ days: 150, event: true });
    expect(timeToFirstClose.watch(left(200, 50, 151))).toMatchObject({ days: 150, event: false });
    expect(timeToFirstClose.watch(left(30, 50))).toBeNull();
  });

  test('makes no median later by being gone for longer', () => {
    const won = [10, 20, 30, 40, 50].map((days) => partner(100, days));
    const medianOf = (ago: number) =>
      firstClose([...won, ...[0, 1, 2].map((n) => left(ago + 15 + n, ago))]).estimate;
    expect(medianOf(10)).toEqual(medianOf(300));
    // By hand, with three who were watched for 15 to 17 days: 7/8 · 3/4 = 0.66 after day 20, · 2/3 = 0.44 after day 30.
    expect(medianOf(10)).toMatchObject({ value: 30, n: 8, numerator: 5 });
  });

  test('counts in the activation rate as it stood when it left', () => {
    const activeAfter = (days: number | null) => ({
      ...left(200, 150),
      activation: { on: days === null ? null : addDays(today, days - 200), withinDays: 90 },
    });
    expect(activationRate.watch(activeAfter(50))).toMatchObject({ event: true });
    expect(activationRate.watch(activeAfter(51))).toMatchObject({ event: false });
    expect(activationRate.watch(activeAfter(null))).toMatchObject({ event: false });
  });
});

describe('the activation rate', () => {
  const signed = (ago: number, activeAfter: number | null, withinDays = 90) =>
    noAnswers({
      signedOn: addDays(today, -ago),
      activation: { on: activeAfter === null ? null : addDays(today, activeAfter - ago), withinDays },
    });
  const rateOf = (...partners: readonly PartnerFacts[]) => overallOf(activationRate, partners);

  test('counts who was active in time, of those who have had their days; on the last day is in time', () => {
    const had = [signed(100, 90), signed(200, 10), signed(91, 5), signed(300, 91), signed(120, null)];
    const notYet = [signed(90, 3), signed(10, null), noAnswers()];
    expect(rateOf(...had, ...notYet)).toMatchObject({ numerator: 3, denominator: 5, verdict: 'ok' });
    // Wilson's by hand: (0.6 + 1.9208 ÷ 5 ± 1.96 √(0.048 + 0.9604 ÷ 25)) ÷ (1 + 3.8416 ÷ 5).
    expect(activationRate.words(rateOf(...had))).toBe('60 % (23–88); 3 of 5 partners were active in time');
  });

  test('of none, of too few, of all and of nobody in time', () => {
    expect(activationRate.words(rateOf(signed(10, 3)))).toBe('no partner has had its days yet');
    expect(activationRate.words(rateOf(signed(100, 3)))).toContain(
      'too few partners to judge; 1 of 1 partner',
    );
    const six = (after: number | null) => Array.from({ length: 6 }, () => signed(100, after));
    expect(rateOf(...six(30))).toMatchObject({ value: 1, high: 1 });
    expect(rateOf(...six(null))).toMatchObject({ value: 0, low: 0 });
  });

  test('never falls with more days given, among the same partners', () => {
    const any = fc.tuple(fc.integer({ min: 200, max: 400 }), fc.option(fc.nat(190)));
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 20 }), fc.nat(180), (pairs, days) => {
        const of = (within: number) => rateOf(...pairs.map(([ago, after]) => signed(ago, after, within)));
        expect(of(days + 10).numerator).toBeGreaterThanOrEqual(of(days).numerator);
        expect(of(days).denominator).toBe(pairs.length);
      }),
    );
  });
});

describe('the churn of partners', () => {
  const from = addDays(today, -90);
  const partnership = (signedAgo: number | null, leftAgo: number | null = null, hadLeft = false) =>
    noAnswers({
      signedOn: signedAgo === null ? null : addDays(today, -signedAgo),
      partnership: { from, hadLeft, leftOn: leftAgo === null ? null : addDays(today, -leftAgo) },
    });
  const churnOf = (...partners: readonly PartnerFacts[]) => overallOf(partnerChurn, partners);

  test('is who was lost in the period, of those active when it began', () => {
    const active = [
      partnership(91),
      partnership(400, 89),
      partnership(400, 0),
      partnership(300),
      partnership(200),
    ];
    const others = [partnership(90), partnership(30, 10), partnership(500, 200, true), partnership(null, 5)];
    expect(churnOf(...active, ...others)).toMatchObject({ numerator: 2, denominator: 5, verdict: 'ok' });
    // Wilson's by hand: (0.4 + 1.9208 ÷ 5 ± 1.96 √(0.048 + 0.9604 ÷ 25)) ÷ (1 + 3.8416 ÷ 5).
    expect(partnerChurn.words(churnOf(...active))).toBe(
      '40 % (12–77); 2 of 5 partners active 90 days ago were lost',
    );
  });

  test('of nobody, of too few, of none lost and of all lost', () => {
    expect(partnerChurn.words(churnOf(partnership(10)))).toBe('no partner was active 90 days ago');
    expect(partnerChurn.words(churnOf(partnership(100, 3)))).toBe(
      'too few partners to judge; 1 of 1 partner active 90 days ago was lost',
    );
    const six = (left: number | null) => Array.from({ length: 6 }, () => partnership(100, left));
    expect(churnOf(...six(null))).toMatchObject({ value: 0, low: 0, n: 6 });
    expect(churnOf(...six(5))).toMatchObject({ value: 1, high: 1 });
  });

  test('does not depend on the order, nor on partners that were not active', () => {
    const any = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.option(fc.nat(89)), fc.boolean());
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (all) => {
        const partners = all.map(([ago, left, had]) =>
          partnership(ago, left !== null && left < ago ? left : null, had),
        );
        const irrelevant = [noAnswers(), partnership(20, 3), partnership(300, 1, true)];
        const found = churnOf(...partners);
        expect(churnOf(...irrelevant, ...partners.toReversed())).toEqual(found);
        expect(found.numerator).toBeLessThanOrEqual(found.denominator);
      }),
    );
  });
});
