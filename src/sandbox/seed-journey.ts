import { addWorkingDays, workingDaysBetween } from '../core/business-time.ts';
import { instantOf, type LocalDate, utcMidnightOf } from '../core/calendar.ts';
import {
  type CurrentPlaybook,
  type PlacedStep,
  type SeatKey,
  stepsFor,
} from '../features/playbook/public.ts';
import type { Partner, Person, Prisma } from '../platform/store/generated/client.ts';
import type { Work } from '../platform/work.ts';
import { dice } from './seed-dice.ts';
import { insertRows, type TrailEntry } from './seed-insert.ts';
import type { FurtherPartner } from './seed-partner.ts';
import { longerAtFirst } from './seed-versions.ts';

/** What the parts of a partner's history are written with. */
export interface Setting {
  readonly further: FurtherPartner;
  readonly partner: Partner;
  readonly current: CurrentPlaybook;
  /** What was current at its kickoff: its journey keeps it. */
  readonly pinned: CurrentPlaybook;
  readonly manager: Person;
  readonly lead: Person;
  readonly seats: ReadonlyMap<SeatKey, Person>;
  readonly today: LocalDate;
  readonly holidays: readonly string[];
  readonly channelId: string;
}

export interface SeededJourney {
  readonly id: string;
  readonly kickoffOn: LocalDate;
  /** Null while it runs. */
  readonly completedAt: Date | null;
  readonly steps: readonly { readonly dueOn: Date; readonly completedAt: Date | null }[];
  /** For the partner's timeline. */
  readonly trail: readonly TrailEntry[];
}

interface PastEvent {
  readonly at: Date;
  readonly actorPersonId: string;
  readonly verb: string;
  readonly subject: string;
  readonly summary: string;
}

/** Writes a journey as its start, its steps and its gates would have left it, and says who did what. */
export async function seedJourney(work: Work, setting: Setting): Promise<SeededJourney> {
  const { workspaceId } = work;
  const { further, partner, pinned, manager, seats, today, holidays } = setting;
  const { progress } = further;
  const { gates } = pinned.playbook;
  const kickoffOn = addWorkingDays(today, -progress.kickoffAgo, holidays);
  const random = dice(`${further.key} journey`);
  const id = work.newId();
  const reached = progress.gate === null ? gates.length : gates.findIndex(({ key }) => key === progress.gate);
  const steps = stepsFor(pinned.playbook, partner, further.tracks)
    .filter(({ step }) => step.when.length === 0)
    .map((placed) => {
      const gate = gates.indexOf(placed.gate);
      const isDone =
        gate < reached || (gate === reached && progress.done?.includes(placed.step.key) === true);
      return { placed, row: stepRow(work, setting, id, placed, kickoffOn, isDone, random) };
    });
  const lastDoneAt = (gateKey: string): Date =>
    steps
      .filter(({ row }) => row.gateKey === gateKey)
      .reduce(
        (last, { row }) => (row.completedAt && row.completedAt > last ? row.completedAt : last),
        new Date(0),
      );
  let passedAt = new Date(0);
  const gateRows = gates.map(({ key }, position) => {
    const base = { id: work.newId(), workspaceId, journeyId: id, key, position };
    if (position >= reached) return { ...base, status: 'closed' };
    const readyAt = lastDoneAt(key) > passedAt ? lastDoneAt(key) : passedAt;
    passedAt = new Date(readyAt.getTime() + 3 * 3_600_000);
    return { ...base, status: 'passed', readyAt, decidedAt: passedAt, decidedById: manager.id };
  });
  const isRunning = progress.gate !== null;
  const startedAt = instantOf(kickoffOn, 8 * 60, partner.timeZone);
  await work.tx.journey.create({
    data: {
      id,
      workspaceId,
      partnerId: partner.id,
      playbookVersionId: pinned.version.id,
      tracks: [...further.tracks],
      kickoffOn: utcMidnightOf(kickoffOn),
      slackChannelId: setting.channelId,
      status: isRunning ? 'running' : 'completed',
      currentGate: progress.gate ?? gates.at(-1)?.key ?? '',
      startedById: manager.id,
      startedAt,
      completedAt: isRunning ? null : passedAt,
    },
  });
  await insertRows(
    work,
    'JourneySeat',
    [...seats].map(([seat, person]) => ({ journeyId: id, workspaceId, seat, personId: person.id })),
  );
  await insertRows(work, 'JourneyGate', gateRows);
  await insertRows(
    work,
    'JourneyStep',
    steps.map(({ row }) => row),
  );
  const past: PastEvent[] = [
    {
      at: startedAt,
      actorPersonId: manager.id,
      verb: 'onboarding.start',
      subject: `journey:${id}`,
      summary: `started the onboarding of ${partner.name}, kickoff ${kickoffOn}, on version ${pinned.version.number} of the playbook`,
    },
    ...steps.flatMap(({ placed, row }) =>
      row.completedAt
        ? [
            {
              at: row.completedAt,
              actorPersonId: row.completedById ?? manager.id,
              verb: 'onboarding.complete',
              subject: `journeyStep:${row.id}`,
              summary: `${row.reviewerPersonId ? 'approved' : 'completed'} “${placed.step.title}”`,
            },
          ]
        : [],
    ),
    ...gateRows.flatMap((row, index) =>
      'decidedAt' in row
        ? [
            {
              at: row.decidedAt,
              actorPersonId: manager.id,
              verb: 'onboarding.decide',
              subject: `journeyGate:${row.id}`,
              summary: `passed the gate “${gates[index]?.name}”`,
            },
          ]
        : [],
    ),
  ];
  const of = { partnerId: partner.id, source: 'submission:onboarding', isInternal: false };
  return {
    ...{ id, kickoffOn, completedAt: isRunning ? null : passedAt, steps: steps.map(({ row }) => row) },
    trail: past.map((event) => ({ ...event, ...of })),
  };
}

