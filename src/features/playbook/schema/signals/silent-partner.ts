import { z } from 'zod';
import { mapping, wholeNumber } from '../fields.ts';
import { suggestion } from './signal.ts';

const days = 'a number of days between 1 and 365';

/** Nobody of the partner has written in the channel, or done anything in the programme, for so many days. */
export const silentPartner = mapping('a signal with kind, days and suggest', {
  kind: z.literal('silent_partner'),
  days: wholeNumber(days, 1, 365),
  /** Serious after so many days. */
  serious: wholeNumber(days, 1, 365).optional(),
  ...suggestion,
});
