import { readFileSync } from 'node:fs';
import type { TandemApp } from '../../src/app.ts';
import { localDateOf } from '../../src/core/calendar.ts';
import { followJourney } from '../../src/features/onboarding/public.ts';
import { createJourney } from '../../src/features/onboarding/store/start.ts';
import { savePartner } from '../../src/features/partners/public.ts';
import { type CurrentPlaybook, currentPlaybook, publish } from '../../src/features/playbook/public.ts';
import type { Work } from '../../src/platform/work.ts';
import { cast } from '../../src/sandbox/seed-world.ts';
import { names } from './slack.ts';

/** What can be done in one partner's onboarding. */
export interface Onboarding {
  /** Ids of steps that wait for the manager's approval, at version 1. */
  readonly inReview: readonly string[];
  /** What a manager types to mark a step done that waits for nothing. */
  readonly done: readonly string[];
}

const sample = new URL('../../playbooks/partner-programme.yaml', import.meta.url);
const zone = 'Europe/Berlin';
const dealsPerPartner = 10;

/** The sample programme and so many partners in the middle of it, each with its checklist in its channel. */
export async function startOnboardings(app: TandemApp, partners: number): Promise<readonly Onboarding[]> {
  const inWork = async <T>(run: (work: Work) => Promise<T>): Promise<T> => {
    const done = await app.inWork({ workspaceId: app.workspace.id, source: 'bench' }, run);
    if (done.duplicate) throw new Error('unreachable: no receipt was given');
    return done.value;
  };
  const current = await inWork(async (work) => {
    const source = readFileSync(sample, 'utf8');
    await publish(work, { source, filename: 'bench.yaml', publishedBy: 'Bench', reason: 'Bench' });
    return currentPlaybook(work);
  });
  const onboardings: Onboarding[] = [];
  for (let partner = 0; partner < partners; partner += 1)
    onboardings.push(await inWork((work) => startOnboarding(work, current, partner)));
  await app.settled();
  return onboardings;
}

async function startOnboarding(work: Work, current: CurrentPlaybook, number: number): Promise<Onboarding> {
  const { workspaceId } = work;
  const { teamId, leadId, channelId, managerId } = names(number);
  const managerPersonId = await personOf(work, managerId, cast.lumen, null);
  const partner = await savePartner(work, {
    name: `Bench ${number}`,
    tier: 'gold',
    managerPersonId,
    timeZone: zone,
    currency: 'EUR',
    channel: {
      id: channelId,
      name: `bench-${number}`,
      isMember: true,
      isArchived: false,
      isFrozen: false,
      isShared: true,
      connectedTeamIds: [cast.lumen, teamId],
    },
  });
  const leadPersonId = await personOf(work, leadId, teamId, partner.id);
  const seats = current.playbook.seats.map(
    ({ key }) => [key, key.startsWith('vendor.') ? managerPersonId : leadPersonId] as const,
  );
  const journeyId = await createJourney(work, {
    partner,
    current,
    tracks: current.playbook.tracks.map(({ key }) => key),
    kickoffOn: localDateOf(work.now, zone),
    seats: new Map(seats),
    slackChannelId: channelId,
    holidays: [],
    startedById: managerPersonId,
  });
  const where = { workspaceId, journeyId, reviewerPersonId: { not: null } };
  const submittedById = leadPersonId;
  await work.tx.journeyStep.updateMany({
    where,
    data: { status: 'in_review', submittedAt: work.now, submittedById },
  });
  const inReview = await work.tx.journeyStep.findMany({
    where,
    orderBy: { position: 'desc' },
    select: { id: true },
  });
  await followJourney(work, journeyId);
  await work.tx.deal.createMany({
    data: Array.from({ length: dealsPerPartner }, (_, index) => ({
      id: work.newId(),
      workspaceId,
      partnerId: partner.id,
      number: number * dealsPerPartner + index + 1,
      customer: `Customer ${index}`,
      name: 'Platform',
      amountMinor: 1_000_000n,
      currency: 'EUR',
      registeredAt: work.now,
    })),
  });
  return {
    inReview: inReview.map(({ id }) => id),
    done: ['done kickoff-meeting https://notes.example/kickoff', 'done name-the-team Ada sells, Bo builds'],
  };
}

async function personOf(work: Work, slackUserId: string, slackTeamId: string, partnerId: string | null) {
  const { workspaceId, now } = work;
  const { id } = await work.tx.person.upsert({
    where: { workspaceId_slackUserId: { workspaceId, slackUserId } },
    create: {
      id: work.newId(),
      workspaceId,
      slackUserId,
      slackTeamId,
      side: partnerId === null ? 'vendor' : 'partner',
      partnerId,
      name: slackUserId,
      timeZone: zone,
      checkedAt: now,
    },
    update: {},
  });
  return id;
}
