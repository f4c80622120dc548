import { z } from 'zod';
import { mapping, wholeNumber } from '../fields.ts';
import { suggestion } from './signal.ts';

const days = 'a number of days between 1 and 730';

/** Nothing has happened to so many open deals for so many days. */
export const stalledDeals = mapping('a signal with kind, deals, days and suggest', {
  kind: z.literal('stalled_deals'),
  deals: wholeNumber('a number of deals between 1 and 100', 1, 100),
  days: wholeNumber(days, 1, 730),
  /** Serious once nothing has happened to as many for so many days. */
  serious: wholeNumber(days, 1, 730).optional(),
  ...suggestion,
});
