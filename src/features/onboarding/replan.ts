import type { Actor } from '../../core/actor.ts';
import { localDateOfUtc, utcMidnightOf } from '../../core/calendar.ts';
import { listing, pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf } from '../partners/public.ts';
import {
  allSteps,
  type FactCondition,
  factInWords,
  type SeatKey,
  sideOf,
  stepsFor,
} from '../playbook/public.ts';
import { afterChange, touchChecklist } from './announce.ts';
import { dueDay } from './rules/plan.ts';
import { type AddedStep, stepsLeftOver, stepsToAdd } from './rules/replan.ts';
import { loadRun, loadRuns, lockRun, type Run, type RunStep } from './store/load.ts';
import { stepsAdded, stepsTakenOff } from './views/moments.ts';

/** Who had it changed. */
type By = Pick<Actor, 'personId' | 'name'>;

/** What became of a running journey's steps. */
export interface Replanned {
  readonly journeyId: string;
  readonly added: readonly string[];
  /** Titles of open steps that the partner would not take now, and that are still on its list. */
  readonly leftOver: readonly string[];
}

/**
 * Brings the running journey of a partner up to what its tier and segments ask for now: what it lacks is added, and its
 * channel hears of it; what it would not take any more stays until somebody takes it off. Null when none runs.
 */
export async function replan(work: Work, partner: Partner, by: By): Promise<Replanned | null> {
  const found = (await loadRuns(work, { partnerIds: [partner.id], status: 'running' })).at(-1);
  if (!found) return null;
  const run = await lockRun(work, found.journey.id);
  const wanted = wantedSteps(run);
  const lacking = stepsToAdd(
    wanted.filter(({ step }) => step.when.length === 0),
    runningOf(run),
  );
  const added = await addSteps(
    work,
    run,
    lacking,
    by,
    `because ${by.name} adapted it to how we work together`,
  );
  // Its head names the tier.
  if (added.length === 0) await touchChecklist(work, run);
  return {
    journeyId: run.journey.id,
    added,
    leftOver: stepsLeftOver(wanted, run.steps).map(({ title }) => title),
  };
}

function wantedSteps(run: Run) {
  return stepsFor(run.playbook, run.partner, run.journey.tracks);
}

function runningOf(run: Run) {
  const kickoffOn = localDateOfUtc(run.journey.kickoffOn);
  return { ...run, planned: (due: number) => dueDay(kickoffOn, due, run.holidays) };
}

/** A step that comes once something is so, and is not in the journey yet. */
export interface WaitingStep {
  readonly partnerId: string;
  readonly journeyId: string;
  readonly key: string;
  readonly when: readonly FactCondition[];
}

/** Steps of these partners' running journeys that have not come yet. */
export async function waitingSteps(
  work: Work,
  partnerIds: readonly string[],
): Promise<readonly WaitingStep[]> {
  const runs = await loadRuns(work, { partnerIds, status: 'running' });
  return runs.flatMap((run) => {
    const there = new Set(run.steps.map(({ key }) => key));
    return wantedSteps(run)
      .filter(({ step }) => step.when.length > 0 && !there.has(step.key))
      .map(({ step: { key, when } }) => ({
        partnerId: run.partner.id,
        journeyId: run.journey.id,
        key,
        when,
      }));
  });
}

/** Brings steps whose conditions are met into a journey; its channel hears of it, and why. */
export async function bringSteps(work: Work, journeyId: string, keys: readonly string[]): Promise<void> {
  const run = await lockRun(work, journeyId);
  const wanted = wantedSteps(run).filter(({ step }) => keys.includes(step.key));
  const why = [
    ...new Set(wanted.flatMap(({ step }) => step.when.map((each) => factInWords(run.playbook, each)))),
  ];
  await addSteps(work, run, stepsToAdd(wanted, runningOf(run)), null, `as agreed for when ${listing(why)}`);
}

