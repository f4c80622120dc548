import type { z } from 'zod';
import { factEvent } from './events.ts';
import { mapping, target, wholeNumber } from './fields.ts';
import { metricKey } from './metrics.ts';

/**
 * Something that is so of a partner, or is not yet: a milestone (`event`, and by how many days after kickoff), or a
 * number that is surely on one side of a limit. Which keys go together is checked in references.ts.
 */
export const factCondition = mapping(
  'a condition with event and within, or with metric, atLeast or atMost, and minimum',
  {
    event: factEvent.optional(),
    /** Days after kickoff. Left out: whenever. */
    within: wholeNumber('a number of days between 1 and 730', 1, 730).optional(),
    metric: metricKey.optional(),
    atLeast: target.optional(),
    atMost: target.optional(),
    /** The fewest observations it is judged from, where that is more than the number’s own. */
    minimum: wholeNumber('a number of observations between 1 and 1000', 1, 1000).optional(),
  },
);
export type FactCondition = z.output<typeof factCondition>;
