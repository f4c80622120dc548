import { z } from 'zod';
import { mapping } from '../fields.ts';
import { asked, options } from './asked.ts';

/** Any number of several options. */
export const multiple = mapping('a multiple choice with key, text and options', {
  kind: z.literal('multiple'),
  ...asked,
  options,
});
