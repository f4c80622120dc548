import { z } from 'zod';
import { clockTime, date, key, list, mapping, optionalList, text, timeZone, weekday } from './fields.ts';

export const workingHours = mapping('working hours with days, from and to', {
  days: list('a list of days such as [monday, tuesday]', weekday),
  from: clockTime,
  to: clockTime,
});

export const holidays = optionalList(
  'a list of holidays, each with date and name',
  mapping('a holiday with date and name', { date, name: text('the name of the holiday', 75) }),
);

const executiveSummary = mapping(
  'a summary with overview, handoffs, revenueExpectations and marketingCommitments',
  {
    overview: text('a paragraph that says what the programme is for'),
    handoffs: list('a list of handoffs, each one sentence', text('one sentence', 300)),
    revenueExpectations: list('a list of expectations, each one sentence', text('one sentence', 300)),
    marketingCommitments: list('a list of commitments, each one sentence', text('one sentence', 300)),
  },
);

export const programme = mapping('the programme with key, name, timeZone and the rest', {
  key,
  name: text('the name of the programme', 75),
  timeZone,
  workingHours,
  holidays,
  currency: z
    .string({ error: 'a currency code such as EUR' })
    .regex(/^[A-Z]{3}$/, { error: 'a currency code such as EUR' }),
  objectives: list('a list of objectives, each one sentence', text('one sentence', 300)),
  executiveSummary,
});
export type Programme = z.output<typeof programme>;
