import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTimely, leadWords, remindersAhead } from '../../../src/features/calls/rules/reminders.ts';

const start = new Date('2026-03-31T08:00:00Z');
const leads = [1440, 60, 10];
const at = (iso: string) => new Date(iso);

describe('reminders of a call', () => {
  test('are so many hours of elapsed time ahead, also when the clocks change in between', () => {
    // Berlin's clocks went forward the day before: 24 hours earlier is 10:00 there as well as 08:00 UTC.
    const due = remindersAhead(start, leads, at('2026-03-20T00:00:00Z'));
    expect(due.map(({ dueAt }) => dueAt.toISOString())).toEqual([
      '2026-03-30T08:00:00.000Z',
      '2026-03-31T07:00:00.000Z',
      '2026-03-31T07:50:00.000Z',
    ]);
  });

  test('lie in the future, before the start, each once', () => {
    const instant = fc.date({
      min: at('2026-01-01T00:00:00Z'),
      max: at('2027-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, instant, fc.array(fc.integer({ min: 1, max: 20_160 })), (startsAt, now, any) => {
        const due = remindersAhead(startsAt, any, now);
        for (const { dueAt } of due) {
          expect(dueAt > now).toBe(true);
          expect(dueAt < startsAt).toBe(true);
        }
        expect(new Set(due.map(({ minutesBefore }) => minutesBefore)).size).toBe(due.length);
      }),
    );
  });

  test('found late are dropped once the call has begun or a later one is due', () => {
    expect(isTimely(start, 10, leads, at('2026-03-31T07:55:00Z'))).toBe(true);
    expect(isTimely(start, 10, leads, start)).toBe(false);
    expect(isTimely(start, 1440, leads, at('2026-03-31T06:00:00Z'))).toBe(true);
    expect(isTimely(start, 1440, leads, at('2026-03-31T07:30:00Z'))).toBe(false);
  });

  test('at any one moment at most one is timely', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 3000 }), (minutesBefore) => {
        const now = new Date(start.getTime() - minutesBefore * 60_000);
        const due = leads.filter((lead) => start.getTime() - lead * 60_000 <= now.getTime());
        expect(due.filter((lead) => isTimely(start, lead, leads, now)).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('say their lead as people do', () => {
    expect([1440, 60, 10, 1, 120, 2880, 90].map(leadWords)).toEqual([
      '24 hours',
      '1 hour',
      '10 minutes',
      '1 minute',
      '2 hours',
      '2 days',
      '90 minutes',
    ]);
  });
});
