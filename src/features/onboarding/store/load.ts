import { type LocalDate, localDateOf, localDateOfUtc } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type {
  Journey,
  JourneyGate,
  JourneyStep,
  Partner,
  Person,
  Prisma,
} from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPartners, loadPeople, ownWorkspace } from '../../partners/public.ts';
import {
  findStep,
  type Gate,
  type Graded,
  loadPlaybooks,
  type Playbook,
  type Step,
  withOwnResources,
} from '../../playbook/public.ts';
import type { GateFacts, GateStatus, StepFacts, StepStatus } from '../rules/progress.ts';

/** A step of a run: what the playbook says of it and how it stands. */
export interface RunStep extends StepFacts {
  readonly title: string;
  readonly isOpen: boolean;
  readonly step: Step;
  readonly gate: Gate;
  readonly row: JourneyStep;
}

export interface RunGate extends GateFacts {
  readonly gate: Gate;
  readonly row: JourneyGate;
}

/** One partner's run of its playbook, with everything that is shown of it. */
export interface Run {
  readonly journey: Journey;
  readonly partner: Partner;
  readonly playbook: Playbook;
  /** In the order of the playbook. */
  readonly steps: readonly RunStep[];
  readonly gates: readonly RunGate[];
  /** Person by seat. */
  readonly seats: ReadonlyMap<string, string>;
  /** Everybody who has to do with it, by id. */
  readonly people: ReadonlyMap<string, Person>;
  /** The day it is where the partner is. */
  readonly today: LocalDate;
  readonly holidays: readonly string[];
  readonly vendorName: string;
}

/** Which runs: any of these, all conditions together. */
export interface RunFilter {
  readonly journeyIds?: readonly string[];
  readonly partnerIds?: readonly string[];
  /** Running ones of partners that have not left. */
  readonly status?: 'running';
  /** In which this person owns or reviews a step, or sits on a seat. */
  readonly personId?: string;
}

/** Runs in the order they began, in a number of queries that does not depend on how many there are. */
export async function loadRuns(work: Work, { personId, ...filter }: RunFilter): Promise<Run[]> {
  const { workspaceId } = work;
  if (personId !== undefined) {
    // Found first: in one statement Postgres would draw up the steps of every run before it looks who is in it.
    const involved = await work.tx.journey.findMany({
      where: { workspaceId, OR: involves(personId) },
      select: { id: true },
    });
    const ids = involved.map(({ id }) => id).filter((id) => filter.journeyIds?.includes(id) ?? true);
    return loadRuns(work, { ...filter, journeyIds: ids });
  }
  const journeys = await work.tx.journey.findMany({
    where: {
      workspaceId,
      ...(filter.journeyIds && { id: { in: [...filter.journeyIds] } }),
      ...(filter.partnerIds && { partnerId: { in: [...filter.partnerIds] } }),
      ...(filter.status && { status: filter.status }),
    },
    include: {
      steps: { orderBy: { position: 'asc' } },
      gates: { orderBy: { position: 'asc' } },
      seats: true,
    },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  });
  if (journeys.length === 0) return [];
  const partners = await loadPartners(
    work,
    journeys.map((journey) => journey.partnerId),
  );
  const people = await loadPeople(work, [
    ...[...partners.values()].map((partner) => partner.managerPersonId),
    ...journeys.flatMap((journey) => [
      ...journey.seats.map((seat) => seat.personId),
      ...journey.steps.flatMap(peopleOf),
      ...journey.gates.map((gate) => gate.decidedById),
    ]),
  ]);
  const { name: vendorName, holidays } = await ownWorkspace(work);
  const playbooks = await loadPlaybooks(
    work,
    journeys.map((journey) => journey.playbookVersionId),
  );
  return journeys.flatMap(({ steps, gates, seats, ...journey }) => {
    const partner = partners.get(journey.partnerId);
    const playbook = playbooks.get(journey.playbookVersionId);
    if (!partner || !playbook || (filter.status && partner.endedAt)) return [];
    return [
      {
        journey,
        partner,
        playbook,
        steps: runSteps(steps, playbook, partner),
        gates: runGates(gates, playbook),
        seats: new Map(seats.map((seat) => [seat.seat, seat.personId])),
        people,
        today: localDateOf(work.now, partner.timeZone),
        holidays,
        vendorName,
      },
    ];
  });
}

/** Whoever has to do with a step. */
const peopleOf = (step: JourneyStep) => [
  step.ownerPersonId,
  step.reviewerPersonId,
  step.submittedById,
  step.completedById,
];

/** A run after one of its steps was changed. */
export async function withStep(work: Work, run: Run, changed: JourneyStep): Promise<Run> {
  const rows = run.steps.map(({ row }) => (row.id === changed.id ? changed : row));
  const people = new Map([...run.people, ...(await loadPeople(work, peopleOf(changed)))]);
  return { ...run, steps: runSteps(rows, run.playbook, run.partner), people };
}

