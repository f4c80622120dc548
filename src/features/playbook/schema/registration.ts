import { z } from 'zod';
import { mapping, wholeNumber } from './fields.ts';

/** Whether a registered deal has to be approved, and for how long its customer is then kept for the partner. */
export const registration = mapping(
  'registration with approval, protectionDays, renewalDays, mostRenewals and remindDaysBefore',
  {
    /** `conflicts`: only where somebody else may be in touch with the customer. */
    approval: z.enum(['always', 'conflicts'], { error: 'when approval is needed: always or conflicts' }),
    protectionDays: wholeNumber('a number of days between 1 and 730', 1, 730),
    renewalDays: wholeNumber('a number of days between 1 and 730', 1, 730),
    mostRenewals: wholeNumber('a number of renewals between 0 and 20', 0, 20),
    /** Days before the protection ends. */
    remindDaysBefore: wholeNumber('a number of days between 1 and 90', 1, 90),
  },
);
export type RegistrationTerms = z.output<typeof registration>;
