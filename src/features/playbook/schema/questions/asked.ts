import { z } from 'zod';
import { key, mapping, text } from '../fields.ts';

/** What every question has. */
export const asked = {
  key,
  text: text('the question', 300),
  required: z.boolean({ error: 'true or false' }).default(true),
} as const;

/** What a choice is made from: as many as Slack shows in one list of radio buttons or checkboxes. */
export const options = z
  .array(mapping('an option with key and text', { key, text: text('the option in words', 75) }), {
    error: 'a list of options, each with key and text',
  })
  .min(2, { error: 'at least two options' })
  .max(10, { error: 'at most ten options' })
  .readonly();
