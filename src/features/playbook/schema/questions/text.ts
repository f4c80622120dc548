import { z } from 'zod';
import { mapping } from '../fields.ts';
import { asked } from './asked.ts';

/** An answer in the person's own words. */
export const text = mapping('a text question with key and text', {
  kind: z.literal('text'),
  ...asked,
});
