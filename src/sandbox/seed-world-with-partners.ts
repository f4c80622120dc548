import { instantOf, localDateOf } from '../core/calendar.ts';
import type { Clock } from '../platform/clock.ts';
import { workingDayBefore } from './seed-days.ts';
import { type FurtherPartner, idsOf } from './seed-partner.ts';
import { furtherPartners } from './seed-partners.ts';
import { cast, newChannel, newPerson, seedWorld } from './seed-world.ts';
import { addMessage, type World } from './world.ts';

/** The starting world with the further partners behind Lumen and Brightpath: an organisation, a lead and a channel each. */
export function seedWorldWithPartners(clock: Clock): World {
  const world = seedWorld(clock);
  const { lastTs } = world.data;
  for (const partner of furtherPartners) addPartner(world, partner, clock.now());
  world.clock = clock;
  world.data.lastTs = lastTs;
  return world;
}

function addPartner(world: World, partner: FurtherPartner, now: Date): void {
  const { teamId, leadId, channelId } = idsOf(partner);
  const domain = partner.channel.replace(/-lumen$/, '');
  world.data.teams[teamId] = { id: teamId, name: partner.name, domain, side: 'partner', hasApp: false };
  const lead = { id: leadId, teamId, timeZone: partner.timeZone, ...partner.lead };
  world.data.people[leadId] = newPerson(lead, domain);
  const members = [cast.maya, cast.tom, cast.priya, cast.owen, cast.tandem, leadId];
  const createdAt = Math.floor(now.getTime() / 1000) - partner.progress.kickoffAgo * 86_400 * 2;
  const teamIds = [cast.lumen, teamId];
  const channel = newChannel({
    id: channelId,
    name: partner.channel,
    teamIds,
    memberIds: members,
    createdAt,
  });
  world.data.channels[channelId] = channel;
  // Said before anything else in this world, which is why the last timestamp is forgotten and the clock set back.
  partner.chatter.forEach(({ daysAgo, by, text }, index) => {
    world.data.lastTs = 0;
    const day = workingDayBefore(localDateOf(now, partner.timeZone), daysAgo);
    world.clock = { now: () => instantOf(day, 10 * 60 + index * 11, partner.timeZone) };
    const { ts } = addMessage(world, { channelId, userId: by ?? leadId, text });
    channel.lastRead = Object.fromEntries(members.map((id) => [id, ts]));
  });
}
