import type { z } from 'zod';
import { list, mapping, wholeNumber, workingDays } from './fields.ts';
import { seatReference } from './seats.ts';

/** When the owner of a step hears of it, and when somebody else does. All in working days. */
export const reminders = mapping('reminders with daysBefore, overdueEvery, escalateAfter and escalateTo', {
  /** Working days before the due date. */
  daysBefore: list(
    'a list of working days such as [3, 1]',
    wholeNumber('a number of days between 0 and 30', 0, 30),
  ),
  overdueEvery: workingDays('a number of working days such as 2', 1),
  escalateAfter: workingDays('a number of working days such as 5', 1),
  escalateTo: seatReference('the seat that is told such as vendor.manager'),
});
export type Reminders = z.output<typeof reminders>;
