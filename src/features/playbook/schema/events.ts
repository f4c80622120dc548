import { z } from 'zod';

const phrase =
  'an event: first_deal, onboarding, or a part of this file such as step:go-live, gate:live or milestone:first-win';

/** As an event, and also that a deal is registered: a step can wait for it, though nothing is measured by it. */
export const factEvent = z
  .string({ error: `${phrase}, or deal_registered` })
  .regex(/^(deal_registered|first_deal|onboarding|(step|gate|milestone):[a-z][a-z0-9-]{0,59})$/, {
    error: `${phrase}, or deal_registered`,
  });

/**
 * Something that happens to a partner once: its first won deal, the end of onboarding, a step done, a gate passed, a
 * milestone reached. That there is such a part is checked in references.ts.
 */
export const eventReference = z
  .string({ error: phrase })
  .regex(/^(first_deal|onboarding|(step|gate|milestone):[a-z][a-z0-9-]{0,59})$/, { error: phrase });
