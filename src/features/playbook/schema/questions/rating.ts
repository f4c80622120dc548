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
  /** What the answers count for; by default what is asked on such a scale. */
  measures: z
    .enum(['satisfaction', 'effort', 'nothing'], { error: 'satisfaction, effort or nothing' })
    .optional(),
  /** Which end is the good one: by default the high one. */
  better: z.enum(['high', 'low'], { error: 'high or low' }).optional(),
});

export type Rating = z.infer<typeof rating>;

/** How far the ratings of a measure go: satisfaction is the share of 4 and 5 out of 5, effort a mean from 1 to 7. */
export const measuredScales = { satisfaction: 5, effort: 7 } as const;

export type Measured = keyof typeof measuredScales;

/** What a rating counts for: what it says, else what its scale is commonly used for; null for nothing. */
export function measuredBy({ max, measures }: Pick<Rating, 'max' | 'measures'>): Measured | null {
  if (measures === 'nothing') return null;
  if (measures) return measures;
  return max === measuredScales.satisfaction
    ? 'satisfaction'
    : max === measuredScales.effort
      ? 'effort'
      : null;
}

/** An answer as if the high end were the good one: what scores are made of. */
export function towardsGood({ max, better }: Pick<Rating, 'max' | 'better'>, answer: number): number {
  return better === 'low' ? max + 1 - answer : answer;
}
