import { describe, expect, test } from 'vitest';
import { defaultWeekdays, defaultWorkingHours } from '../../../src/core/business-time.ts';
import type { SlaTerms } from '../../../src/core/sla-clock.ts';
import {
  clockWords,
  handoffEvents,
  registrationEvents,
} from '../../../src/features/pipeline/rules/clocks.ts';

/** Eight open hours, nine to half past five in Berlin. */
const terms: SlaTerms = {
  ...{ minutes: 480, dueSoonMinutes: 60, hours: defaultWorkingHours, weekdays: defaultWeekdays },
  ...{ timeZone: 'Europe/Berlin', holidays: [] },
};
const at = (text: string) => new Date(`${text}:00Z`);
const monday = at('2026-01-12T08:00');

describe('a registration', () => {
  const deal = {
    ...{ stage: 'open', registration: 'pending', registeredAt: at('2026-01-01T00:00'), closedAt: null },
    ...{ decisionAskedAt: monday, decidedAt: null },
  };
  const words = (now: string, more: Partial<Parameters<typeof registrationEvents>[0]> = {}) => {
    const events = registrationEvents({ ...deal, ...more }, null);
    return events && clockWords(events, terms, null, at(now));
  };

  test('says by when, that it is due soon, and that it is late', () => {
    expect(words('2026-01-12T09:00')).toBe('By Mon 12 Jan, 17:00');
    expect(words('2026-01-12T15:00')).toBe('Due soon: by Mon 12 Jan, 17:00');
    expect(words('2026-01-12T16:01')).toBe('Late: it was due by Mon 12 Jan, 17:00');
  });

  test('was decided in time or too late, or stopped with its deal', () => {
    const approved = { registration: 'approved', decidedAt: at('2026-01-12T10:10') };
    expect(words('2026-02-01T09:00', approved)).toBe('In time, after 3 of 8 working hours');
    const late = { stage: 'declined', registration: 'declined', decidedAt: at('2026-01-13T08:00') };
    expect(words('2026-02-01T09:00', late)).toBe('Too late, after 9 of 8 working hours');
    expect(words('2026-02-01T09:00', { stage: 'lost', closedAt: at('2026-01-12T09:00') })).toBe(
      'Stopped after 1 of 8 working hours',
    );
  });

  test('stops when the partner leaves, but not one that was decided before', () => {
    const left = at('2026-01-12T10:00');
    const leaving = (more: object = {}) => {
      const events = registrationEvents({ ...deal, ...more }, left);
      return events && clockWords(events, terms, null, at('2026-02-01T09:00'));
    };
    expect(leaving()).toBe('Stopped after 2 of 8 working hours');
    expect(leaving({ registration: 'approved', decidedAt: at('2026-01-12T09:10') })).toBe(
      'In time, after 2 of 8 working hours',
    );
  });

  test('of before clocks were kept counts from its day; one that needed nobody’s word has none', () => {
    expect(words('2026-01-12T09:00', { decisionAskedAt: null })).toMatch(/^Late: it was due by Thu 1 Jan/);
    expect(words('2026-01-12T09:00', { decisionAskedAt: null, registration: 'approved' })).toBeNull();
  });
});

test('a handoff pauses while something is missing, and counts from when nothing is', () => {
  const handoff = { createdAt: monday, completeAt: null, acceptedAt: null };
  const words = (now: string, isComplete: boolean, more: Partial<typeof handoff> | object = {}) =>
    clockWords(handoffEvents({ ...handoff, ...more }, isComplete, null), terms, null, at(now));
  expect(words('2026-03-01T09:00', false)).toBe('Paused until nothing is missing');
  const complete = { completeAt: at('2026-01-12T10:00') };
  expect(words('2026-01-12T11:00', true, complete)).toBe('By Tue 13 Jan, 10:30');
  expect(words('2026-01-14T11:00', true, { ...complete, acceptedAt: at('2026-01-12T12:00') })).toBe(
    'In time, after 2 of 8 working hours',
  );
  expect(
    clockWords(handoffEvents(handoff, true, at('2026-01-12T09:00')), terms, null, at('2026-01-20T09:00')),
  ).toBe('Stopped after 1 of 8 working hours');
});
