import { defaultWorkingHours, type WorkingHours } from '../../core/business-time.ts';
import type { Playbook } from '../playbook/public.ts';

/** The programme's working hours, read on each person's own clock. */
export function workingHoursOf(playbook: Playbook | null): WorkingHours {
  if (!playbook) return defaultWorkingHours;
  const { from, to } = playbook.programme.workingHours;
  return { startMinute: minuteOf(from), endMinute: minuteOf(to) };
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

/** Local time at which lateness is looked at again and the checklist redrawn. */
export const dailyMinute = 8 * 60;
