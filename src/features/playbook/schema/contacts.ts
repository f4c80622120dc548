import type { z } from 'zod';
import { key, mapping, text } from './fields.ts';
import { seatReference } from './seats.ts';

/** Who to reach about what; the escalation of a blocked step goes to the seat of its topic. */
export const contact = mapping('a contact with topic, title, seat and description', {
  topic: key,
  title: text('the topic in words such as "Integration and API"', 75),
  seat: seatReference('the seat to reach such as vendor.support'),
  description: text('what to bring and how fast the answer comes', 300),
});
export type Contact = z.output<typeof contact>;
