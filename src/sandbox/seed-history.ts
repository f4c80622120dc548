import { addWorkingDays } from '../core/business-time.ts';
import { addDays, instantOf, localDateOf, utcMidnightOf } from '../core/calendar.ts';
import { refreshSignals, scheduleCheck } from '../features/health/public.ts';
import { followJourney } from '../features/onboarding/public.ts';
import { type PartnerDetails, savePartner } from '../features/partners/public.ts';
import {
  type CurrentPlaybook,
  currentPlaybook,
  currentVersions,
  roleOf,
  type SeatKey,
  sideOf,
} from '../features/playbook/public.ts';
import { keepCanvas, keepLastPacks, scheduleDigest, scheduleMonthly } from '../features/scorecards/public.ts';
import { scheduleConditions } from '../features/segments/public.ts';
import type { Person } from '../platform/store/generated/client.ts';
import type { Work } from '../platform/work.ts';
import { seedCalls } from './seed-calls.ts';
import { workingDayBefore } from './seed-days.ts';
import { seedFeedback } from './seed-feedback.ts';
import { insertTrail } from './seed-insert.ts';
import { type SeededJourney, type Setting, seedJourney } from './seed-journey.ts';
import { seedLedger } from './seed-ledger.ts';
import { seedMentoring } from './seed-mentoring.ts';
import { type FurtherPartner, idsOf } from './seed-partner.ts';
import { furtherPartners } from './seed-partners.ts';
import { seedPlans } from './seed-plans.ts';
import { seedRescues } from './seed-rescues.ts';
import { seedSales } from './seed-sales.ts';
import { seedScorecards } from './seed-scorecards.ts';
import { seedWins } from './seed-wins.ts';
import { cast } from './seed-world.ts';
import { must, type World } from './world.ts';

/**
 * Gives the partners that were there before the newcomer their past, as plain rows: nobody is written to about
 * what is long over. What still runs is handed to its features, which show it in Slack and go on from here.
 */
export async function seedHistory(work: Work, world: World): Promise<void> {
  const present = furtherPartners.filter((each) => world.data.channels[idsOf(each).channelId]);
  if (present.length === 0) return;
  const people = await seedPeople(work, world, [
    ...[cast.maya, cast.tom, cast.priya, cast.owen],
    ...present.map((each) => idsOf(each).leadId),
  ]);
  const person = (slackUserId: string) => must(people.get(slackUserId), 'person');
  const manager = person(cast.maya);
  const current = await currentPlaybook(work);
  const versions = await currentVersions(work);
  const { timeZone, holidays } = await work.tx.workspace.findUniqueOrThrow({
    where: { id: work.workspaceId },
  });
  const today = localDateOf(work.now, timeZone);
  const settings: Setting[] = [];
  for (const further of present) {
    const { leadId, channelId } = idsOf(further);
    const lead = person(leadId);
    const kickoffOn = addWorkingDays(today, -further.progress.kickoffAgo, holidays);
    const kickedOff = instantOf(kickoffOn, 0, timeZone);
    const pinned = versions.findLast(({ version }) => version.publishedAt < kickedOff) ?? current;
    const signedAt = instantOf(addDays(kickoffOn, -9), 15 * 60, timeZone);
    const { id } = await savePartner({ ...work, now: signedAt }, detailsOf(further, manager, world));
    const partner = await work.tx.partner.update({
      where: { id, workspaceId: work.workspaceId },
      data: { signedOn: utcMidnightOf(addDays(kickoffOn, -9)) },
    });
    const seats = seatsOf(current, lead, {
      manager,
      reviewer: person(cast.tom),
      trainer: person(cast.priya),
      support: person(cast.owen),
    });
    settings.push({
      ...{ further, partner, current, pinned, manager, lead, seats },
      ...{ today, holidays, channelId },
    });
  }
  await grantRoles(work, settings);
  const journeys = new Map<string, SeededJourney>();
  for (const setting of settings) journeys.set(setting.partner.id, await seedJourney(work, setting));
  const { deals, trail } = await seedSales(work, settings, {
    dach: person(cast.tom),
    nordics: person(cast.tom),
    west: person(cast.priya),
    'uk-ireland': person(cast.owen),
  });
  const onboarding = [...journeys.values()].flatMap((journey) => journey.trail);
  await insertTrail(work, [...onboarding, ...trail, ...(await seedMentoring(work, settings))]);
  await seedWins(work, settings, journeys, deals);
  await seedFeedback(work, settings, deals);
  await seedLedger(work, settings, journeys, deals);
  await seedCalls(work, settings, journeys);
  await seedRescues(work, settings);
  await rememberWords(work, settings);
  await seedScorecards(work, settings, journeys);
  await seedPlans(work, settings);
  await keepLastPacks(
    work,
    settings.map(({ partner }) => partner),
  );
  await refreshSignals(
    work,
    settings.map(({ partner }) => partner),
  );
  await scheduleCheck(work);
  await scheduleConditions(work);
  for (const { id, completedAt } of journeys.values()) if (!completedAt) await followJourney(work, id);
  await scheduleDigest(work, manager);
  for (const { partner } of settings) {
    await scheduleMonthly(work, partner.id);
    await keepCanvas(work, partner.id);
  }
}

