import { z } from 'zod';
import { key, list, mapping, text } from './fields.ts';
import { seatReference } from './seats.ts';

/** Work that changes hands, and what the next one has to know. */
export const handoff = mapping('a handoff with key, title, about, from, to and requires', {
  key,
  title: text('the title of the handoff such as "Sales to support"', 75),
  about: z.enum(['lead', 'deal'], { error: 'what is handed over: lead or deal' }),
  from: seatReference('the seat that hands over such as partner.sales'),
  to: seatReference('the seat that takes over such as partner.support'),
  requires: list(
    'a list of what the next one has to know, each with key and prompt',
    mapping('something to know with key and prompt', {
      key,
      prompt: text('the question such as "What was promised?"', 150),
    }),
  ),
});
export type HandoffDefinition = z.output<typeof handoff>;
