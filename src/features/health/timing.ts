import { addWorkingDays } from '../../core/business-time.ts';
import { addDays, instantOf, localDateOf } from '../../core/calendar.ts';

/** Early in the working day, so that a digest of the same morning knows of it. */
const checkMinute = 8 * 60;

/** Eight in the morning of the next working day by the programme's clocks. */
export function nextCheck(after: Date, zone: string, holidays: readonly string[]): Date {
  const today = localDateOf(after, zone);
  const candidate = instantOf(addWorkingDays(today, 0, holidays), checkMinute, zone);
  return candidate > after
    ? candidate
    : instantOf(addWorkingDays(addDays(today, 1), 0, holidays), checkMinute, zone);
}
