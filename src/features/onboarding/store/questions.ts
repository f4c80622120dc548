import { type LocalDate, localDateOf, localDateOfUtc, utcMidnightOf } from '../../../core/calendar.ts';
import type { Work } from '../../../platform/work.ts';
import { findStep, loadPlaybook, type Playbook } from '../../playbook/public.ts';
import { phaseOf, waitOf } from '../rules/progress.ts';
import { loadRuns, type Run, type RunStep } from './load.ts';

/** Who sits on which seat of each partner's running (else last) journey: partner id → seat → person id. */
export async function seatHolders(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const newest = await newestJourneys(work, partnerIds);
  const seats = await work.tx.journeySeat.findMany({
    where: { workspaceId: work.workspaceId, journeyId: { in: newest.map(({ id }) => id) } },
  });
  return new Map(
    newest.map(({ id, partnerId }) => [
      partnerId,
      new Map(seats.filter((seat) => seat.journeyId === id).map((seat) => [seat.seat, seat.personId])),
    ]),
  );
}

/** A step that somebody can still do something about. */
export interface OpenStep {
  readonly stepId: string;
  readonly journeyId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly key: string;
  readonly title: string;
  readonly gateName: string;
  readonly ownerPersonId: string | null;
  readonly reviewerPersonId: string | null;
  readonly dueOn: LocalDate | null;
  readonly phase: 'ready' | 'in_review' | 'blocked';
  /** Why it is blocked, or was sent back. */
  readonly note: string | null;
}

/** What these people have to do now in running journeys: their own steps that wait for nothing. The earliest due first. */
export async function openStepsOf(work: Work, personIds: readonly string[]): Promise<readonly OpenStep[]> {
  const journeys = await work.tx.journeyStep.findMany({
    where: {
      workspaceId: work.workspaceId,
      ownerPersonId: { in: [...personIds] },
      status: 'open',
      journey: { status: 'running' },
    },
    distinct: ['journeyId'],
    select: { journeyId: true },
  });
  const runs = await loadRuns(work, { journeyIds: journeys.map(({ journeyId }) => journeyId) });
  return runs
    .flatMap((run) => actionable(run))
    .filter((step) => step.phase !== 'in_review' && personIds.includes(step.ownerPersonId ?? ''))
    .sort(byDue);
}

/** What is open at a partner now, for an agenda: ready, blocked or in review. The earliest due first. */
export async function openSteps(work: Work, partnerId: string): Promise<readonly OpenStep[]> {
  const runs = await loadRuns(work, { partnerIds: [partnerId], status: 'running' });
  return runs.flatMap((run) => actionable(run)).sort(byDue);
}

function actionable(run: Run): OpenStep[] {
  return run.steps
    .filter((step) => step.status === 'in_review' || (step.status === 'open' && !waits(run, step)))
    .map((step) => ({
      stepId: step.row.id,
      journeyId: run.journey.id,
      partnerId: run.partner.id,
      partnerName: run.partner.name,
      key: step.key,
      title: step.title,
      gateName: step.gate.name,
      ownerPersonId: step.row.ownerPersonId,
      reviewerPersonId: step.row.reviewerPersonId,
      dueOn: step.dueOn,
      phase: phaseOf(step, run.steps, run.gates) as OpenStep['phase'],
      note: step.row.note,
    }));
}

function waits(run: Run, step: RunStep): boolean {
  return !step.isBlocked && waitOf(step, run.steps, run.gates) !== null;
}

function byDue(a: OpenStep, b: OpenStep): number {
  return (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999');
}

/** How far a partner's running (else last) journey is. */
export interface JourneyProgress {
  readonly done: number;
  readonly total: number;
  /** Past their due day and not done; steps in review count. */
  readonly late: number;
  /** Due before today or today, done or not. */
  readonly dueByNow: number;
  readonly blocked: number;
  readonly inReview: number;
  /** Null when every gate is passed. */
  readonly currentGate: { readonly key: string; readonly name: string } | null;
  readonly kickoffOn: LocalDate;
  readonly status: 'running' | 'completed';
  readonly completedOn: LocalDate | null;
  readonly playbookVersionId: string;
  readonly tier: string;
}

/** Progress by partner id, as of a day; partners who never began are left out. The number of queries does not grow with the partners. */
export async function journeyProgress(
  work: Work,
  partnerIds: readonly string[],
  on: LocalDate,
): Promise<ReadonlyMap<string, JourneyProgress>> {
  const newest = await newestJourneys(work, partnerIds);
  if (newest.length === 0) return new Map();
  const counts = await work.tx.$queryRaw<
    {
      journeyId: string;
      done: number;
      total: number;
      late: number;
      dueByNow: number;
      blocked: number;
      inReview: number;
    }[]
  >`
    SELECT "journeyId",
      count(*) FILTER (WHERE "status" = 'done')::int AS "done",
      count(*)::int AS "total",
      count(*) FILTER (WHERE "status" <> 'done' AND "dueOn" < ${on}::date)::int AS "late",
      count(*) FILTER (WHERE "dueOn" <= ${on}::date)::int AS "dueByNow",
      count(*) FILTER (WHERE "status" = 'open' AND "blockedAt" IS NOT NULL)::int AS "blocked",
      count(*) FILTER (WHERE "status" = 'in_review')::int AS "inReview"
    FROM "JourneyStep"
    WHERE "workspaceId" = ${work.workspaceId}::uuid AND "journeyId" = ANY(${newest.map(({ id }) => id)}::uuid[])
    GROUP BY "journeyId"`;
  const countOf = new Map(counts.map(({ journeyId, ...count }) => [journeyId, count]));
  const none = { done: 0, total: 0, late: 0, dueByNow: 0, blocked: 0, inReview: 0 };
  const partners = await work.tx.partner.findMany({
    where: { workspaceId: work.workspaceId, id: { in: newest.map(({ partnerId }) => partnerId) } },
    select: { id: true, tier: true, timeZone: true },
  });
  const partnerOf = new Map(partners.map((partner) => [partner.id, partner]));
  const names = await gateNames(work, new Set(newest.map(({ playbookVersionId }) => playbookVersionId)));
  return new Map(
    newest.map((journey) => {
      const partner = partnerOf.get(journey.partnerId);
      const isRunning = journey.status === 'running';
      const key = journey.currentGate;
      const name = names.get(`${journey.playbookVersionId} ${key}`) ?? key;
      return [
        journey.partnerId,
        {
          ...(countOf.get(journey.id) ?? none),
          currentGate: isRunning ? { key, name } : null,
          kickoffOn: localDateOfUtc(journey.kickoffOn),
          status: isRunning ? ('running' as const) : ('completed' as const),
          completedOn: journey.completedAt && localDateOf(journey.completedAt, partner?.timeZone ?? 'UTC'),
          playbookVersionId: journey.playbookVersionId,
          tier: partner?.tier ?? '',
        },
      ];
    }),
  );
}

async function gateNames(work: Work, versionIds: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of versionIds) {
    const { gates } = await loadPlaybook(work, id);
    for (const gate of gates) names.set(`${id} ${gate.key}`, gate.name);
  }
  return names;
}

