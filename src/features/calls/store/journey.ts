import { type LocalDate, localDateOfUtc } from '../../../core/calendar.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPlaybook } from '../../playbook/public.ts';

export interface OpenStep {
  readonly id: string;
  readonly title: string;
  readonly ownerPersonId: string | null;
  readonly dueOn: LocalDate | null;
  readonly status: string;
}

/** What is open in a partner's running journey. */
export async function openSteps(work: Work, partnerId: string): Promise<OpenStep[]> {
  const journey = await work.tx.journey.findFirst({
    where: { workspaceId: work.workspaceId, partnerId, status: 'running' },
    orderBy: { startedAt: 'desc' },
    include: { steps: { where: { status: { notIn: ['done', 'waiting'] } }, orderBy: { position: 'asc' } } },
  });
  if (!journey) return [];
  const playbook = await loadPlaybook(work, journey.playbookVersionId);
  const titles = new Map(playbook.gates.flatMap((gate) => gate.steps).map((step) => [step.key, step.title]));
  return journey.steps.map((step) => ({
    id: step.id,
    title: titles.get(step.key) ?? step.key,
    ownerPersonId: step.ownerPersonId,
    dueOn: step.dueOn && localDateOfUtc(step.dueOn),
    status: step.blockedAt === null ? step.status : 'blocked',
  }));
}

/** Who holds which seat, by partner. */
export async function seatHolders(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const journeys = await work.tx.journey.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] }, status: 'running' },
    orderBy: { startedAt: 'asc' },
    include: { seats: true },
  });
  return new Map(
    journeys.map((journey) => [
      journey.partnerId,
      new Map(journey.seats.map(({ seat, personId }) => [seat, personId])),
    ]),
  );
}
