import { z } from 'zod';
import { key, list, mapping, text, timeZone } from './fields.ts';
import { holidays, workingHours } from './programme.ts';

/** Territories that keep their own hours, and none of the programme’s. */
export const region = mapping('a region with key, name, territories, timeZone, workingHours and holidays', {
  key,
  name: text('the name of the region such as "Nordics"', 75),
  /** Those of the routing, each in one region alone: checked in region-faults.ts. */
  territories: list(
    'a list of territories of the routing',
    z.string({ error: 'the key of a territory under routing' }),
  ),
  timeZone,
  workingHours,
  holidays,
});
export type Region = z.output<typeof region>;
