import { z } from 'zod';
import { mapping, wholeNumber, workingDays } from '../fields.ts';
import { suggestion } from './signal.ts';

/** So many open steps are each late by so many working days. */
export const lateSteps = mapping('a signal with kind, steps, days and suggest', {
  kind: z.literal('late_steps'),
  steps: wholeNumber('a number of steps between 1 and 50', 1, 50),
  /** Working days after the due date. */
  days: workingDays('a number of working days such as 3'),
  /** Serious once as many steps are late by so many working days. */
  serious: workingDays('a number of working days such as 10').optional(),
  ...suggestion,
});
