import { expect, test } from 'vitest';
import { isWithin, monthOf, previous, quarterOf, weekOf } from '../../../src/core/time-window.ts';
import { fc } from './properties.ts';
import { wallClock, zones } from './wall-clock.ts';

test('weeks begin on Monday and months on the 1st, at local midnight', () => {
  const week = weekOf(new Date('2026-10-25T12:00:00Z'), 'Europe/Berlin');
  expect([week.from.toISOString(), week.to.toISOString()]).toEqual([
    '2026-10-18T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ]);
  // Late on 31 December in Berlin is still December in UTC terms, and already January in Auckland's.
  const month = monthOf(new Date('2026-12-31T22:59:59Z'), 'Europe/Berlin');
  expect([month.from.toISOString(), month.to.toISOString()]).toEqual([
    '2026-11-30T23:00:00.000Z',
    '2026-12-31T23:00:00.000Z',
  ]);
  expect(previous(monthOf(new Date('2026-03-31T12:00:00Z'), 'UTC')).from.toISOString()).toBe(
    '2026-02-01T00:00:00.000Z',
  );
});

test('a quarter is three months, and the one before January is last year’s', () => {
  const quarter = quarterOf(new Date('2026-01-31T23:30:00Z'), 'Europe/Berlin');
  expect([quarter.from.toISOString(), quarter.to.toISOString()]).toEqual([
    '2025-12-31T23:00:00.000Z',
    '2026-03-31T22:00:00.000Z',
  ]);
  expect(previous(quarter).from.toISOString()).toBe('2025-09-30T22:00:00.000Z');
});

test('windows hold their instant, touch their neighbours, and never overlap', () => {
  const instants = fc.integer({ min: 1_100_000_000, max: 2_000_000_000 }).map((s) => new Date(s * 1000));
  fc.assert(
    fc.property(
      instants,
      fc.constantFrom(...zones),
      fc.constantFrom(weekOf, monthOf, quarterOf),
      (instant, zone, of) => {
        const window = of(instant, zone);
        expect(isWithin(window, instant)).toBe(true);
        expect(isWithin(window, window.from)).toBe(true);
        expect(isWithin(window, window.to)).toBe(false);
        expect(of(window.from, zone)).toEqual(window);
        const before = previous(window);
        expect(before.to).toEqual(window.from);
        expect(of(new Date(window.to.getTime()), zone).from).toEqual(window.to);
        if (zone !== 'America/Sao_Paulo') expect(wallClock(window.from, zone)).toMatch(/ 00:00$/);
      },
    ),
    { numRuns: 300 },
  );
});
