import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorkingDay } from '../../../src/core/business-time.ts';
import { localDateOf, minuteOfDay } from '../../../src/core/calendar.ts';
import type { SurveyDefinition } from '../../../src/features/playbook/public.ts';
import type { GivenAnswer } from '../../../src/features/surveys/results.ts';
import { resultsFor } from '../../../src/features/surveys/results.ts';
import {
  isComplete,
  missingQuestions,
  quickQuestion,
} from '../../../src/features/surveys/rules/answering.ts';
import { respondentKey } from '../../../src/features/surveys/rules/respondent.ts';
import {
  daysLater,
  isReminderDue,
  monthDue,
  nextMonthly,
  reminderTimes,
} from '../../../src/features/surveys/rules/timing.ts';
import { fewestUnnamed, mayReadResults } from '../../../src/features/surveys/rules/visibility.ts';

const instants = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2030-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const visibilities = ['named', 'managers', 'anonymous'] as const;
const readers = ['managers', 'everyone'] as const;

function survey(visibility: SurveyDefinition['visibility']): SurveyDefinition {
  return {
    key: 'pulse',
    title: 'Pulse',
    introduction: 'Short.',
    trigger: { on: 'manual' },
    audience: ['partner.lead'],
    closesAfterDays: 5,
    remindAfterDays: [2],
    visibility,
    questions: [
      { kind: 'text', key: 'why', text: 'Why?', required: false },
      {
        kind: 'rating',
        key: 'well',
        text: 'How well?',
        required: true,
        max: 5,
        lowLabel: 'a',
        highLabel: 'b',
      },
    ],
  };
}

const people = fc.uniqueArray(fc.constantFrom('Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus'));
const answers = people.map((names) =>
  names.flatMap((name, index): GivenAnswer[] => [
    { question: 'well', answer: (index % 5) + 1, name },
    ...(index % 2 === 0 ? [{ question: 'why', answer: `because-${name}`, name }] : []),
  ]),
);

describe('what results show', () => {
  test('without names nothing of a question is shown below four answers, to whomever', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(...readers), (given, reader) => {
        const nameless = given.map((each) => ({ ...each, name: null }));
        for (const result of resultsFor(survey('anonymous'), nameless, reader)) {
          const n = given.filter(({ question }) => question === result.question.key).length;
          expect(result.named).toEqual([]);
          expect(result.summary === null).toBe(n < fewestUnnamed);
          expect(result.working === null).toBe(n < fewestUnnamed);
          expect(result.answers).toBe(n < fewestUnnamed ? null : n);
        }
      }),
    );
  });

  test('to others than managers a survey for managers shows no name and no text, ever', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const shown = JSON.stringify(
          resultsFor(survey('managers'), given, 'everyone').map(({ summary, named }) => ({ summary, named })),
        );
        for (const { name } of given) expect(shown).not.toContain(name ?? '-');
      }),
    );
  });

  test('where names are shown, every answer stands beside its own', () => {
    const given: GivenAnswer[] = [
      { question: 'well', answer: 4, name: 'Ben' },
      { question: 'well', answer: 2, name: 'Ana' },
    ];
    for (const [visibility, reader] of [
      ['named', 'everyone'],
      ['managers', 'managers'],
    ] as const) {
      expect(resultsFor(survey(visibility), given, reader)[1]?.named).toEqual([
        { name: 'Ana', words: '2 of 5' },
        { name: 'Ben', words: '4 of 5' },
      ]);
    }
  });

  test('before closing only managers look, and at an anonymous survey nobody does', () => {
    for (const visibility of visibilities) {
      for (const reader of readers) {
        expect(mayReadResults(visibility, reader, true)).toBe(true);
        expect(mayReadResults(visibility, reader, false)).toBe(
          reader === 'managers' && visibility !== 'anonymous',
        );
      }
    }
  });
});

