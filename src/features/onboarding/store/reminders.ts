import { workingDaysBetween } from '../../../core/business-time.ts';
import { type LocalDate, localDateOf, localDateOfUtc } from '../../../core/calendar.ts';
import type { Person } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { isReminderDay, type Standing, standingOf } from '../rules/digest.ts';
import { waitOf } from '../rules/progress.ts';
import { loadRuns, type Run, type RunGate, type RunStep } from './load.ts';

export interface DigestStep {
  readonly run: Run;
  readonly step: RunStep;
  readonly standing: Standing;
}

/** What one person hears of on one day, across partners. */
export interface Digest {
  readonly steps: readonly DigestStep[];
  readonly reviews: readonly { readonly run: Run; readonly step: RunStep }[];
  readonly gates: readonly { readonly run: Run; readonly gate: RunGate }[];
  /** Whether there is a reason to write today. */
  readonly isDue: boolean;
  /** Whether the person has anything to do at all, now or later. */
  readonly isBusy: boolean;
  readonly today: LocalDate;
}

/** Puts together what a person has to do, on the day it is where they are. */
export async function loadDigest(work: Work, person: Person): Promise<Digest> {
  const today = localDateOf(work.now, person.timeZone);
  const runs = await loadRuns(work, { status: 'running', personId: person.id });
  const steps: DigestStep[] = [];
  let isBusy = false;
  let isDue = false;
  for (const run of runs) {
    const { reminders } = run.playbook;
    for (const step of run.steps) {
      if (step.status !== 'open' || step.row.ownerPersonId !== person.id) continue;
      isBusy = true;
      if (step.isBlocked || waitOf(step, run.steps, run.gates)) continue;
      const owned = {
        dueOn: step.dueOn,
        snoozedUntil: step.row.snoozedUntil && localDateOfUtc(step.row.snoozedUntil),
      };
      const standing = standingOf(owned, reminders, today, run.holidays);
      if (standing === null) continue;
      steps.push({ run, step, standing });
      if (isReminderDay(owned, reminders, today, run.holidays)) isDue = true;
    }
  }
  const reviews = runs.flatMap((run) =>
    run.steps
      .filter((step) => step.status === 'in_review' && step.row.reviewerPersonId === person.id)
      .map((step) => ({ run, step })),
  );
  const gates = runs.flatMap((run) =>
    run.gates
      .filter((gate) => gate.status === 'ready' && run.seats.get(gate.gate.decidedBy) === person.id)
      .map((gate) => ({ run, gate })),
  );
  // A decision that others wait for is asked for at once; here again once it has waited a working day, and every few days.
  const waited = (run: Run, since: Date | null) => {
    if (since === null) return false;
    const days = workingDaysBetween(localDateOf(since, person.timeZone), today, run.holidays);
    return days > 0 && (days - 1) % run.playbook.reminders.overdueEvery === 0;
  };
  if (reviews.some(({ run, step }) => waited(run, step.row.submittedAt))) isDue = true;
  if (gates.some(({ run, gate }) => waited(run, gate.row.readyAt))) isDue = true;
  if (reviews.length > 0 || gates.length > 0) isBusy = true;
  steps.sort((a, b) => (a.step.dueOn ?? '').localeCompare(b.step.dueOn ?? ''));
  return { steps, reviews, gates, isDue, isBusy, today };
}
