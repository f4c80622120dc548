import { describe, expect, test } from 'vitest';
import {
  addDays,
  daysBetween,
  daysInMonth,
  instantOf,
  partsOf,
  weekdayOf,
} from '../../../src/core/calendar.ts';
import {
  nextOccurrence,
  occurrencesBetween,
  parseRecurrence,
  type Recurrence,
} from '../../../src/core/recurrence.ts';
import { fc } from './properties.ts';
import { wallClock, zones } from './wall-clock.ts';

const everyOtherTuesday = parseRecurrence({
  every: 2,
  unit: 'week',
  weekdays: [2],
  at: '10:00',
  timeZone: 'Europe/Berlin',
  from: '2026-10-06',
});

const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
});
const base = {
  at: time,
  timeZone: fc.constantFrom(...zones),
  from: fc.integer({ min: 0, max: 800 }).map((days) => addDays('2017-01-01', days)),
};
const weekdays = fc
  .uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6, 7), { minLength: 1, maxLength: 7 })
  .map((days) => [...days]);
const anyRule: fc.Arbitrary<Recurrence> = fc
  .oneof(
    fc.record({ ...base, unit: fc.constant('day'), every: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ ...base, unit: fc.constant('week'), every: fc.integer({ min: 1, max: 6 }), weekdays }),
    fc.record({
      ...base,
      unit: fc.constant('month'),
      every: fc.integer({ min: 1, max: 7 }),
      dayOfMonth: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last')),
    }),
  )
  .map(parseRecurrence);

/** Whether the rule names this day: the definition, day by day, against which the generator is held. */
function names(rule: Recurrence, date: Recurrence['from']): boolean {
  if (date < rule.from || (rule.until !== undefined && date > rule.until)) return false;
  if (rule.unit === 'day') return daysBetween(rule.from, date) % rule.every === 0;
  if (rule.unit === 'week') {
    const monday = (day: Recurrence['from']) => addDays(day, 1 - weekdayOf(day));
    const weeks = daysBetween(monday(rule.from), monday(date)) / 7;
    return weeks % rule.every === 0 && (rule.weekdays ?? [weekdayOf(rule.from)]).includes(weekdayOf(date));
  }
  const [begin, now] = [partsOf(rule.from), partsOf(date)];
  const months = (now.year - begin.year) * 12 + now.month - begin.month;
  const length = daysInMonth(now.year, now.month);
  const day = rule.dayOfMonth ?? begin.day;
  return months % rule.every === 0 && now.day === (day === 'last' ? length : Math.min(day, length));
}

