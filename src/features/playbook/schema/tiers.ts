import type { z } from 'zod';
import { key, mapping, text } from './fields.ts';

/** How much a partner and the vendor invest in each other. What a tier is measured by stands with the metrics. */
export const tier = mapping('a tier with key, name and description', {
  key,
  name: text('the name of the tier such as "Gold"', 75),
  description: text('which partners belong here and what they get', 300),
});
export type Tier = z.output<typeof tier>;
