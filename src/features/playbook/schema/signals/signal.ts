import { mapping, text, workingDays } from '../fields.ts';
import { seatReference } from '../seats.ts';

/** Something to be done about a partner, that becomes an action item. */
export const task = mapping('a task with what, owner and within', {
  what: text('what to do', 300),
  owner: seatReference('the seat that does it such as vendor.manager'),
  /** Working days from the day it is planned. */
  within: workingDays('a number of working days such as 3'),
});

/** What every rule of a signal has besides its own limits. */
export const suggestion = {
  /** What the partner manager is offered to do about it. */
  suggest: task,
};
