import { z } from 'zod';
import { mapping, text as words } from '../fields.ts';

/** A file uploaded to the channel, or shared with the bot. */
export const file = mapping('evidence with a prompt', {
  kind: z.literal('file'),
  prompt: words('what to hand in, as the form asks for it', 300),
});
