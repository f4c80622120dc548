import { z } from 'zod';
import { clockTime, mapping, optionalList, wholeNumber } from './fields.ts';

const usualMonthly = { workingDay: 1, at: '10:00' } as const;

/** When scorecards come by themselves, where the programme decides and not whoever reads them. */
export const scorecards = mapping('what is said of scorecards: monthly and quarterly', {
  /** The scorecard of the month that has ended, in the partner’s channel. */
  monthly: mapping('a monthly scorecard with workingDay and at', {
    /** Of the new month, the first being 1. */
    workingDay: wholeNumber('a working day of the new month, from 1 to 15', 1, 15).default(
      usualMonthly.workingDay,
    ),
    /** By the partner’s clock. */
    at: clockTime.default(usualMonthly.at),
  }).default(usualMonthly),
  /** The pack for the business review, of the quarter that has ended. Left out: it comes when it is asked for. */
  quarterly: mapping('a quarterly pack with workingDay, at and reviewedAt', {
    /** Of the new quarter, the first being 1; from the second on, so that its last day can still be reported. */
    workingDay: wholeNumber('a working day of the new quarter, from 2 to 30', 2, 30),
    /** By the partner's clock; managers get theirs at the time of their digest. */
    at: clockTime,
    /** Calls before which the pack is put on the agenda. */
    reviewedAt: optionalList(
      'a list of calls such as [business-review]',
      z.string({ error: 'the key of a call' }),
    ),
  }).optional(),
});
export type ScorecardSettings = z.output<typeof scorecards>;

/** Of a playbook that says nothing about them. */
export const noScorecards: ScorecardSettings = { monthly: usualMonthly };
