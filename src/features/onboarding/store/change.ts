import { Refusal } from '../../../core/refusal.ts';
import type { Prisma } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { type Run, type RunGate, type RunStep, withStep } from './load.ts';

/**
 * Changes a step as it was loaded, and answers the run as it is then: if somebody changed the step in between nothing
 * happens, and the person is told to look again.
 */
export async function changeStep(
  work: Work,
  run: Run,
  step: RunStep,
  data: Prisma.JourneyStepUpdateManyMutationInput,
): Promise<Run> {
  const [changed] = await work.tx.journeyStep.updateManyAndReturn({
    where: { id: step.row.id, workspaceId: work.workspaceId, version: step.row.version },
    data: { ...data, version: { increment: 1 } },
  });
  if (changed) return withStep(work, run, changed);
  throw new Refusal(
    'conflict',
    `Somebody changed “${step.title}” in this very moment. Look at it again, then decide.`,
  );
}

/** Changes a gate as it was loaded. */
export async function changeGate(
  work: Work,
  gate: RunGate,
  data: Prisma.JourneyGateUpdateManyMutationInput,
): Promise<void> {
  const { count } = await work.tx.journeyGate.updateMany({
    where: { id: gate.row.id, workspaceId: work.workspaceId, status: gate.status },
    data,
  });
  if (count === 0)
    throw new Refusal(
      'conflict',
      `Somebody decided “${gate.gate.name}” in this very moment. Nothing was changed.`,
    );
}
