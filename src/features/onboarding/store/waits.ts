import { type LocalDate, localDateOf, localDateOfUtc } from '../../../core/calendar.ts';
import type { Work } from '../../../platform/work.ts';
import { type StepWait, stepWaits } from '../rules/step-waits.ts';
import { loadRuns } from './load.ts';

/** One partner's journey, as far as where it waited is concerned. */
export interface JourneyWaits {
  readonly partnerId: string;
  /** The version it began with and keeps. */
  readonly playbookVersionId: string;
  readonly kickoffOn: LocalDate;
  readonly completedOn: LocalDate | null;
  /** The day the partner left: nothing waits any more. */
  readonly leftOn: LocalDate | null;
  readonly steps: readonly (StepWait & {
    readonly title: string;
    readonly gateName: string;
    readonly isBlocked: boolean;
  })[];
}

/** Where the journeys of these partners waited, and for how long; in a number of queries that does not depend on how many there are. */
export async function journeyWaits(
  work: Work,
  partnerIds: readonly string[],
): Promise<readonly JourneyWaits[]> {
  const runs = await loadRuns(work, { partnerIds });
  return runs.map((run) => {
    const zone = run.partner.timeZone;
    const day = (instant: Date | null) => instant && localDateOf(instant, zone);
    const kickoffOn = localDateOfUtc(run.journey.kickoffOn);
    const leftOn = day(run.partner.endedAt);
    const inTime = (date: LocalDate | null) => (date && leftOn && date > leftOn ? null : date);
    const waits = stepWaits({
      kickoffOn,
      today: leftOn ?? run.today,
      gates: run.gates.map(({ key, status, row }) => ({
        key,
        passedOn: status === 'passed' ? day(row.decidedAt) : null,
      })),
      steps: run.steps.map(({ key, gateKey, after, status, row }) => ({
        key,
        gateKey,
        after,
        doneOn: status === 'done' ? inTime(day(row.completedAt)) : null,
      })),
    });
    const stepOf = new Map(run.steps.map((step) => [step.key, step]));
    return {
      partnerId: run.partner.id,
      playbookVersionId: run.journey.playbookVersionId,
      kickoffOn,
      completedOn: day(run.journey.completedAt),
      leftOn,
      steps: waits.flatMap((wait) => {
        const step = stepOf.get(wait.key);
        if (!step) return [];
        const isBlocked = step.isBlocked && !wait.isDone;
        return [{ ...wait, title: step.title, gateName: step.gate.name, isBlocked }];
      }),
    };
  });
}
