import { defaultWorkingHours, type WorkingHours } from '../../../core/business-time.ts';
import type { Weekday } from '../../../core/calendar.ts';
import type { SlaTerms } from '../../../core/sla-clock.ts';
import { weekdayNames } from '../schema/fields.ts';
import type { Playbook } from '../schema/playbook.ts';
import type { Programme } from '../schema/programme.ts';
import type { Region } from '../schema/regions.ts';

/** What is answered within working hours that the playbook promises. */
export type Answered = 'lead' | 'registration' | 'handoff';

/** The programme's working hours, read on the clock of whoever they are for; the usual ones without a playbook. */
export function workingHoursOf(playbook: Playbook | null): WorkingHours {
  return playbook ? hoursOf(playbook.programme.workingHours) : defaultWorkingHours;
}

/**
 * The terms of a clock, in the hours and holidays of a region, or of the programme where it is null; null where the
 * playbook promises nothing.
 */
export function responseTerms(
  playbook: Playbook | null,
  what: Answered,
  programme: Pick<SlaTerms, 'timeZone' | 'holidays'>,
  region: Region | null,
): SlaTerms | null {
  const promised = playbook?.measures.responses;
  const within = promised?.[`${what}Hours`];
  if (!promised || within === undefined) return null;
  const open = (region ?? playbook.programme).workingHours;
  return {
    minutes: within * 60,
    dueSoonMinutes: promised.dueSoonHours * 60,
    hours: hoursOf(open),
    weekdays: open.days.map(numberOf),
    timeZone: region?.timeZone ?? programme.timeZone,
    holidays: region?.holidays.map(({ date }) => date) ?? programme.holidays,
  };
}

type Open = Programme['workingHours'];

function hoursOf({ from, to }: Open): WorkingHours {
  const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  return { startMinute: minute(from), endMinute: minute(to) };
}

/** As the calendar counts, Monday 1. */
function numberOf(day: Open['days'][number]): Weekday {
  return (weekdayNames.indexOf(day) + 1) as Weekday;
}
