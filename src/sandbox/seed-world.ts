import type { Clock } from '../platform/clock.ts';
import { addMessage, type Channel, createWorld, type Person, type World } from './world.ts';

/** The ids of the starting cast, for tests and for the page. They look like Slack's. */
export const cast = {
  lumen: 'T0LUMEN001',
  brightpath: 'T0BRIGHT01',
  tandem: 'U0TANDEM01',
  maya: 'U0MAYACHEN',
  tom: 'U0TOMOKAFO',
  priya: 'U0PRIYANAI',
  lena: 'U0LENAFISC',
  owen: 'U0OWENWALS',
  diego: 'U0DIEGOSAN',
  aiko: 'U0AIKOTANA',
  sam: 'U0SAMRIVER',
  shared: 'C0BRIGHTLU',
  internal: 'C0PARTNERT',
  general: 'C0GENERALL',
} as const;

/** The app's own identifiers in the local Slack. */
export const app = { id: 'A0TANDEM01', botId: 'B0TANDEM01' } as const;

export interface CastMember {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly title: string;
  readonly timeZone: string;
  readonly isAdmin?: boolean;
  readonly isBot?: boolean;
}

const { lumen, brightpath } = cast;
const members: readonly CastMember[] = [
  {
    id: cast.maya,
    teamId: lumen,
    name: 'Maya Chen',
    title: 'Partner manager',
    timeZone: 'Europe/Berlin',
    isAdmin: true,
  },
  {
    id: cast.tom,
    teamId: lumen,
    name: 'Tom Okafor',
    title: 'Solutions engineer',
    timeZone: 'America/New_York',
  },
  { id: cast.priya, teamId: lumen, name: 'Priya Nair', title: 'Partner trainer', timeZone: 'Asia/Kolkata' },
  { id: cast.lena, teamId: lumen, name: 'Lena Fischer', title: 'Finance', timeZone: 'Europe/Berlin' },
  { id: cast.owen, teamId: lumen, name: 'Owen Walsh', title: 'Support lead', timeZone: 'Europe/Dublin' },
  {
    id: cast.diego,
    teamId: brightpath,
    name: 'Diego Santos',
    title: 'Partner lead, sales',
    timeZone: 'Europe/Lisbon',
  },
  { id: cast.aiko, teamId: brightpath, name: 'Aiko Tanaka', title: 'Technical lead', timeZone: 'Asia/Tokyo' },
  {
    id: cast.sam,
    teamId: brightpath,
    name: 'Sam Rivera',
    title: 'Support lead',
    timeZone: 'America/New_York',
  },
  { id: cast.tandem, teamId: lumen, name: 'Tandem', title: 'App', timeZone: 'Etc/UTC', isBot: true },
];

/** A new local Slack: the vendor Lumen, its partner Brightpath Consulting, their shared channel, and some chatter. */
export function seedWorld(clock: Clock): World {
  const createdAt = Math.floor(clock.now().getTime() / 1000) - 30 * 86_400;
  const vendorIds = members.filter((m) => m.teamId === lumen).map((m) => m.id);
  const channel = (id: string, name: string, teamIds: string[], memberIds: string[]): Channel =>
    newChannel({ id, name, teamIds, memberIds, createdAt });
  const world = createWorld(
    {
      teams: {
        [lumen]: { id: lumen, name: 'Lumen', domain: 'lumen', side: 'vendor', hasApp: true },
        [brightpath]: {
          id: brightpath,
          name: 'Brightpath Consulting',
          domain: 'brightpath',
          side: 'partner',
          hasApp: false,
        },
      },
      people: Object.fromEntries(
        members.map((member) => [member.id, newPerson(member, emailDomain(member))]),
      ),
      channels: {
        [cast.shared]: channel(
          cast.shared,
          'brightpath-lumen',
          [lumen, brightpath],
          members.map((m) => m.id),
        ),
        [cast.internal]: channel(cast.internal, 'partner-team', [lumen], [...vendorIds]),
        [cast.general]: channel(
          cast.general,
          'general-lumen',
          [lumen],
          vendorIds.filter((id) => id !== cast.tandem),
        ),
      },
      messages: {},
      files: {},
      modals: {},
      homes: {},
      installedTeamId: lumen,
      botUserId: cast.tandem,
      counter: 1000,
      // The chatter is dated before the start: a day back, a minute apart.
      lastTs: (Math.floor(clock.now().getTime() / 1000) - 86_400) * 1_000_000,
    },
    clock,
  );
  addChatter(world);
  return world;
}

const emailDomain = (member: CastMember): string => (member.teamId === lumen ? 'lumen' : 'brightpath');

/** A channel of Lumen's that Maya created; `createdAt` in seconds. */
export function newChannel(
  given: Pick<Channel, 'id' | 'name' | 'teamIds' | 'memberIds' | 'createdAt'>,
): Channel {
  return {
    ...given,
    kind: 'channel',
    isPrivate: false,
    isArchived: false,
    pendingTeamIds: [],
    hostTeamId: lumen,
    creatorId: cast.maya,
    lastRead: {},
    bookmarks: [],
    pinnedTs: [],
  };
}

export function newPerson(member: CastMember, domain: string): Person {
  const username = member.name.toLowerCase().replace(/ /g, '.');
  return {
    id: member.id,
    teamId: member.teamId,
    username,
    name: member.name,
    title: member.title,
    email: `${username}@${domain}.example`,
    timeZone: member.timeZone,
    isBot: member.isBot ?? false,
    isAdmin: member.isAdmin ?? false,
    isOwner: member.isAdmin ?? false,
    isDeactivated: false,
  };
}

function addChatter(world: World): void {
  const start = world.data.lastTs;
  const realClock = world.clock;
  const lines: readonly [channelId: string, userId: string, text: string][] = [
    [cast.general, cast.owen, 'The office in Dublin has the good coffee again. That is all.'],
    [
      cast.internal,
      cast.maya,
      'Brightpath signed yesterday. They want to be selling by the end of the quarter.',
    ],
    [cast.internal, cast.tom, 'Nice. I can run the technical track with their lead.'],
    [cast.internal, cast.priya, 'Training slots are free from next week on.'],
    [cast.shared, cast.maya, 'Welcome, Brightpath! This channel is where we work together from now on.'],
    [cast.shared, cast.diego, `Thanks, <@${cast.maya}>. Happy to be here. What should we start with?`],
    [cast.shared, cast.aiko, 'Hello all. I look after the technical side, writing from Tokyo.'],
    [cast.shared, cast.sam, 'And I run support. Looking forward to it.'],
  ];
  lines.forEach(([channelId, userId, text], index) => {
    world.clock = { now: () => new Date(start / 1000 + index * 60_000) };
    addMessage(world, { channelId, userId, text });
  });
  world.clock = realClock;
  for (const channel of Object.values(world.data.channels)) {
    const last = world.data.messages[channel.id]?.at(-1)?.ts;
    if (last) channel.lastRead = Object.fromEntries(channel.memberIds.map((id) => [id, last]));
  }
}
