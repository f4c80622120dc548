import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/core/calendar.ts';
import { nextOccurrence, parseRecurrence, type Recurrence } from '../../../src/core/recurrence.ts';
import { describeRecurrence, parseRecurrenceText } from '../../../src/core/recurrence-words.ts';
import { Refusal } from '../../../src/core/refusal.ts';
import { fc } from './properties.ts';

/** A Sunday. */
const defaults = { timeZone: 'Europe/Berlin', today: '2026-11-22' } as const;

function refusal(text: string): string {
  try {
    return `read as ${describeRecurrence(parseRecurrenceText(text, defaults))}`;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid') return error.message;
    throw error;
  }
}

describe('a rhythm in words', () => {
  test.each([
    ['every other Tuesday 10:00 Europe/Berlin', 'every other Tuesday at 10:00 (Europe/Berlin)', '2026-11-24'],
    ['Every Tuesday at 10', 'every Tuesday at 10:00 (Europe/Berlin)', '2026-11-24'],
    [
      'tuesdays and thursdays at 2:30 pm',
      'every Tuesday and Thursday at 14:30 (Europe/Berlin)',
      '2026-11-24',
    ],
    ['daily at 9am america/new_york', 'every day at 09:00 (America/New_York)', '2026-11-22'],
    ['every 3 days at noon', 'every 3 days at 12:00 (Europe/Berlin)', '2026-11-22'],
    ['every other day 12am', 'every other day at 00:00 (Europe/Berlin)', '2026-11-22'],
    ['every weekday 8:30 (UTC)', 'every weekday at 08:30 (UTC)', '2026-11-23'],
    ['every 3 weeks on Monday 14:00', 'every 3 weeks on Monday at 14:00 (Europe/Berlin)', '2026-11-23'],
    ['fortnightly on Friday 10:00', 'every other Friday at 10:00 (Europe/Berlin)', '2026-11-27'],
    [
      'every two weeks on Friday 10:00, new york',
      'every other Friday at 10:00 (America/New_York)',
      '2026-11-27',
    ],
    ['every Tuesday (London) at 9 am', 'every Tuesday at 09:00 (Europe/London)', '2026-11-24'],
    ['weekly 10.15', 'every Sunday at 10:15 (Europe/Berlin)', '2026-11-22'],
    [
      'monthly on the last day at 17:00',
      'every month on the last day at 17:00 (Europe/Berlin)',
      '2026-11-30',
    ],
    ['every 1st of the month at 9:00', 'every month on the 1st at 09:00 (Europe/Berlin)', '2026-12-01'],
    ['every 3 months on the 15th 9:00', 'every 3 months on the 15th at 09:00 (Europe/Berlin)', '2026-12-15'],
    [
      'every Monday 9:00 until 1 Feb 2027',
      'every Monday at 09:00 (Europe/Berlin) until Mon 1 Feb 2027',
      '2026-11-23',
    ],
  ])('%s', (text, described, from) => {
    const rule = parseRecurrenceText(text, defaults);
    expect(describeRecurrence(rule)).toBe(described);
    expect(rule.from).toBe(from);
    expect(parseRecurrence(rule)).toEqual(rule);
  });

  test('begins with the first day that fits, also on the second day of a pair', () => {
    const rule = parseRecurrenceText('every other Monday and Thursday 10:00', {
      ...defaults,
      today: '2026-11-25',
    });
    const first = nextOccurrence(rule, new Date('2026-11-25T00:00:00Z'));
    expect(first?.toISOString()).toBe('2026-11-26T09:00:00.000Z');
    expect(nextOccurrence(rule, first ?? new Date(0))?.toISOString()).toBe('2026-12-07T09:00:00.000Z');
  });

  test('a default time stands in when none is named', () => {
    expect(parseRecurrenceText('every Tuesday', { ...defaults, at: '10:00' }).at).toBe('10:00');
  });

  test('what cannot be read says what to write', () => {
    expect(refusal('every Tuesday')).toContain('names no time');
    expect(refusal('biweekly 10:00')).toContain('Say “every other week”');
    expect(refusal('every Tuesday 10:00 EST')).toContain('Name a city');
    expect(refusal('every Tuesday 10:00 Europe/Berln')).toContain('Did you mean Europe/Berlin?');
    expect(refusal('every Tuesday 25:00')).toContain('“25:00” is no time of day');
    expect(refusal('every Tuesday 13pm')).toContain('is no time of day');
    expect(refusal('every Tuesday 10:00 until 12/1')).toContain('could be 12 Jan or 1 Dec');
    expect(refusal('every Tuesday 10:00 until 1 Nov 2026')).toContain('ends before it begins');
    for (const odd of [
      'every blah 10:00',
      'first Monday of the month 10:00',
      'every 32nd of the month 9:00',
      '10:00',
    ]) {
      expect(refusal(odd)).toContain('Try “every other Tuesday 10:00 Europe/Berlin”');
    }
  });

  test('any text gives a rule or a refusal, never a crash', () => {
    const pieces = fc.array(
      fc.constantFrom(
        'every',
        'other',
        '2',
        'week',
        'month',
        'day',
        'tue',
        'on',
        '1st',
        'last',
        '10:00',
        '9am',
        'until',
        '1 dec',
        'UTC',
      ),
      { maxLength: 7 },
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      pieces.map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(refusal(text).length).toBeLessThan(300);
      }),
      { numRuns: 500 },
    );
    expect(refusal('every '.repeat(2_000)).length).toBeLessThan(300);
  });

  test('whatever the bot shows it reads back as the same rule', () => {
    const base = {
      at: fc.constantFrom('00:00', '09:05', '12:00', '23:59'),
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'America/Argentina/Buenos_Aires'),
      from: fc.integer({ min: 0, max: 800 }).map((days) => addDays('2026-01-01', days)),
      until: fc.option(fc.constantFrom('2031-01-31', '2030-12-01'), { nil: undefined }),
    };
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((all) => all.sort());
    const monthDay = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last'));
    const every = fc.integer({ min: 1, max: 12 });
    const rules: fc.Arbitrary<Recurrence> = fc
      .oneof(
        fc.record({ ...base, every, unit: fc.constant('day') }),
        fc.record({ ...base, every, unit: fc.constant('week'), weekdays: days }),
        fc.record({ ...base, every, unit: fc.constant('month'), dayOfMonth: monthDay }),
      )
      .map(({ until, ...rule }) => parseRecurrence(until === undefined ? rule : { ...rule, until }));
    fc.assert(
      fc.property(rules, (rule) => {
        const { from: _from, ...read } = parseRecurrenceText(describeRecurrence(rule), {
          timeZone: 'Asia/Kolkata',
          today: '2026-11-22',
        });
        const { from: _given, ...given } = rule;
        expect(read).toEqual(given);
      }),
    );
  });
});
