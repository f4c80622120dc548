import type { Clock } from '../../../src/platform/clock.ts';
import { post, touch } from '../../../src/platform/delivery/post.ts';
import { schedule } from '../../../src/platform/schedule/schedule.ts';
import type { PrismaClient } from '../../../src/platform/store/generated/client.ts';
import type { InWork, Work } from '../../../src/platform/work.ts';
import { cast, newChannel, newPerson, seedWorld } from '../../../src/sandbox/seed-world.ts';
import type { World } from '../../../src/sandbox/world.ts';

/** One partner of the crash matrix: its channel, its person who speaks there, its manager who is asked about calls. */
export interface Place {
  readonly index: number;
  readonly channel: string;
  readonly lead: string;
  readonly manager: string;
}

export function placesOf(count: number): Place[] {
  return Array.from({ length: count }, (_, index) => {
    const id = String(index).padStart(3, '0');
    return { index, channel: `C0CRASH${id}`, lead: `U0LEAD${id}`, manager: `U0MANAGER${id}` };
  });
}

/** The local Slack with a channel, a partner's person and a manager for each place. */
export function crashWorld(clock: Clock, places: readonly Place[]): World {
  const world = seedWorld(clock);
  const createdAt = Math.floor(clock.now().getTime() / 1000) - 86_400;
  for (const { index, channel, lead, manager } of places) {
    const timeZone = 'Etc/UTC';
    const title = '';
    const people = [
      { id: lead, teamId: cast.brightpath, name: `Lead ${index}`, title, timeZone },
      { id: manager, teamId: cast.lumen, name: `Manager ${index}`, title, timeZone },
    ];
    for (const person of people) world.data.people[person.id] = newPerson(person, 'crash');
    world.data.channels[channel] = newChannel({
      id: channel,
      name: `crash-${index}`,
      teamIds: [cast.lumen, cast.brightpath],
      memberIds: [cast.tandem, lead, manager],
      createdAt,
    });
  }
  return world;
}

/** The workspace and its partners, straight into the database: what is tested begins after this. */
export async function seedStore(
  prisma: PrismaClient,
  clock: Clock,
  newId: () => string,
  places: readonly Place[],
): Promise<string> {
  const now = clock.now();
  const workspaceId = newId();
  await prisma.workspace.create({
    data: {
      id: workspaceId,
      slackTeamId: cast.lumen,
      name: 'Lumen',
      botUserId: cast.tandem,
      createdAt: now,
    },
  });
  for (const { index, channel, lead, manager } of places) {
    const [managerId, leadId, partnerId] = [newId(), newId(), newId()];
    const common = { workspaceId, timeZone: 'Etc/UTC', checkedAt: now };
    await prisma.person.create({
      data: {
        ...common,
        id: managerId,
        slackUserId: manager,
        slackTeamId: cast.lumen,
        side: 'vendor',
        name: `Manager ${index}`,
      },
    });
    await prisma.partner.create({
      data: {
        id: partnerId,
        workspaceId,
        name: `Partner ${index}`,
        nameKey: `partner ${index}`,
        tier: 'silver',
        managerPersonId: managerId,
        timeZone: 'Etc/UTC',
        createdAt: now,
      },
    });
    await prisma.person.create({
      data: {
        ...common,
        id: leadId,
        slackUserId: lead,
        slackTeamId: cast.brightpath,
        side: 'partner',
        name: `Lead ${index}`,
        partnerId,
      },
    });
    await prisma.roleGrant.create({
      data: { id: newId(), workspaceId, personId: leadId, partnerId, role: 'lead', grantedAt: now },
    });
    await prisma.partnerChannel.create({
      data: {
        id: newId(),
        workspaceId,
        partnerId,
        slackChannelId: channel,
        name: `crash-${index}`,
        connectedTeamIds: [cast.brightpath],
        createdAt: now,
      },
    });
    await prisma.callSeries.create({
      data: {
        id: newId(),
        workspaceId,
        partnerId,
        title: `Calls ${index}`,
        recurrence: { every: 1, unit: 'day', at: '09:00', timeZone: 'UTC', from: '2026-01-01' },
        durationMinutes: 30,
        seats: [],
        standingItems: [],
        reminderMinutes: [],
        createdById: managerId,
        createdAt: now,
      },
    });
  }
  return workspaceId;
}

/** What the runner decides as another process of the app would: recorded in one transaction, sent by whoever is alive. */
export interface Decider {
  /** Posts `numbers` in a place's channel, in this order, each fifth with the next four in its thread. */
  posts(place: Place, numbers: readonly number[]): Promise<void>;
  /** Makes one call over for each number, so that its manager is asked how it went. */
  callsOver(place: Place, numbers: readonly number[]): Promise<void>;
  /** Changes what a deal is worth and so what its live message shows. */
  revalue(dealId: string, amountMinor: bigint): Promise<void>;
  /** Anything else, in one transaction. */
  decides(fn: (work: Work) => Promise<unknown>): Promise<void>;
}

export const numbered = (place: Place, number: number) => `note ${place.index}/${number}`;
export const isRoot = (number: number) => number % 5 === 0;

export function createDecider(
  inWork: InWork,
  workspaceId: string,
  clock: Clock,
  newId: () => string,
): Decider {
  const work = { workspaceId, source: 'crash matrix' };
  return {
    posts: async (place, numbers) => {
      await inWork(work, (w) =>
        post(
          w,
          ...numbers.map((number) => ({
            key: numbered(place, number),
            to: { channel: place.channel },
            audience: 'partner' as const,
            message: { text: numbered(place, number) },
            ...(isRoot(number) ? {} : { thread: { post: numbered(place, number - (number % 5)) } }),
          })),
        ),
      );
    },
    callsOver: async (place, numbers) => {
      await inWork(work, async (w) => {
        const series = await w.tx.callSeries.findFirstOrThrow({
          where: { workspaceId, title: `Calls ${place.index}` },
        });
        const calls = numbers.map((number) => ({
          id: newId(),
          workspaceId,
          seriesId: series.id,
          partnerId: series.partnerId,
          originalAt: new Date(1_700_000_000_000 + number * 60_000),
          startsAt: clock.now(),
        }));
        await w.tx.call.createMany({ data: calls });
        await schedule(w, ...calls.map((call) => ({ kind: 'calls.ask', key: call.id, dueAt: clock.now() })));
      });
    },
    revalue: async (dealId, amountMinor) => {
      await inWork(work, async (w) => {
        const deal = await w.tx.deal.update({
          where: { id: dealId, workspaceId },
          data: { amountMinor },
        });
        const channel = await w.tx.partnerChannel.findFirstOrThrow({
          where: { workspaceId, partnerId: deal.partnerId },
        });
        await touch(w, {
          kind: 'pipeline.deal',
          subject: dealId,
          to: { channel: channel.slackChannelId },
        });
      });
    },
    decides: async (fn) => {
      await inWork(work, fn);
    },
  };
}
