import { formatLocalDate, type LocalDate, localDateOf, utcMidnightOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { type CurrentPlaybook, type SeatKey, stepsFor } from '../../playbook/public.ts';
import { dueDay } from '../rules/plan.ts';

export interface JourneyStart {
  readonly partner: Partner;
  readonly current: CurrentPlaybook;
  readonly tracks: readonly string[];
  readonly kickoffOn: LocalDate;
  /** Person by seat. */
  readonly seats: ReadonlyMap<SeatKey, string>;
  readonly slackChannelId: string;
  readonly holidays: readonly string[];
  readonly startedById: string;
}

/** Refuses kindly when the partner is being onboarded already. */
export async function refuseSecondJourney(work: Work, partner: Partner, field?: string): Promise<void> {
  const running = await work.tx.journey.findFirst({
    where: { workspaceId: work.workspaceId, partnerId: partner.id, status: 'running' },
  });
  if (!running) return;
  const day = (at: Date) =>
    formatLocalDate(localDateOf(at, partner.timeZone), localDateOf(work.now, partner.timeZone));
  if (partner.endedAt)
    throw new Refusal(
      'conflict',
      `${partner.name} left on ${day(partner.endedAt)}, and its onboarding stands where it was. To take it up again, say \`/partner health decide ${partner.name}\` and continue.`,
      field,
    );
  throw new Refusal(
    'conflict',
    `${partner.name}’s onboarding is already running, since ${day(running.startedAt)}. Ask for \`/partner status ${partner.name}\` to see where it stands.`,
    field,
  );
}

/** Writes a new journey, pinned to the playbook's version: its seats, gates and steps with owners and due days. */
export async function createJourney(work: Work, start: JourneyStart): Promise<string> {
  const { workspaceId } = work;
  const { partner, current, tracks, kickoffOn, seats, holidays } = start;
  const { playbook, version } = current;
  // What waits for something to be so comes once it is.
  const placed = stepsFor(playbook, partner, tracks).filter(({ step }) => step.when.length === 0);
  const [first] = playbook.gates;
  if (!first || placed.length === 0)
    throw new Refusal('invalid', 'The playbook has no step for this tier and these tracks.', 'tracks');
  const journeyId = work.newId();
  await work.tx.journey.create({
    data: {
      id: journeyId,
      workspaceId,
      partnerId: partner.id,
      playbookVersionId: version.id,
      tracks: [...tracks],
      kickoffOn: utcMidnightOf(kickoffOn),
      slackChannelId: start.slackChannelId,
      currentGate: first.key,
      startedById: start.startedById,
      startedAt: work.now,
    },
  });
  await work.tx.journeySeat.createMany({
    data: [...seats].map(([seat, personId]) => ({ journeyId, workspaceId, seat, personId })),
  });
  await work.tx.journeyGate.createMany({
    data: playbook.gates.map(({ key }, position) => ({
      id: work.newId(),
      workspaceId,
      journeyId,
      key,
      position,
    })),
  });
  await work.tx.journeyStep.createMany({
    data: placed.map(({ step, gate, position }) => ({
      id: work.newId(),
      workspaceId,
      journeyId,
      key: step.key,
      gateKey: gate.key,
      position,
      ownerPersonId: seats.get(step.owner) ?? null,
      reviewerPersonId: step.review ? (seats.get(step.review) ?? null) : null,
      dueOn: utcMidnightOf(dueDay(kickoffOn, step.due, holidays)),
    })),
  });
  return journeyId;
}
