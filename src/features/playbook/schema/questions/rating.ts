import { z } from 'zod';
import { mapping, text, wholeNumber } from '../fields.ts';
import { asked } from './asked.ts';

/** A whole number from 1 to `max`. */
export const rating = mapping('a rating with key, text and max', {
  kind: z.literal('rating'),
  ...asked,
  max: wholeNumber('the highest rating, between 2 and 10', 2, 10),
  /** What 1 and `max` mean in words. */
  lowLabel: text('what 1 means such as "Poor"', 40),
  highLabel: text('what the highest rating means such as "Excellent"', 40),
});
