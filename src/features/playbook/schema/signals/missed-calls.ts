import { z } from 'zod';
import { mapping, wholeNumber } from '../fields.ts';
import { suggestion } from './signal.ts';

const calls = 'a number of calls between 1 and 20';

/** So many calls of the last days were recorded as not held. */
export const missedCalls = mapping('a signal with kind, calls, days and suggest', {
  kind: z.literal('missed_calls'),
  calls: wholeNumber(calls, 1, 20),
  days: wholeNumber('a number of days between 7 and 365', 7, 365),
  /** Serious from so many calls on. */
  serious: wholeNumber(calls, 1, 20).optional(),
  ...suggestion,
});
