import { z } from 'zod';
import { eventReference } from '../events.ts';
import { mapping, wholeNumber } from '../fields.ts';
import { suggestion } from './signal.ts';

const days = 'a number of days between 1 and 730';

/** The partner is not active yet so many days after kickoff. */
export const activationOverdue = mapping('a signal with kind, event, days and suggest', {
  kind: z.literal('activation_overdue'),
  /** What makes a partner active. */
  event: eventReference,
  days: wholeNumber(days, 1, 730),
  /** Serious after so many days. */
  serious: wholeNumber(days, 1, 730).optional(),
  ...suggestion,
});
