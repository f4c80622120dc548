import { addWorkingDays } from '../../../core/business-time.ts';
import type { LocalDate } from '../../../core/calendar.ts';
import type { PlacedStep, Playbook, SeatKey } from '../../playbook/public.ts';

/** The day a step is due: working days after kickoff, past weekends and holidays. */
export function dueDay(kickoffOn: LocalDate, workingDays: number, holidays: readonly string[]): LocalDate {
  return addWorkingDays(kickoffOn, workingDays, holidays);
}

/** The seats somebody has to fill for these steps: owners, reviewers, those who decide gates, and the one who is told of what is late. */
export function seatsNeeded(playbook: Playbook, steps: readonly PlacedStep[]): ReadonlySet<SeatKey> {
  return new Set([
    ...steps.flatMap(({ step }) => (step.review ? [step.owner, step.review] : [step.owner])),
    ...playbook.gates.map((gate) => gate.decidedBy),
    playbook.reminders.escalateTo,
  ]);
}
