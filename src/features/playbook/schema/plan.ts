import { z } from 'zod';
import { key, list, mapping, optionalList, target, text } from './fields.ts';
import { metricKey } from './metrics.ts';

const section = mapping('a section with key, title, filledBy, shownTo and questions', {
  key,
  title: text('the title of the section such as "Where we win"', 75),
  /** Whose people fill it in. */
  filledBy: z.enum(['vendor', 'partner', 'both'], { error: 'who fills it in: vendor, partner or both' }),
  /** `vendor`: notes that the partner never sees. */
  shownTo: z.enum(['both', 'vendor'], { error: 'who sees it: both or vendor' }),
  questions: list(
    'a list of questions, each with key and prompt',
    mapping('a question with key and prompt', {
      key,
      prompt: text('the question such as "Which accounts come first?"', 150),
      /** Until all that is required is filled in, nobody can agree. */
      required: z.boolean({ error: 'true or false' }).default(true),
    }),
  ),
});

const goal = mapping('a goal with key, title, metric and target', {
  key,
  title: text('the title of the goal such as "Deals we win together"', 75),
  metric: metricKey,
  /** What is proposed for a quarter; both sides change it until they agree. */
  target,
});

/** What both sides write down for a quarter, agree on, and compare with what happened. */
export const plan = mapping('a plan with title, sections and goals', {
  title: text('the title of the plan', 75),
  /** Calls at which the goals are compared with what happened. */
  reviewedAt: optionalList(
    'a list of calls such as [business-review]',
    z.string({ error: 'the key of a call' }),
  ),
  sections: list('a list of sections', section),
  goals: optionalList('a list of goals', goal),
  /** Left out: nobody is asked what they put in. */
  contributions: mapping('contributions with an optional hint', {
    /** Shown to both sides where contributions are made: what the vendor matches, and up to how much. */
    hint: text(
      'a rule in words such as "We match what you spend on joint marketing, up to 5,000 EUR"',
      300,
    ).optional(),
  }).optional(),
});
export type PlanTemplate = z.output<typeof plan>;
