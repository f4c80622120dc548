import { partnerRoles, type Role, vendorRoles } from '../../../src/core/actor.ts';
import { newId } from '../../../src/platform/clock.ts';
import type { Partner, Person } from '../../../src/platform/store/generated/client.ts';
import { cast, newPerson } from '../../../src/sandbox/seed-world.ts';
import type { TestApp } from '../../support/app.ts';
import { fc } from '../../unit/core/properties.ts';

/** A partner with a past, and with a word in all that is written of it. */
export interface Party extends Partner {
  readonly slackTeamId: string;
  readonly channelId: string;
  /** In all that is written of this partner, and nowhere else. */
  readonly marker: string;
  /** One id of each of its things, by the name forms know it by. */
  readonly things: Readonly<Record<string, string>>;
  /** The numbers of its deals and leads. */
  readonly numbers: readonly number[];
  /** Slack's id of somebody of its own, to be given what is not theirs to give. */
  readonly someone: string;
}

/** The id a modal or a button would carry, and where it is found. */
const tables = {
  dealId: 'Deal',
  leadId: 'Lead',
  callId: 'Call',
  actionItemId: 'ActionItem',
  journeyId: 'Journey',
  surveyId: 'Survey',
} as const;
const ofJourney = { stepId: 'JourneyStep', gateId: 'JourneyGate' } as const;

/** The partners of a world with a past, each with a marker in what is its own. */
export async function markParties(tandem: TestApp): Promise<Party[]> {
  const { prisma } = tandem.app.store;
  const partners = await prisma.partner.findMany({ include: { channels: true }, orderBy: { name: 'asc' } });
  const found: Party[] = [];
  // Whoever was brought together knows of each other; here nobody is.
  await prisma.mentorCard.deleteMany();
  for (const [index, { channels, ...partner }] of partners.entries()) {
    const marker = `Zq${'abcdefghijklmnop'[index]}xy`;
    const name = `${partner.name} ${marker}`;
    const where = { workspaceId: partner.workspaceId, partnerId: partner.id };
    await prisma.partner.update({ where: { id: partner.id }, data: { name, nameKey: name.toLowerCase() } });
    await prisma.$executeRaw`UPDATE "Deal" SET "customer" = "customer" || ' ' || ${marker}, "name" = "name" || ' ' || ${marker} WHERE "partnerId" = ${partner.id}::uuid`;
    await prisma.$executeRaw`UPDATE "Lead" SET "customer" = "customer" || ' ' || ${marker} WHERE "partnerId" = ${partner.id}::uuid`;
    const due = new Date('2026-11-30T12:00:00Z');
    const item = await prisma.actionItem.create({
      data: {
        ...where,
        id: newId(),
        number: 900 + index,
        text: `Send ${marker}`,
        ownerPersonId: partner.managerPersonId,
        dueOn: due,
        createdById: partner.managerPersonId,
        createdAt: due,
      },
    });
    const things: Record<string, string> = { partnerId: partner.id, item: item.id };
    for (const kind of ['offer', 'request']) {
      const words = `${kind} of ${marker}`;
      const card = { ...where, id: newId(), kind, topics: ['integration'], words, saidAt: due };
      await prisma.mentorCard.create({ data: card });
      things[`${kind}Id`] = card.id;
    }
    for (const [key, table] of Object.entries(tables)) {
      const [row] = await prisma.$queryRawUnsafe<{ id: string }[]>(
        `SELECT "id"::text AS "id" FROM "${table}" WHERE "partnerId" = '${partner.id}' LIMIT 1`,
      );
      if (row) things[key] = row.id;
    }
    for (const [key, table] of Object.entries(ofJourney)) {
      const [row] = await prisma.$queryRawUnsafe<{ id: string }[]>(
        `SELECT t."id"::text AS "id" FROM "${table}" t JOIN "Journey" j ON j."id" = t."journeyId" WHERE j."partnerId" = '${partner.id}' LIMIT 1`,
      );
      if (row) things[key] = row.id;
    }
    const channel = channels[0];
    if (channel)
      found.push({
        ...partner,
        name,
        slackTeamId: channel.connectedTeamIds[0] ?? '',
        channelId: channel.slackChannelId,
        marker,
        things,
        numbers: await numbersOf(tandem, partner.id),
        someone: slackIdOf('partner', index),
      });
  }
  return found;
}

async function numbersOf({ app }: TestApp, partnerId: string): Promise<number[]> {
  const { prisma } = app.store;
  const newest = {
    where: { partnerId },
    orderBy: { number: 'desc' as const },
    take: 10,
    select: { number: true },
  };
  return [...(await prisma.deal.findMany(newest)), ...(await prisma.lead.findMany(newest))].map(
    ({ number }) => number,
  );
}

/** The first of `populate` at each partner has the partner's own number. */
function slackIdOf(side: 'partner' | 'vendor', index: number): string {
  return `U0${side === 'partner' ? 'THEIR' : 'OURS0'}${index.toString().padStart(3, '0')}`;
}

/** Two people of each partner, and as many of the vendor's with a role for that partner, with roles by chance. */
export async function populate(tandem: TestApp, parties: readonly Party[]): Promise<Person[]> {
  const { prisma } = tandem.app.store;
  const { data } = tandem.sandbox.world;
  const chance = fc.sample(
    fc.tuple(
      fc.subarray([...partnerRoles]),
      fc.constantFrom(...vendorRoles.filter((role) => role !== 'admin')),
    ),
    parties.length * 2,
  );
  const made: Person[] = [];
  for (const [index, [theirs, ours]] of chance.entries()) {
    const party = parties[index % parties.length];
    if (!party) continue;
    for (const [side, teamId, roles] of [
      ['partner', party.slackTeamId, theirs],
      ['vendor', cast.lumen, [ours]],
    ] as const) {
      const slackUserId = slackIdOf(side, index);
      const name = `Person ${index} of ${side}`;
      data.people[slackUserId] = newPerson(
        { id: slackUserId, teamId, name, title: '', timeZone: 'UTC' },
        'x',
      );
      data.channels[party.channelId]?.memberIds.push(slackUserId);
      const person = await prisma.person.create({
        data: {
          id: newId(),
          workspaceId: party.workspaceId,
          slackUserId,
          slackTeamId: teamId,
          side,
          partnerId: side === 'partner' ? party.id : null,
          name,
          timeZone: 'UTC',
          checkedAt: tandem.clock.now(),
        },
      });
      made.push(person);
      for (const role of roles satisfies readonly Role[])
        await prisma.roleGrant.create({
          data: {
            id: newId(),
            workspaceId: party.workspaceId,
            personId: person.id,
            partnerId: party.id,
            role,
            grantedAt: tandem.clock.now(),
          },
        });
    }
  }
  return made;
}

export function partyOf(person: Person, parties: readonly Party[], index: number): Party {
  const own = parties.find(({ id }) => id === person.partnerId);
  return own ?? parties[index % parties.length] ?? fail();
}

export function fail(): never {
  throw new Error('no partner to speak of');
}
