import { z } from 'zod';
import { key, mapping, optionalList, text } from './fields.ts';

/** What is kept of a deal between registering and closing. */
export const deals = mapping('deals with stages and roles', {
  /** The steps of an open deal, in their order. */
  stages: optionalList(
    'a list of stages, each with key and name',
    mapping('a stage with key and name', { key, name: text('the name of the stage such as "Proposal"', 75) }),
  ),
  /** Who does what when both sides sell together; one person each. */
  roles: optionalList(
    'a list of roles, each with key, name and side',
    mapping('a role with key, name and side', {
      key,
      name: text('the name of the role such as "Solution design"', 75),
      side: z.enum(['vendor', 'partner'], { error: 'whose people take it: vendor or partner' }),
    }),
  ),
});
export type DealTerms = z.output<typeof deals>;
