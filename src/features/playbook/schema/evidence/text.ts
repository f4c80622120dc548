import { z } from 'zod';
import { mapping, text as words } from '../fields.ts';

/** A few sentences. */
export const text = mapping('evidence with a prompt', {
  kind: z.literal('text'),
  prompt: words('what to hand in, as the form asks for it', 300),
});
