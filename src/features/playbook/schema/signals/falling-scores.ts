import { z } from 'zod';
import { mapping, share, wholeNumber } from '../fields.ts';
import { suggestion } from './signal.ts';

/** The share of good ratings has fallen from one period to the next, and chance alone does not explain it. */
export const fallingScores = mapping('a signal with kind, days and suggest', {
  kind: z.literal('falling_scores'),
  /** How long each of the two periods is. */
  days: wholeNumber('a number of days between 14 and 365', 14, 365),
  /** Serious once it has surely fallen by so much. */
  serious: share('a share such as 20%').optional(),
  ...suggestion,
});