function involves(personId: string): Prisma.JourneyWhereInput[] {
  return [
    { seats: { some: { personId } } },
    { steps: { some: { OR: [{ ownerPersonId: personId }, { reviewerPersonId: personId }] } } },
  ];
}

function runSteps(rows: readonly JourneyStep[], playbook: Playbook, partner: Graded): RunStep[] {
  const keys = new Set(rows.map((row) => row.key));
  return rows.flatMap((row) => {
    const found = findStep(playbook, row.key);
    if (!found) return [];
    // A step added after its gate was passed stands in the one that was current then.
    const gate = playbook.gates.find(({ key }) => key === row.gateKey) ?? found.gate;
    const step = withOwnResources(found.step, partner);
    return [
      {
        key: row.key,
        title: step.title,
        gateKey: row.gateKey,
        status: row.status as StepStatus,
        isOpen: row.status !== 'done',
        isBlocked: row.blockedAt !== null,
        after: step.after.filter((key) => keys.has(key)),
        dueOn: row.dueOn && localDateOfUtc(row.dueOn),
        step,
        gate,
        row,
      },
    ];
  });
}

function runGates(rows: readonly JourneyGate[], playbook: Playbook): RunGate[] {
  return rows.flatMap((row) => {
    const gate = playbook.gates.find((each) => each.key === row.key);
    return gate ? [{ key: row.key, status: row.status as GateStatus, gate, row }] : [];
  });
}

/** A partner's run: the running one, else the last. */
async function findRun(work: Work, partnerId: string): Promise<Run | null> {
  const runs = await loadRuns(work, { partnerIds: [partnerId] });
  return runs.findLast(({ journey }) => journey.status === 'running') ?? runs.at(-1) ?? null;
}

/** As findRun; refuses when the partner's onboarding never began. */
export async function runOf(work: Work, partner: Partner): Promise<Run> {
  const run = await findRun(work, partner.id);
  if (run) return run;
  throw new Refusal(
    'not_found',
    `${partner.name}’s onboarding hasn’t started yet. A partner manager starts it with \`/partner start\` in its channel.`,
  );
}

/** The run by its id; refuses when it is gone. */
export async function loadRun(work: Work, journeyId: string): Promise<Run> {
  const [run] = isId(journeyId) ? await loadRuns(work, { journeyIds: [journeyId] }) : [];
  if (run) return run;
  throw new Refusal(
    'stale',
    'I can’t find that onboarding any more. Ask for `status` to see where things stand.',
  );
}

/** A step by its row's id, with its run; refuses when it is gone. */
export async function loadStep(work: Work, stepId: string): Promise<{ run: Run; step: RunStep }> {
  const { workspaceId } = work;
  const row = isId(stepId)
    ? await work.tx.journeyStep.findUnique({
        where: { id: stepId, workspaceId },
        select: { journeyId: true },
      })
    : null;
  return stepOf(work, row?.journeyId, stepId);
}

async function stepOf(
  work: Work,
  journeyId: string | undefined,
  stepId: string,
): Promise<{ run: Run; step: RunStep }> {
  const [run] = journeyId === undefined ? [] : await loadRuns(work, { journeyIds: [journeyId] });
  const step = run?.steps.find((each) => each.row.id === stepId);
  if (run && step) return { run, step };
  throw new Refusal('stale', 'I can’t find that step any more. Ask for `steps` to see what is open.');
}

/** Whether a client's value can be an id at all; Postgres refuses to compare anything else with one. */
function isId(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/**
 * As loadStep, for a change: changes to one journey take turns until this transaction ends, because whether a gate
 * can be decided depends on all of its steps.
 */
export async function lockStep(work: Work, stepId: string): Promise<{ run: Run; step: RunStep }> {
  const { workspaceId } = work;
  const [locked] = isId(stepId)
    ? await work.tx.$queryRaw<{ id: string }[]>`
        SELECT "id"::text FROM "Journey" WHERE "workspaceId" = ${workspaceId}::uuid AND "id" = (
          SELECT "journeyId" FROM "JourneyStep" WHERE "id" = ${stepId}::uuid AND "workspaceId" = ${workspaceId}::uuid
        ) FOR UPDATE`
    : [];
  return stepOf(work, locked?.id, stepId);
}

/** As runOf, for a change. */
export async function lockRunOf(work: Work, partner: Partner): Promise<Run> {
  await work.tx.$queryRaw`
    SELECT "id" FROM "Journey" WHERE "workspaceId" = ${work.workspaceId}::uuid AND "partnerId" = ${partner.id}::uuid FOR UPDATE`;
  return runOf(work, partner);
}

/** As loadRun, for a change. */
export async function lockRun(work: Work, journeyId: string): Promise<Run> {
  if (isId(journeyId))
    await work.tx.$queryRaw`
      SELECT "id" FROM "Journey" WHERE "id" = ${journeyId}::uuid AND "workspaceId" = ${work.workspaceId}::uuid FOR UPDATE`;
  return loadRun(work, journeyId);
}