describe('occurrences', () => {
  test('keep their wall clock time over the change of the clocks', () => {
    const found = occurrencesBetween(
      everyOtherTuesday,
      new Date('2026-10-01T00:00:00Z'),
      new Date('2026-11-18T00:00:00Z'),
    );
    expect(found.map((instant) => instant.toISOString())).toEqual([
      '2026-10-06T08:00:00.000Z',
      '2026-10-20T08:00:00.000Z',
      '2026-11-03T09:00:00.000Z',
      '2026-11-17T09:00:00.000Z',
    ]);
  });

  test('the window holds its beginning and not its end; next is strictly after', () => {
    const [first, second] = [new Date('2026-10-06T08:00:00Z'), new Date('2026-10-20T08:00:00Z')];
    expect(occurrencesBetween(everyOtherTuesday, first, second)).toEqual([first]);
    expect(nextOccurrence(everyOtherTuesday, first)).toEqual(second);
    expect(nextOccurrence(everyOtherTuesday, new Date('1990-01-01T00:00:00Z'))).toEqual(first);
  });

  test('end with `until`, its day included', () => {
    const ended: Recurrence = { ...everyOtherTuesday, until: '2026-10-20' };
    expect(nextOccurrence(ended, new Date('2026-10-07T00:00:00Z'))?.toISOString()).toBe(
      '2026-10-20T08:00:00.000Z',
    );
    expect(nextOccurrence(ended, new Date('2026-10-20T08:00:00Z'))).toBeNull();
  });

  test('a monthly day beyond the month’s end is its last day', () => {
    const rule = parseRecurrence({
      every: 1,
      unit: 'month',
      dayOfMonth: 31,
      at: '09:00',
      timeZone: 'UTC',
      from: '2027-01-31',
    });
    const found = occurrencesBetween(
      rule,
      new Date('2027-01-01T00:00:00Z'),
      new Date('2027-05-01T00:00:00Z'),
    );
    expect(found.map((instant) => instant.toISOString().slice(0, 10))).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
    ]);
  });

  test('a day that the zone never had does not occur', () => {
    const rule = parseRecurrence({
      every: 1,
      unit: 'day',
      at: '10:00',
      timeZone: 'Pacific/Apia',
      from: '2011-12-28',
    });
    const found = occurrencesBetween(
      rule,
      new Date('2011-12-27T00:00:00Z'),
      new Date('2012-01-01T00:00:00Z'),
    );
    expect(found.map((instant) => wallClock(instant, 'Pacific/Apia'))).toEqual([
      '2011-12-28 10:00',
      '2011-12-29 10:00',
      '2011-12-31 10:00',
      '2012-01-01 10:00',
    ]);
  });

  test('daily over six years: every local day once, at its wall time or just after the gap', () => {
    for (const timeZone of zones) {
      for (const at of ['00:00', '02:15', '23:45']) {
        const rule: Recurrence = { every: 1, unit: 'day', at, timeZone, from: '2014-01-01' };
        const found = occurrencesBetween(
          rule,
          instantOf('2014-01-01', 0, timeZone),
          instantOf('2020-01-01', 0, timeZone),
        );
        expect(found.length, `${timeZone} ${at}`).toBe(2191);
        found.forEach((instant, index) => {
          const shown = wallClock(instant, timeZone);
          const wanted = `${addDays('2014-01-01', index)} ${at}`;
          if (shown === wanted) return;
          expect(shown.slice(0, 10)).toBe(wanted.slice(0, 10));
          expect(shown > wanted && wallClock(new Date(instant.getTime() - 1), timeZone) < wanted).toBe(true);
        });
      }
    }
  });

  test('are those days that the rule names, none missed and none doubled, in order', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.integer({ min: -100, max: 900 }),
        fc.integer({ min: 0, max: 500 }),
        (rule, skip, length) => {
          const begin = addDays(rule.from, skip);
          const end = addDays(begin, length);
          const found = occurrencesBetween(
            rule,
            instantOf(begin, 0, rule.timeZone),
            instantOf(end, 0, rule.timeZone),
          );
          const named = Array.from({ length }, (_, index) => addDays(begin, index)).filter((date) =>
            names(rule, date),
          );
          expect(found.map((instant) => wallClock(instant, rule.timeZone).slice(0, 10))).toEqual(named);
          expect(
            found.every((instant, index) => index === 0 || instant > (found[index - 1] ?? instant)),
          ).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('asking step by step finds the same as asking at once, and a split window loses nothing', () => {
    const instants = fc.integer({ min: 1_480_000_000, max: 1_600_000_000 }).map((s) => new Date(s * 1000));
    fc.assert(
      fc.property(anyRule, instants, instants, instants, (rule, a, b, c) => {
        const [from, middle, to] = [a, b, c].sort((x, y) => x.getTime() - y.getTime());
        if (from === undefined || middle === undefined || to === undefined) throw new Error('three instants');
        const all = occurrencesBetween(rule, from, to);
        expect([...occurrencesBetween(rule, from, middle), ...occurrencesBetween(rule, middle, to)]).toEqual(
          all,
        );
        let last = new Date(from.getTime() - 1);
        for (const instant of all.slice(0, 60)) {
          const next = nextOccurrence(rule, last);
          expect(next).toEqual(instant);
          last = next ?? last;
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a stored rule', () => {
  test('is checked when it is read', () => {
    const { weekdays: _, ...rest } = everyOtherTuesday;
    expect(parseRecurrence(rest)).toEqual(rest);
    for (const fault of [
      { every: 0 },
      { every: 1.5 },
      { unit: 'year' },
      { weekdays: [8] },
      { weekdays: [] },
      { at: '24:00' },
      { at: '9:00' },
      { timeZone: 'Europe/Berln' },
      { from: '2026-02-30' },
      { dayOfMonth: 3 },
      { unit: 'day' },
      { colour: 'red' },
    ]) {
      expect(() => parseRecurrence({ ...everyOtherTuesday, ...fault }), JSON.stringify(fault)).toThrow();
    }
  });
});