function stepRow(
  work: Work,
  { further, partner, current, pinned, seats, today, holidays }: Setting,
  journeyId: string,
  { step, gate, position }: PlacedStep,
  kickoffOn: LocalDate,
  isDone: boolean,
  random: () => number,
) {
  const { inReview = [], blocked = {} } = further.progress;
  const dueOn = addWorkingDays(kickoffOn, step.due, holidays);
  const yesterday = addWorkingDays(today, -1, holidays);
  const longer = pinned.version.id === current.version.id ? 0 : (longerAtFirst[step.key] ?? 0);
  // Done from three days before to the day after it was due, at an hour of the working day.
  const planned = addWorkingDays(dueOn, Math.floor(random() * 5) - 3 + longer, holidays);
  const doneOn = earlier(yesterday, planned < kickoffOn ? kickoffOn : planned);
  const doneAt = instantOf(doneOn, 9 * 60 + Math.floor(random() * 450), partner.timeZone);
  const ownerPersonId = seats.get(step.owner)?.id ?? null;
  const reviewerPersonId = step.review ? (seats.get(step.review)?.id ?? null) : null;
  const isInReview = inReview.includes(step.key);
  const isLateForLong =
    !isDone && workingDaysBetween(dueOn, today, holidays) > pinned.playbook.reminders.escalateAfter;
  const note = blocked[step.key];
  return {
    id: work.newId(),
    workspaceId: work.workspaceId,
    journeyId,
    key: step.key,
    gateKey: gate.key,
    position,
    ownerPersonId,
    reviewerPersonId,
    dueOn: utcMidnightOf(dueOn),
    ...((isDone || isInReview) && {
      evidence: evidenceOf(further.channel, step.evidence.kind, step.key),
      submittedAt: isDone
        ? new Date(doneAt.getTime() - 5_400_000)
        : instantOf(yesterday, 11 * 60, partner.timeZone),
      submittedById: ownerPersonId,
    }),
    status: isDone ? 'done' : isInReview ? 'in_review' : 'open',
    completedAt: isDone ? doneAt : null,
    completedById: isDone ? (reviewerPersonId ?? ownerPersonId) : null,
    note: note ?? null,
    blockedAt: note ? instantOf(addWorkingDays(today, -15, holidays), 10 * 60, partner.timeZone) : null,
    // The manager heard of it back then.
    escalatedAt: isLateForLong
      ? instantOf(addWorkingDays(dueOn, 6, holidays), 9 * 60, partner.timeZone)
      : null,
  };
}

const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/** What was handed in, where it is something one can make up; files and answers to a quiz are not shown. */
function evidenceOf(channel: string, kind: string, key: string): Prisma.InputJsonObject {
  if (kind === 'link') return { kind, url: `https://${channel.replace(/-lumen$/, '')}.example/lumen/${key}` };
  return { kind: 'none' };
}