/** A step that was done since an instant. */
export interface DoneStep {
  readonly title: string;
  readonly ownerPersonId: string | null;
  readonly dueOn: LocalDate | null;
  readonly doneAt: Date;
}

/** Steps of a partner done since an instant, the earliest first. */
export async function stepsDoneSince(
  work: Work,
  partnerId: string,
  since: Date,
): Promise<readonly DoneStep[]> {
  const runs = await loadRuns(work, { partnerIds: [partnerId] });
  return runs
    .flatMap((run) => run.steps)
    .flatMap(({ title, dueOn, row }) =>
      row.completedAt && row.completedAt > since
        ? [{ title, dueOn, ownerPersonId: row.ownerPersonId, doneAt: row.completedAt }]
        : [],
    )
    .sort((a, b) => a.doneAt.getTime() - b.doneAt.getTime());
}

/** A step past its due day that nobody has handed in. */
export interface LateStep {
  readonly partnerId: string;
  readonly title: string;
  readonly dueOn: LocalDate;
}

/** Late steps of running journeys, the longest late first; what is in review is in somebody's hands. */
export async function lateSteps(
  work: Work,
  partnerIds: readonly string[],
  on: LocalDate,
): Promise<readonly LateStep[]> {
  const rows = await work.tx.journeyStep.findMany({
    where: {
      workspaceId: work.workspaceId,
      status: 'open',
      dueOn: { lt: utcMidnightOf(on) },
      journey: { status: 'running', partnerId: { in: [...partnerIds] } },
    },
    include: { journey: { select: { partnerId: true, playbookVersionId: true } } },
    orderBy: [{ dueOn: 'asc' }, { position: 'asc' }],
  });
  const playbooks = new Map<string, Playbook>();
  for (const id of new Set(rows.map(({ journey }) => journey.playbookVersionId)))
    playbooks.set(id, await loadPlaybook(work, id));
  return rows.flatMap(({ key, dueOn, journey: { partnerId, playbookVersionId } }) => {
    const playbook = playbooks.get(playbookVersionId);
    const found = playbook && findStep(playbook, key);
    return found && dueOn ? [{ partnerId, title: found.step.title, dueOn: localDateOfUtc(dueOn) }] : [];
  });
}

/** Steps done and planned in a partner's newest journey at one instant. */
export interface ProgressPoint {
  readonly at: Date;
  readonly done: number;
  readonly total: number;
}

/** Progress as it was at each instant, in the order given, by partner id; points before the journey began are left out. */
export async function progressAt(
  work: Work,
  partnerIds: readonly string[],
  instants: readonly Date[],
): Promise<ReadonlyMap<string, readonly ProgressPoint[]>> {
  const newest = await newestJourneys(work, partnerIds);
  const steps = await work.tx.journeyStep.findMany({
    where: { workspaceId: work.workspaceId, journeyId: { in: newest.map(({ id }) => id) } },
    select: { journeyId: true, completedAt: true },
  });
  const byJourney = new Map<string, (Date | null)[]>();
  for (const { journeyId, completedAt } of steps) {
    const own = byJourney.get(journeyId);
    if (own) own.push(completedAt);
    else byJourney.set(journeyId, [completedAt]);
  }
  return new Map(
    newest.map(({ id, partnerId, startedAt }) => {
      const own = byJourney.get(id) ?? [];
      const points = instants
        .filter((at) => at >= startedAt)
        .map((at) => ({
          at,
          total: own.length,
          done: own.filter((completedAt) => completedAt !== null && completedAt <= at).length,
        }));
      return [partnerId, points];
    }),
  );
}

/** Each partner's running journey, else the one that began last. */
async function newestJourneys(work: Work, partnerIds: readonly string[]) {
  return work.tx.journey.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] } },
    distinct: ['partnerId'],
    orderBy: [{ partnerId: 'asc' }, { status: 'desc' }, { startedAt: 'desc' }],
  });
}
