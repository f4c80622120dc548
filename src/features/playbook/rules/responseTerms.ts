import { defaultWorkingHours, type WorkingHours } from '../../../core/business-time.ts';
import type { SlaTerms } from '../../../core/sla-clock.ts';
import type { Playbook } from '../schema/playbook.ts';

/** What is answered within working hours that the playbook promises. */
export type Answered = 'lead' | 'registration' | 'handoff';

/** The programme's working hours, read on the clock of whoever they are for; the usual ones without a playbook. */
export function workingHoursOf(playbook: Playbook | null): WorkingHours {
  if (!playbook) return defaultWorkingHours;
  const { from, to } = playbook.programme.workingHours;
  const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  return { startMinute: minute(from), endMinute: minute(to) };
}

/** The terms of a clock, by the programme's hours; null where the playbook promises nothing. */
export function responseTerms(
  playbook: Playbook | null,
  what: Answered,
  { timeZone, holidays }: Pick<SlaTerms, 'timeZone' | 'holidays'>,
): SlaTerms | null {
  const promised = playbook?.measures.responses;
  const within = promised?.[`${what}Hours`];
  if (!promised || within === undefined) return null;
  return {
    minutes: within * 60,
    dueSoonMinutes: promised.dueSoonHours * 60,
    ...{ hours: workingHoursOf(playbook), timeZone, holidays },
  };
}
