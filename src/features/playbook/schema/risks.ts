import { z } from 'zod';
import { key, mapping, text, wholeNumber } from './fields.ts';
import { seatReference } from './seats.ts';

const level = wholeNumber('a number between 1 and 5', 1, 5);
const rating = mapping('a rating with likelihood and impact', { likelihood: level, impact: level });

/** What may go wrong with partners, how likely and how bad it is, before and after what is done about it. Internal. */
export const risk = mapping('a risk with key, title, owner, mitigation, inherent and residual', {
  key,
  title: text('the title of the risk such as "Customer data leave the region"', 75),
  owner: seatReference('the seat that watches it such as vendor.manager'),
  mitigation: text('what is done about it'),
  inherent: rating,
  residual: rating,
  /** The residual rating of a partner by name, where it is another. */
  partners: z
    .record(z.string(), rating, { error: 'a mapping of partners’ names to ratings' })
    .readonly()
    .optional(),
});
export type Risk = z.output<typeof risk>;
