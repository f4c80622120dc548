import { z } from 'zod';
import { mapping } from '../fields.ts';
import { asked } from './asked.ts';

/** How likely a recommendation is, 0 to 10: 9 and 10 promote, 0 to 6 detract. */
export const nps = mapping('a recommendation question with key and text', {
  kind: z.literal('nps'),
  ...asked,
});
