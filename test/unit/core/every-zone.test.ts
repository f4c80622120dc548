import { Temporal } from '@js-temporal/polyfill';
import { RRuleTemporal } from 'rrule-temporal';
import { expect, test } from 'vitest';
import { addDays, instantOf, type LocalDate, weekdayOf } from '../../../src/core/calendar.ts';
import { occurrencesBetween, parseRecurrence, type Recurrence } from '../../../src/core/recurrence.ts';
import { nextDailyAt } from '../../../src/features/onboarding/rules/digest.ts';
import { nextWeekly } from '../../../src/features/scorecards/timing.ts';
import { fc } from './properties.ts';

// Ten years of every zone there is, held against a recurrence library that shares no code with ours.

const [begin, end] = [new Date('2026-01-01T00:00:00Z'), new Date('2036-01-01T00:00:00Z')];
const twoDaysMs = 2 * 86_400_000;
const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const everyZone = Intl.supportedValuesOf('timeZone');

const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
});
const base = {
  at: fc.oneof(time, fc.constantFrom('00:00', '01:30', '02:00', '02:30', '23:45')),
  from: fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-01', days)),
};
const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 });
/** Rules of some hundred occurrences in ten years, so that all zones are done in seconds. */
const anyRule = fc.oneof(
  fc.record({ ...base, unit: fc.constant('day'), every: fc.integer({ min: 40, max: 120 }) }),
  fc.record({ ...base, unit: fc.constant('week'), every: fc.integer({ min: 8, max: 20 }), weekdays }),
  fc.record({
    ...base,
    unit: fc.constant('month'),
    every: fc.integer({ min: 1, max: 5 }),
    dayOfMonth: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last')),
  }),
);

/**
 * The same rule told by somebody else's code: a recurrence library names the days and times of the clock, and
 * Temporal finds them in the zone. A time the clocks skip is their first moment after the gap, one they show
 * twice the first of the two.
 */
function independently(rule: Recurrence, from: Date, to: Date): Date[] {
  const [hour = 0, minute = 0] = rule.at.split(':').map(Number);
  const day = rule.dayOfMonth ?? 1;
  // “The 31st, or the last day of a shorter month” is the last of the days up to it that the month has.
  const monthDays = day === 'last' ? [-1] : day > 28 ? [28, 29, 30, 31].filter((one) => one <= day) : [day];
  const rrule = [
    `FREQ=${rule.unit === 'day' ? 'DAILY' : rule.unit === 'week' ? 'WEEKLY' : 'MONTHLY'}`,
    `INTERVAL=${rule.every};WKST=MO;BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0`,
    ...(rule.weekdays ? [`BYDAY=${rule.weekdays.map((one) => dayCodes[one - 1]).join(',')}`] : []),
    ...(rule.unit === 'month' ? [`BYMONTHDAY=${monthDays.join(',')};BYSETPOS=-1`] : []),
  ].join(';');
  const named = new RRuleTemporal({
    rruleString: `DTSTART:${rule.from.replaceAll('-', '')}T000000Z\nRRULE:${rrule}`,
  }).between(new Date(from.getTime() - twoDaysMs), new Date(to.getTime() + twoDaysMs), true);
  return named
    .map((moment) => {
      const { year, month, day: dayOfMonth } = moment;
      const date = Temporal.PlainDate.from({ year, month, day: dayOfMonth }).toString() as LocalDate;
      return shownAt(date, Temporal.PlainTime.from({ hour, minute }), rule.timeZone);
    })
    .filter((instant) => instant >= from && instant < to);
}

function expectAgreement(rule: Recurrence, from: Date, to: Date): number {
  const ours = occurrencesBetween(rule, from, to);
  expect(ours, JSON.stringify(rule)).toEqual(independently(rule, from, to));
  return ours.length;
}

test('in every zone, over ten years, random recurrences miss nothing and double nothing', {
  timeout: 60_000,
}, () => {
  const rules = fc.sample(anyRule, everyZone.length);
  const occurrences = everyZone.map((timeZone, index) =>
    expectAgreement(parseRecurrence({ ...rules[index], timeZone }), begin, end),
  );
  expect(everyZone.length).toBeGreaterThan(400);
  expect(Math.min(...occurrences)).toBeGreaterThan(15);
});

