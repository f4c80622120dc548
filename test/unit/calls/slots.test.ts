import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDateOf, minuteOfDay } from '../../../src/core/calendar.ts';
import { nextOccurrence, type Recurrence } from '../../../src/core/recurrence.ts';
import { afterKickoff, missingSlots, plannedAhead } from '../../../src/features/calls/rules/slots.ts';

const fortnightly: Recurrence = {
  every: 2,
  unit: 'week',
  weekdays: [2],
  at: '10:00',
  timeZone: 'Europe/Berlin',
  from: '2026-02-24',
};

describe('the places of a series', () => {
  test('are the next three of the rule, at the same local time across a change of clocks', () => {
    const slots = missingSlots(afterKickoff(fortnightly, '2026-02-24'), [], new Date('2026-02-24T12:00:00Z'));
    expect(slots.map((slot) => slot.toISOString())).toEqual([
      '2026-03-03T09:00:00.000Z',
      '2026-03-17T09:00:00.000Z',
      '2026-03-31T08:00:00.000Z',
    ]);
  });

  test('a call keeps its place when it is moved or cancelled: no second one is made for it', () => {
    // Each step plans ahead, then moves or cancels calls at will, then time passes. A call is its place in the
    // series; where it is moved to plays no part.
    const step = fc.record({ hours: fc.integer({ min: 0, max: 24 * 30 }), touched: fc.nat({ max: 5 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const rule = afterKickoff(fortnightly, '2026-02-24');
        const calls: { readonly slot: Date; startsAt: Date }[] = [];
        let now = new Date('2026-02-24T12:00:00Z');
        for (const { hours, touched } of steps) {
          const taken = calls.map((call) => call.slot).filter((slot) => slot > now);
          calls.push(...missingSlots(rule, taken, now).map((slot) => ({ slot, startsAt: slot })));
          const call = calls[touched];
          if (call) call.startsAt = new Date(call.startsAt.getTime() + 3_600_000 * touched);
          const ahead = calls.filter(({ slot }) => slot > now);
          expect(ahead).toHaveLength(plannedAhead);
          now = new Date(now.getTime() + hours * 3_600_000);
        }
        const places = calls.map(({ slot }) => slot.getTime());
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });
});

describe('a series that belongs to a journey', () => {
  test('begins after the kickoff, never on its day', () => {
    expect(afterKickoff(fortnightly, '2026-02-24').from).toBe('2026-03-03');
    expect(afterKickoff(fortnightly, '2026-02-23').from).toBe('2026-02-24');
  });

  test('begins a period later when it looks back on one', () => {
    const quarterly: Recurrence = { ...fortnightly, every: 13, weekdays: [4] };
    expect(afterKickoff(quarterly, '2026-02-24').from).toBe('2026-05-28');
  });

  test('happens on its weekday at its local time', () => {
    const day = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        day,
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
        (date, timeZone) => {
          const kickoffOn = localDateOf(date, 'UTC');
          const rule = afterKickoff({ ...fortnightly, timeZone }, kickoffOn);
          const first = nextOccurrence(rule, date);
          expect(first).not.toBeNull();
          if (!first) return;
          expect(localDateOf(first, timeZone) > kickoffOn).toBe(true);
          expect(minuteOfDay(first, timeZone)).toBe(600);
          expect(first.getTime() - date.getTime()).toBeLessThan(9 * 24 * 3_600_000);
        },
      ),
    );
  });
});
