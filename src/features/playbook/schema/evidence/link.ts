import { z } from 'zod';
import { mapping, text as words } from '../fields.ts';

/** A web address. */
export const link = mapping('evidence with a prompt', {
  kind: z.literal('link'),
  prompt: words('what to hand in, as the form asks for it', 300),
});
