import type { SurfaceRef } from '../../platform/delivery/message.ts';
import { post, touch } from '../../platform/delivery/post.ts';
import { scheduleRecurring } from '../../platform/schedule/schedule.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, peopleWithRole } from '../partners/public.ts';
import { workingHoursOf } from '../playbook/public.ts';
import { dailyMinute } from './hours.ts';
import { nextDailyAt, nextDigestAt } from './rules/digest.ts';
import { isDecidable, waitOf } from './rules/progress.ts';
import { changeGate } from './store/change.ts';
import { loadRun, loadRuns, type Run, type RunGate, type RunStep } from './store/load.ts';
import { gateRequest, reviewRequest } from './views/requests.ts';

/** Draws the checklist in the partner's channel again. */
export async function touchChecklist(work: Work, run: Run): Promise<void> {
  await touch(work, await checklistOf(work, run));
}

async function checklistOf(work: Work, run: Run): Promise<SurfaceRef> {
  const { slackChannelId } = await channelOf(work, run.partner.id);
  return { kind: 'onboarding.checklist', subject: run.journey.id, to: { channel: slackChannelId } };
}

/** From now on a running journey is looked after: its checklist is in the channel, its owners are reminded. */
export async function followJourney(work: Work, journeyId: string): Promise<Run> {
  const run = await loadRun(work, journeyId);
  await scheduleRecurring(work, {
    kind: 'onboarding.daily',
    key: journeyId,
    dueAt: nextDailyAt(work.now, dailyMinute, run.partner.timeZone),
  });
  return afterChange(work, run);
}

/** Looks after a partner's running journey again. */
export async function followRunning(work: Work, partnerId: string): Promise<void> {
  for (const { journey } of await loadRuns(work, { partnerIds: [partnerId], status: 'running' }))
    await followJourney(work, journey.id);
}

/**
 * What follows a change, whatever it was, of the run as it is now: a gate whose steps are all done asks for its
 * decision, the checklist and the Home tabs are drawn again, and whoever has something to do is on the list for the
 * daily digest.
 */
export async function afterChange(work: Work, changed: Run): Promise<Run> {
  const run = await askForDecision(work, changed);
  await touchChecklist(work, run);
  const busy = busyPeople(run);
  await scheduleDigests(work, run, busy);
  await work.emit({ type: 'work.changed', personIds: [...new Set([...run.seats.values(), ...busy])] });
  return run;
}

async function askForDecision(work: Work, run: Run): Promise<Run> {
  const gate = run.gates.find(
    (each) => each.status === 'closed' && isDecidable(each.key, run.steps, run.gates),
  );
  if (!gate || run.journey.status !== 'running') return run;
  await changeGate(work, gate, { status: 'ready', readyAt: work.now });
  const next = await loadRun(work, run.journey.id);
  const decider = await deciderOf(work, next, gate);
  if (decider) {
    await post(work, {
      // A gate that was ready is not any more when steps are added; then it asks again.
      key: `onboarding.gate:${gate.row.id}:ready:${work.now.getTime()}`,
      to: { person: decider.slackUserId },
      audience: 'internal',
      message: gateRequest(next, gate),
    });
  }
  return next;
}

/** Who decides a gate: whoever sits on its seat, else the partner's manager. */
async function deciderOf(work: Work, run: Run, gate: RunGate): Promise<Person | null> {
  return firstReachable(work, run, [run.seats.get(gate.gate.decidedBy) ?? null, run.partner.managerPersonId]);
}

/** Asks the reviewer of what was just handed in, in person. */
export async function askForReview(work: Work, run: Run, step: RunStep): Promise<void> {
  const reviewer = step.row.reviewerPersonId === null ? undefined : run.people.get(step.row.reviewerPersonId);
  if (!reviewer) return;
  await post(work, {
    key: `onboarding.review:${step.row.id}:${step.row.version}`,
    to: { person: reviewer.slackUserId },
    audience: 'internal',
    message: reviewRequest(run, step),
  });
}

/** Who reviews what this person hands in: whoever sits on the reviewing seat, else the partner's manager, else another reviewer. Nobody reviews their own work. */
export async function reviewerFor(
  work: Work,
  run: Run,
  step: RunStep,
  submittedById: string,
): Promise<Person | null> {
  const candidates = [
    step.step.review ? (run.seats.get(step.step.review) ?? null) : null,
    step.row.reviewerPersonId,
    run.partner.managerPersonId,
  ];
  return firstReachable(
    work,
    run,
    candidates.filter((id) => id !== submittedById),
    submittedById,
  );
}

/** The first of these people who is still there, else anyone of the vendor who runs or reviews this partner. */
async function firstReachable(
  work: Work,
  run: Run,
  personIds: readonly (string | null)[],
  except: string | null = null,
): Promise<Person | null> {
  for (const id of personIds) {
    const person = id === null ? undefined : run.people.get(id);
    if (person && !person.deactivatedAt) return person;
  }
  const others = await peopleWithRole(work, run.partner.id, 'vendor', ['manager', 'reviewer', 'admin']);
  return others.find((person) => person.id !== except) ?? null;
}

/** Everybody who has something to do in this run now: owners of steps, reviewers, those who decide a gate. */
function busyPeople(run: Run): string[] {
  if (run.journey.status !== 'running') return [];
  const owners = run.steps
    .filter((step) => step.status === 'open' && !waitOf(step, run.steps, run.gates))
    .map((step) => step.row.ownerPersonId);
  const reviewers = run.steps
    .filter((step) => step.status === 'in_review')
    .map((step) => step.row.reviewerPersonId);
  const deciders = run.gates
    .filter((gate) => gate.status === 'ready')
    .map((gate) => run.seats.get(gate.gate.decidedBy) ?? null);
  return [...new Set([...owners, ...reviewers, ...deciders].filter((id) => id !== null))];
}

/** Puts people on the list for the daily digest; who is on it already stays where they are. */
async function scheduleDigests(work: Work, run: Run, personIds: readonly string[]): Promise<void> {
  const hours = workingHoursOf(run.playbook);
  const people = personIds.flatMap((id) => run.people.get(id) ?? []);
  await scheduleRecurring(
    work,
    ...people
      .filter((person) => !person.deactivatedAt)
      .map((person) => ({
        kind: 'onboarding.digest',
        key: person.id,
        dueAt: nextDigestAt(work.now, person.timeZone, hours, run.holidays),
      })),
  );
}