/** One change of a zone's clocks forward and one back, where it has them, and a time half-way into what is skipped or shown twice. */
function changesOf(timeZone: string) {
  const changes: { date: LocalDate; inside: Temporal.PlainTime; isForward: boolean }[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(begin.getTime()).toZonedDateTimeISO(timeZone);
  for (const isForward of [true, false]) {
    for (let step = 0; step < 4; step += 1) {
      const change = moment.getTimeZoneTransition('next');
      if (!change || change.epochMilliseconds > end.getTime()) break;
      moment = change;
      const shift = change.offsetNanoseconds - change.subtract({ nanoseconds: 1 }).offsetNanoseconds;
      if (shift > 0 !== isForward) continue;
      const half = { milliseconds: Math.abs(shift) / 2e6 };
      const first = change.toPlainDateTime();
      const inside = isForward ? first.subtract(half) : first.add(half);
      changes.push({
        date: inside.toPlainDate().toString() as LocalDate,
        inside: inside.toPlainTime(),
        isForward,
      });
      break;
    }
  }
  return changes;
}

test('in every zone, what falls into a missing or a doubled hour happens once that day', {
  timeout: 60_000,
}, () => {
  let [missing, doubled] = [0, 0];
  for (const timeZone of everyZone) {
    for (const { date, inside, isForward } of changesOf(timeZone)) {
      const at = inside.toString({ smallestUnit: 'minute' });
      const rule = parseRecurrence({ every: 1, unit: 'day', at, timeZone, from: addDays(date, -9) });
      const [from, to] = [
        instantOf(addDays(date, -2), 720, timeZone),
        instantOf(addDays(date, 2), 720, timeZone),
      ];
      expect(expectAgreement(rule, from, to), `${timeZone} ${date} ${at}`).toBe(4);
      if (isForward) missing += 1;
      else doubled += 1;
    }
  }
  expect(missing).toBeGreaterThan(100);
  expect(doubled).toBeGreaterThan(100);
});

test('in every zone, digests come at their time on each day around a change of the clocks, once', {
  timeout: 60_000,
}, () => {
  let days = 0;
  for (const zone of everyZone) {
    const around = changesOf(zone);
    // Where the clocks never change, any week does.
    if (around.length === 0)
      around.push({ date: '2026-03-29', inside: Temporal.PlainTime.from('09:00'), isForward: true });
    for (const { date, inside } of around) {
      for (const time of [Temporal.PlainTime.from('09:00'), inside.round({ smallestUnit: 'minute' })]) {
        const minute = time.hour * 60 + time.minute;
        const dates = [-2, -1, 0, 1, 2].map((ahead) => addDays(date, ahead));
        const expected = dates.map((day) => shownAt(day, time, zone));
        const start = shownAt(addDays(date, -3), time, zone);
        const daily: Date[] = [];
        for (let at = start; daily.length < dates.length; daily.push(at)) at = nextDailyAt(at, minute, zone);
        expect(daily, `${zone} ${date} ${time}`).toEqual(expected);
        const weekday = weekdayOf(date);
        const weekly = nextWeekly(start, weekday, minute, zone);
        expect(weekly, `${zone} ${date} ${time}, weekly`).toEqual(expected[2]);
        expect(nextWeekly(weekly, weekday, minute, zone)).toEqual(shownAt(addDays(date, 7), time, zone));
        days += dates.length;
      }
    }
  }
  expect(days).toBeGreaterThan(5000);
});

/** By Temporal alone: a time the clocks skip is their first moment after the gap, one they show twice the first of the two. */
function shownAt(date: LocalDate, time: Temporal.PlainTime, zone: string): Date {
  const wanted = Temporal.PlainDate.from(date).toPlainDateTime(time);
  const found = wanted.toZonedDateTime(zone);
  const isThere = found.toPlainDateTime().equals(wanted);
  const shown = isThere ? found : found.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return new Date(shown?.epochMilliseconds ?? Number.NaN);
}
