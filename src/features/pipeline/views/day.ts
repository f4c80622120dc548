import { formatLocalDate, localDateOf } from '../../../core/calendar.ts';

/** How days are told to whoever reads: in the programme's zone, with the year when it is not this one. */
export interface Calendar {
  readonly timeZone: string;
  readonly now: Date;
}

export function dayOf(instant: Date, { timeZone, now }: Calendar): string {
  return formatLocalDate(localDateOf(instant, timeZone), localDateOf(now, timeZone));
}
