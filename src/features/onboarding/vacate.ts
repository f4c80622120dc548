import type { Work } from '../../platform/work.ts';
import { afterChange, askForReview } from './announce.ts';
import { changeStep } from './store/change.ts';
import { loadRun, loadRuns, lockRun } from './store/load.ts';

/** What somebody who is gone leaves open in one partner's onboarding. */
export interface Vacated {
  readonly partnerId: string;
  /** The names of the seats that are empty now. */
  readonly seats: readonly string[];
  /** The titles of the steps that nobody owns now. */
  readonly steps: readonly string[];
}

/**
 * Takes a person off their seats and open steps wherever onboarding runs. What waits for their review goes to the
 * partner's manager, who is asked at once.
 */
export async function vacate(work: Work, personId: string): Promise<Vacated[]> {
  const vacated: Vacated[] = [];
  for (const { journey } of await loadRuns(work, { personId, status: 'running' })) {
    const run = await lockRun(work, journey.id);
    await work.tx.journeySeat.deleteMany({
      where: { workspaceId: work.workspaceId, journeyId: journey.id, personId },
    });
    const open = run.steps.filter((step) => step.isOpen);
    const owned = open.filter((step) => step.row.ownerPersonId === personId);
    const reviewed = open.filter((step) => step.row.reviewerPersonId === personId);
    for (const step of new Set([...owned, ...reviewed])) {
      await changeStep(work, run, step, {
        ...(owned.includes(step) && { ownerPersonId: null }),
        ...(reviewed.includes(step) && {
          reviewerPersonId: step.status === 'in_review' ? run.partner.managerPersonId : null,
        }),
      });
    }
    const next = await afterChange(work, await loadRun(work, journey.id));
    const waiting = reviewed.filter((step) => step.status === 'in_review').map((step) => step.key);
    for (const step of next.steps.filter(({ key }) => waiting.includes(key)))
      await askForReview(work, next, step);
    vacated.push({
      partnerId: run.partner.id,
      seats: run.playbook.seats.filter(({ key }) => run.seats.get(key) === personId).map(({ name }) => name),
      steps: owned.map((step) => step.title),
    });
  }
  return vacated;
}
