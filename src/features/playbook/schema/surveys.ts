import { z } from 'zod';
import { clockTime, key, list, mapping, optionalList, text, wholeNumber } from './fields.ts';
import { questionKinds } from './questions/catalogue.ts';
import { seatReference } from './seats.ts';

const question = z.discriminatedUnion('kind', questionKinds, {
  error: `a question with a kind: ${questionKinds.map((option) => option.unwrap().shape.kind.value).join(', ')}`,
});
export type Question = z.output<typeof question>;
export type QuestionKind = Question['kind'];

const trigger = z.discriminatedUnion(
  'on',
  [
    mapping('a trigger', { on: z.literal('deal_won') }),
    mapping('a monthly trigger with day and at', {
      on: z.literal('monthly'),
      /** In the programme's time zone; no month is shorter than 28 days. */
      day: wholeNumber('a day of the month between 1 and 28', 1, 28),
      at: clockTime,
    }),
    mapping('a trigger', { on: z.literal('manual') }),
  ],
  { error: 'a trigger: deal_won, monthly or manual' },
);
export type SurveyTrigger = z.output<typeof trigger>;

const visibilities = ['named', 'managers', 'anonymous'] as const;

export const survey = mapping('a survey with key, title, trigger, audience, visibility and questions', {
  key,
  title: text('the title of the survey', 75),
  introduction: text('a sentence or two for those who are asked', 600),
  trigger,
  audience: list('a list of seats', seatReference('a seat such as partner.sales')),
  closesAfterDays: wholeNumber('a number of days between 1 and 60', 1, 60),
  /** Days after opening. */
  remindAfterDays: optionalList(
    'a list of days such as [2, 4]',
    wholeNumber('a number of days between 1 and 59', 1, 59),
  ),
  /** Who sees what was answered: everyone with names, managers with names, or anyone without names from four answers on. */
  visibility: z.enum(visibilities, { error: `who sees the answers: ${visibilities.join(', ')}` }),
  questions: list('a list of questions', question),
});
export type SurveyDefinition = z.output<typeof survey>;
export type SurveyVisibility = SurveyDefinition['visibility'];
