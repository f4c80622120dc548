import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../../src/core/calendar.ts';
import { waits, waitWords } from '../../../src/features/scorecards/waits.ts';
import { noAnswers } from './facts.ts';

const today = '2026-03-02';
const partner = (signedAgo: number, wonAfter: number | null) =>
  noAnswers({
    signedOn: addDays(today, -signedAgo),
    firstWonOn: wonAfter === null ? null : addDays(today, wonAfter - signedAgo),
  });
const firstClose = (partners: Parameters<typeof waits>[0]) => {
  const [wait] = waits(partners);
  if (!wait) throw new Error('no wait');
  return wait;
};

test('says the median with its interval, and who is still waiting counts as waiting', () => {
  const won = [10, 20, 30, 40, 50].map((days) => partner(100, days));
  const waiting = [5, 15, 60].map((days) => partner(days, null));
  // By hand: 6/7 · 4/5 · 3/4 = 0.51 after day 30, · 2/3 = 0.34 after day 40.
  const wait = firstClose([...won, ...waiting]);
  expect(wait.estimate).toMatchObject({ value: 40, numerator: 5, n: 8, verdict: 'ok' });
  expect(waitWords(wait)).toMatch(
    /^half within 40 days of signing \(\d+–(\d+|…)\); 5 of 8 partners have won/,
  );
});

test('says when half are not there yet, when there are too few to judge, and when nobody has begun', () => {
  const waiting = Array.from({ length: 6 }, () => partner(30, null));
  expect(waitWords(firstClose(waiting))).toContain('not reached');
  expect(waitWords(firstClose([partner(30, 3)]))).toContain('too few partners to judge; 1 of 1 partner');
  expect(waitWords(firstClose([noAnswers()]))).toBe('no partner to count yet');
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
