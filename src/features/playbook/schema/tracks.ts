import type { z } from 'zod';
import { key, mapping, text } from './fields.ts';

/** A role-based path through the steps: sales, technical, support. */
export const track = mapping('a track with key, name and outcome', {
  key,
  name: text('the name of the track such as "Sales"', 75),
  outcome: text('what people on this track can do at the end', 300),
});
export type Track = z.output<typeof track>;
