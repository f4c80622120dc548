import { z } from 'zod';
import { key, list, mapping, optionalList, text, wholeNumber } from './fields.ts';

const named = (what: string) =>
  optionalList(
    `a list of ${what}, each with key and name`,
    mapping(`an entry of ${what} with key and name`, { key, name: text('the name people choose', 75) }),
  );

/** Who of the vendor's people gets a lead: what people choose from, what has to fit, and who of those comes first. */
export const routing = mapping(
  'routing with territories, segments, capabilities, match, prefer and mostOpen',
  {
    territories: named('territories'),
    segments: named('segments'),
    capabilities: named('capabilities'),
    /** What a lead says of itself has to be among what the person takes. */
    match: optionalList(
      'a list of territory, segment or capability',
      z.enum(['territory', 'segment', 'capability'], { error: 'territory, segment or capability' }),
    ),
    /** `load`: fewest open leads first; `turn`: whoever has waited longest for one. */
    prefer: list('a list of load or turn', z.enum(['load', 'turn'], { error: 'load or turn' })),
    /** Nobody gets more than this many at a time. */
    mostOpen: wholeNumber('a number of open leads between 1 and 500', 1, 500),
  },
);
export type RoutingRules = z.output<typeof routing>;