describe('reminders', () => {
  const zones = fc.constantFrom(
    'Europe/Lisbon',
    'Asia/Tokyo',
    'America/New_York',
    'Pacific/Apia',
    'Asia/Kolkata',
  );

  test('fall into the person’s working hours, between opening and closing, at most one a day', () => {
    fc.assert(
      fc.property(
        instants,
        zones,
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 1, max: 59 }), { maxLength: 4 }),
        (openedAt, timeZone, days, remindAfterDays) => {
          const closesAt = daysLater(openedAt, days, 'Europe/Berlin');
          const times = reminderTimes({
            openedAt,
            closesAt,
            remindAfterDays,
            timeZone,
            holidays: ['2026-12-25'],
          });
          for (const time of times) {
            expect(time > openedAt && time < closesAt).toBe(true);
            expect(isWorkingDay(localDateOf(time, timeZone), ['2026-12-25'])).toBe(true);
            const minute = minuteOfDay(time, timeZone);
            expect(minute >= 540 && minute < 1050).toBe(true);
          }
          const dates = times.map((time) => localDateOf(time, timeZone));
          expect(new Set(dates).size).toBe(dates.length);
        },
      ),
    );
  });

  test('never go to someone who has answered, nor after closing', () => {
    const maybe = fc.option(instants, { nil: null });
    fc.assert(
      fc.property(instants, maybe, maybe, instants, (closesAt, closedAt, answeredAt, now) => {
        if (isReminderDue({ closesAt, closedAt }, { answeredAt }, now)) {
          expect(answeredAt).toBeNull();
          expect(closedAt).toBeNull();
          expect(now < closesAt).toBe(true);
        }
      }),
    );
  });

  test('come on the playbook’s days and the day before closing', () => {
    const openedAt = new Date('2026-01-12T10:00:00Z');
    const closesAt = daysLater(openedAt, 7, 'Europe/Berlin');
    const times = reminderTimes({
      openedAt,
      closesAt,
      remindAfterDays: [2],
      timeZone: 'Europe/Berlin',
      holidays: [],
    });
    // The day before closing is a Sunday: the Monday morning before it closes at 11:00 remains.
    expect(times.map((time) => time.toISOString())).toEqual([
      '2026-01-14T10:00:00.000Z',
      '2026-01-19T08:00:00.000Z',
    ]);
  });
});

describe('answering', () => {
  test('is complete when everything required is there', () => {
    const definition = survey('named');
    expect(isComplete(definition, new Set())).toBe(false);
    expect(isComplete(definition, new Set(['why']))).toBe(false);
    expect(missingQuestions(definition, new Set(['why'])).map(({ key }) => key)).toEqual(['well']);
    expect(isComplete(definition, new Set(['well']))).toBe(true);
  });

  test('takes one press in the message for the first question that allows it, not in anonymous surveys', () => {
    expect(quickQuestion(survey('named'))?.key).toBe('well');
    expect(quickQuestion(survey('anonymous'))).toBeNull();
  });

  test('in anonymous surveys a person’s key is the same within a survey and another in the next', () => {
    const person = '11111111-1111-4111-8111-111111111111';
    expect(respondentKey('salt', person)).toBe(respondentKey('salt', person));
    expect(respondentKey('salt', person)).not.toBe(respondentKey('pepper', person));
    expect(respondentKey('salt', person)).not.toContain(person.slice(0, 8));
    expect(respondentKey(null, person)).toBe(person);
  });
});

describe('a monthly survey', () => {
  const plan = (day: number) => ({
    trigger: { on: 'monthly', day, at: '10:00' } as const,
    timeZone: 'Europe/Berlin',
    holidays: ['2026-04-03', '2026-04-06'],
  });

  test('opens on its day, or the first working day after it, and is that month’s', () => {
    // 1 February 2026 is a Sunday.
    const opening = nextMonthly(plan(1), new Date('2026-01-12T08:00:00Z'));
    expect(opening?.toISOString()).toBe('2026-02-02T09:00:00.000Z');
    expect(monthDue(plan(1), 5, new Date('2026-02-02T09:00:00Z'))).toBe('2026-02');
    // 28 February is a Saturday: it opens in March and is February's.
    expect(nextMonthly(plan(28), new Date('2026-02-27T09:00:00Z'))?.toISOString()).toBe(
      '2026-03-02T09:00:00.000Z',
    );
    expect(monthDue(plan(28), 5, new Date('2026-03-02T09:00:00Z'))).toBe('2026-02');
  });

  test('found far too late it waits for the next month', () => {
    expect(monthDue(plan(1), 5, new Date('2026-02-07T09:00:00Z'))).toBeNull();
  });

  test('each opening is later than the last and belongs to the month after it', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 28 }), (now, day) => {
        const first = nextMonthly(plan(day), now);
        const second = first && nextMonthly(plan(day), first);
        if (!first || !second) throw new Error('it ends');
        const months = [first, second].map((instant) => monthDue(plan(day), 10, instant));
        expect(new Set(months).size).toBe(2);
        expect(second.getTime() - first.getTime()).toBeLessThan(40 * 86_400_000);
      }),
    );
  });
});
