import type { z } from 'zod';
import { factCondition } from './conditions.ts';
import { key, mapping, optionalList, text } from './fields.ts';
import { condition } from './segments.ts';

/** How much a partner and the vendor invest in each other. What a tier is measured by stands with the metrics. */
export const tier = mapping('a tier with key, name and description', {
  key,
  name: text('the name of the tier such as "Gold"', 75),
  description: text('which partners belong here and what they get', 300),
  /** When the manager is proposed to put a partner here. Left out: never. All of it has to be so. */
  criteria: mapping('criteria with for and when', {
    for: condition,
    when: optionalList('a list of conditions', factCondition),
  }).optional(),
});
export type Tier = z.output<typeof tier>;
