import { z } from 'zod';
import { key, mapping, text, wholeNumber } from './fields.ts';

const expected = 'a list of up to 10 topics, each with key and name';

/** Experienced partners help new ones: with what, how many at a time, for how long. */
export const mentoring = mapping('mentoring with topics, perMentor and weeks', {
  /** As many as a form shows at once. */
  topics: z
    .array(
      mapping('a topic with key and name', {
        key,
        name: text('the topic such as "First customers"', 75),
      }),
      { error: expected },
    )
    .min(1, { error: expected })
    .max(10, { error: expected })
    .readonly(),
  /** No partner helps more than this many others at a time. */
  perMentor: wholeNumber('a number of partners between 1 and 20', 1, 20).default(2),
  /** After this long a mentoring ends by itself. */
  weeks: wholeNumber('a number of weeks between 1 and 52', 1, 52).default(12),
});
export type MentoringTerms = z.output<typeof mentoring>;