/** Writes steps into a running journey and tells its channel, and why; returns their titles. */
async function addSteps(
  work: Work,
  run: Run,
  added: readonly AddedStep[],
  by: By | null,
  why: string,
): Promise<readonly string[]> {
  const [first] = added;
  if (!first) return [];
  const { workspaceId } = work;
  const journeyId = run.journey.id;
  const rows = added.map(({ placed: { step }, gateKey, dueOn }) => ({
    ...{ id: work.newId(), workspaceId, journeyId, key: step.key, gateKey, position: 0 },
    ownerPersonId: holderOf(run, step.owner),
    reviewerPersonId: step.review ? holderOf(run, step.review) : null,
    dueOn: utcMidnightOf(dueOn),
  }));
  await work.tx.journeyStep.createMany({ data: rows });
  // In the order of the playbook, whenever they came.
  const order = allSteps(run.playbook).map(({ step, position }) => ({ key: step.key, position }));
  await work.tx.$executeRaw`
    UPDATE "JourneyStep" s SET "position" = o."position"
    FROM jsonb_to_recordset(${JSON.stringify(order)}::jsonb) AS o("key" text, "position" int)
    WHERE s."journeyId" = ${journeyId}::uuid AND s."workspaceId" = ${workspaceId}::uuid AND s."key" = o."key"`;
  await work.tx.journeyGate.updateMany({
    where: {
      workspaceId,
      journeyId,
      key: { in: rows.map(({ gateKey }) => gateKey) },
      status: { in: ['ready', 'held'] },
    },
    data: { status: 'closed', readyAt: null },
  });
  const next = await afterChange(work, await loadRun(work, journeyId));
  const steps = next.steps.filter(({ key }) => added.some(({ placed }) => placed.step.key === key));
  const titles = steps.map(({ title }) => `“${title}”`);
  await audit(work, {
    actorPersonId: by?.personId ?? null,
    verb: 'onboarding.addSteps',
    partnerId: run.partner.id,
    subject: `journey:${journeyId}`,
    summary: `added ${pluralise(titles.length, 'step')} to the plan: ${titles.join(', ')}`,
  });
  const { slackChannelId } = await channelOf(work, run.partner.id);
  await post(work, {
    key: `onboarding.added:${rows[0]?.id}`,
    to: { channel: slackChannelId },
    audience: 'partner',
    message: stepsAdded(next, steps, why),
  });
  return steps.map(({ title }) => title);
}

/** Whoever sits on a seat; where nobody does, because no step asked for it before, the one who leads on that side. */
function holderOf(run: Run, seat: SeatKey): string | null {
  const lead = sideOf(seat) === 'vendor' ? run.partner.managerPersonId : run.seats.get('partner.lead');
  return run.seats.get(seat) ?? lead ?? null;
}

/** Takes open steps that the partner would not take now off its list, and tells its channel; returns which. */
export async function takeOff(work: Work, run: Run, by: By): Promise<readonly RunStep[]> {
  const steps = stepsLeftOver(wantedSteps(run), run.steps);
  if (steps.length === 0) return [];
  await work.tx.journeyStep.deleteMany({
    where: { workspaceId: work.workspaceId, id: { in: steps.map(({ row }) => row.id) }, status: 'open' },
  });
  await audit(
    work,
    ...steps.map(({ title, row }) => ({
      actorPersonId: by.personId,
      verb: 'onboarding.takeOff',
      partnerId: run.partner.id,
      subject: `journeyStep:${row.id}`,
      summary: `took “${title}” off the plan`,
    })),
  );
  await afterChange(work, await loadRun(work, run.journey.id));
  await work.emit({ type: 'work.changed', personIds: steps.map(({ row }) => row.ownerPersonId) });
  const { slackChannelId } = await channelOf(work, run.partner.id);
  await post(work, {
    key: `onboarding.takenOff:${steps[0]?.row.id}`,
    to: { channel: slackChannelId },
    audience: 'partner',
    message: stepsTakenOff(steps, by.name),
  });
  return steps;
}
