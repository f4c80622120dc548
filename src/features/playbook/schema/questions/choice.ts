import { z } from 'zod';
import { mapping } from '../fields.ts';
import { asked, options } from './asked.ts';

/** One of several options. */
export const choice = mapping('a choice with key, text and options', {
  kind: z.literal('choice'),
  ...asked,
  options,
});
