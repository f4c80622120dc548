import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/core/refusal.ts';
import { readAction, readNumber } from '../../../src/features/calls/rules/read-action.ts';
import { readMoment, readPlan } from '../../../src/features/calls/rules/read-plan.ts';
import { readRecord } from '../../../src/features/calls/rules/read-record.ts';

// A Monday.
const today = '2026-03-02';

describe('an action item in one line', () => {
  test.each([
    ['Send the price list <@U0AIKOTANA> by Friday', 'Send the price list', 'U0AIKOTANA', '2026-03-06'],
    ['Send the price list by 10 Mar <@U0AIKOTANA|aiko>', 'Send the price list', 'U0AIKOTANA', '2026-03-10'],
    ['<@U0AIKOTANA> send it by tomorrow.', 'send it', 'U0AIKOTANA', '2026-03-03'],
    ['Grow the pipeline by 5 %', 'Grow the pipeline by 5 %', null, '2026-03-09'],
    ['Call by phone by 2026-04-01', 'Call by phone', null, '2026-04-01'],
    ['Stand by <@U0AIKOTANA>', 'Stand by', 'U0AIKOTANA', '2026-03-09'],
  ])('“%s”', (words, text, ownerSlackId, dueOn) => {
    expect(readAction(words, today, [])).toEqual({ text, ownerSlackId, dueOn });
  });

  test('behind a person, what follows “by” must be a date', () => {
    expect(() => readAction('Send it <@U0AIKOTANA> by 31 Feb', today, [])).toThrow(Refusal);
    expect(() => readAction('Send it <@U0AIKOTANA> by the river', today, [])).toThrow(/could not read/);
  });

  test('needs words, and a day that lies ahead', () => {
    expect(() => readAction('<@U0AIKOTANA>', today, [])).toThrow(/what is to be done/);
    expect(() => readAction('Send it <@U0AIKOTANA> by yesterday', today, [])).toThrow(/has passed/);
    expect(() => readAction('x'.repeat(501), today, [])).toThrow(/500 characters/);
  });

  test('its number is read as people write it', () => {
    expect(['A-12', 'a12', '12', '#12', 'A-', 'twelve', ''].map(readNumber)).toEqual([
      12,
      12,
      12,
      12,
      null,
      null,
      null,
    ]);
  });
});

describe('the form after a call', () => {
  const filled = {
    held: 'yes',
    summary: ' Went well ',
    decisions: '- Go live in May\n\n• Price stays\n',
    action1: 'Send the list',
    owner1: 'U0AIKOTANA',
    due1: '2026-03-06',
    action2: null,
    owner2: null,
    due2: null,
  };

  test('is read into summary, decisions and action items', () => {
    expect(readRecord(filled, today)).toEqual({
      record: {
        isHeld: true,
        summary: 'Went well',
        decisions: ['Go live in May', 'Price stays'],
        actions: [{ row: 1, text: 'Send the list', ownerSlackId: 'U0AIKOTANA', dueOn: '2026-03-06' }],
      },
    });
  });

  test('shows all its faults at once, each beside its field', () => {
    const faulty = {
      ...filled,
      owner1: null,
      due1: '2026-03-01',
      owner2: 'U0AIKOTANA',
      decisions: 'x'.repeat(501),
    };
    const read = readRecord(faulty, today);
    expect('faults' in read && Object.keys(read.faults).sort()).toEqual([
      'action2',
      'decisions',
      'due1',
      'due2',
      'owner1',
    ]);
  });

  test('a call that did not take place has no decisions, but may have a reason and action items', () => {
    const read = readRecord({ ...filled, held: 'no' }, today);
    expect('faults' in read && Object.keys(read.faults)).toEqual(['decisions']);
    expect(readRecord({ ...filled, held: 'no', decisions: null }, today)).toHaveProperty(
      'record.isHeld',
      false,
    );
  });
});

describe('the form that plans a series', () => {
  const filled = {
    title: 'Training hour',
    weekdays: ['4', '2'],
    every: '2',
    at: '14:30',
    zone: 'Europe/Lisbon',
    duration: '60',
    link: 'https://meet.example/a',
  };

  test('gives a rule that begins with the coming day', () => {
    expect(readPlan(filled, today)).toEqual({
      plan: {
        title: 'Training hour',
        durationMinutes: 60,
        link: 'https://meet.example/a',
        recurrence: {
          every: 2,
          unit: 'week',
          weekdays: [2, 4],
          at: '14:30',
          timeZone: 'Europe/Lisbon',
          from: '2026-03-03',
        },
      },
    });
  });

  test('shows all its faults at once', () => {
    const read = readPlan(
      {
        title: ' ',
        weekdays: [],
        every: '0',
        at: '25:00',
        zone: 'Europe/Berln',
        duration: '4',
        link: 'ftp://x',
      },
      today,
    );
    expect('faults' in read && Object.keys(read.faults).sort()).toEqual([
      'at',
      'duration',
      'every',
      'link',
      'title',
      'weekdays',
      'zone',
    ]);
    expect('faults' in read && read.faults.zone).toContain('Did you mean Europe/Berlin?');
  });
});

test('a call is moved to a moment ahead, by the clocks of its zone', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  expect(readMoment({ date: '2026-03-31', time: '10:00' }, 'Europe/Berlin', now)).toEqual({
    startsAt: new Date('2026-03-31T08:00:00Z'),
  });
  expect(readMoment({ date: '2026-03-02', time: '10:00' }, 'Europe/Berlin', now)).toHaveProperty(
    'faults.date',
  );
  expect(readMoment({ date: null, time: '10:00' }, 'Europe/Berlin', now)).toHaveProperty('faults.date');
});