/** What was said in the channels before the bot was there to hear it. */
async function rememberWords(work: Work, settings: readonly Setting[]): Promise<void> {
  await work.tx.channelWord.createMany({
    data: settings.flatMap(({ further, partner, today }) => {
      const theirs = further.chatter.filter(({ by }) => by === undefined).map(({ daysAgo }) => daysAgo);
      if (theirs.length === 0) return [];
      const day = workingDayBefore(today, Math.min(...theirs));
      return [
        {
          partnerId: partner.id,
          workspaceId: work.workspaceId,
          heardAt: instantOf(day, 10 * 60, partner.timeZone),
        },
      ];
    }),
  });
}

/** People as the directory would have met them; their profiles are read from Slack when they first act. */
async function seedPeople(
  work: Work,
  world: World,
  slackUserIds: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const { workspaceId } = work;
  await work.tx.person.createMany({
    data: slackUserIds.map((slackUserId) => {
      const { teamId, name, timeZone, isAdmin } = must(world.data.people[slackUserId], 'person');
      const side = teamId === world.data.installedTeamId ? ('vendor' as const) : ('partner' as const);
      return {
        id: work.newId(),
        workspaceId,
        slackUserId,
        slackTeamId: teamId,
        side,
        name,
        timeZone,
        isSlackAdmin: isAdmin,
        checkedAt: new Date(0),
      };
    }),
    skipDuplicates: true,
  });
  const people = await work.tx.person.findMany({
    where: { workspaceId, slackUserId: { in: [...slackUserIds] } },
  });
  return new Map(people.map((person) => [person.slackUserId, person]));
}

function detailsOf(further: FurtherPartner, manager: Person, world: World): PartnerDetails {
  const { teamId, channelId } = idsOf(further);
  const { name, tier, potential, timeZone, currency, selling } = further;
  return {
    name,
    tier,
    segments: [`potential:${potential}`, ...(selling?.territory ? [`territory:${selling.territory}`] : [])],
    managerPersonId: manager.id,
    timeZone,
    currency,
    channel: {
      id: channelId,
      name: further.channel,
      isShared: true,
      isArchived: false,
      isFrozen: false,
      isMember: true,
      connectedTeamIds: [world.data.installedTeamId, teamId],
    },
  };
}

type VendorSeats = Readonly<Record<'manager' | 'reviewer' | 'trainer' | 'support', Person>>;

/** One person at the partner takes every seat of its side; the vendor's people have one each. */
function seatsOf(
  { playbook }: CurrentPlaybook,
  lead: Person,
  vendor: VendorSeats,
): ReadonlyMap<SeatKey, Person> {
  return new Map(
    playbook.seats.map(({ key }) => {
      if (sideOf(key) === 'partner') return [key, lead];
      return [key, vendor[roleOf(key) as keyof VendorSeats] ?? vendor.manager];
    }),
  );
}

async function grantRoles(work: Work, settings: readonly Setting[]): Promise<void> {
  await work.tx.roleGrant.createMany({
    data: settings.flatMap(({ partner, manager, seats }) =>
      [...seats].map(([seat, { id: personId }]) => ({
        id: work.newId(),
        workspaceId: work.workspaceId,
        personId,
        partnerId: partner.id,
        role: roleOf(seat),
        grantedById: manager.id,
        grantedAt: partner.createdAt,
      })),
    ),
    // The manager has their role already.
    skipDuplicates: true,
  });
}
