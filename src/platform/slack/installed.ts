import { type Person, Prisma, type PrismaClient, type Workspace } from '../store/generated/client.ts';
import { joinedColumns, joinedRow } from '../store/known-rows.ts';

/** What says whose programme a payload is about. All of it came from outside, and is checked here. */
export interface Whence {
  /** The workspace whose installation received the payload. */
  readonly teamId: string;
  readonly enterpriseId: string | null;
  readonly channelId: string | null;
  /** Outside channels: the programme that a modal says it belongs to. */
  readonly programmeId: string | null;
  /** Outside channels: the bot that wrote the message which was acted on. */
  readonly writtenBy: string | null;
  /** Outside channels: somebody for whom their partner's programme is looked for where their own has no partners. */
  readonly askedBy: string | null;
  /** Who acted, to be found along with it. */
  readonly userId: string | null;
}

/** Where a payload belongs. */
export interface Installed {
  /** The vendor's, whose programme it is about: its rows are read and written, and its token writes what is sent. */
  readonly workspace: Workspace;
  /** The one that received it, the partner's when that installed the app too: a trigger opens modals for it alone. */
  readonly installation: Workspace;
  /** Who acted, where the programme already knows them; null where that is still to be looked up. */
  readonly person: Person | null;
}

/**
 * Whose programme a payload belongs to, and whose installation received it; null when nobody's. A partner that
 * installed the app too speaks through its own installation: in a channel of its own programme that is meant, in a
 * channel it shares with a vendor the vendor's, and anywhere else its own again.
 */
export async function findInstalled(prisma: PrismaClient, whence: Whence): Promise<Installed | null> {
  const known = await findKnown(prisma, whence);
  const own = known?.own ?? (await findOrganisations(prisma, whence));
  // An Enterprise Grid organisation may be connected as a whole, under its own id.
  const organisations = [whence.teamId, own?.slackEnterpriseId ?? whence.enterpriseId].filter(
    (id) => id !== null,
  );
  const vendor = await findVendor(prisma, own, organisations, known?.channelOf ?? null, whence);
  const workspace = vendor ?? own;
  const person = vendor ? null : (known?.person ?? null);
  return workspace && { workspace, installation: own ?? workspace, person };
}

/** A workspace with an installation of its own, and what nearly every payload from it needs besides. */
interface Known {
  readonly own: Workspace;
  readonly person: Person | null;
  /** Whose partner's channel it is, the first to know it first: the workspace's own, or a vendor's. */
  readonly channelOf: readonly string[];
}

const ownColumns = joinedColumns('own', Prisma.WorkspaceScalarFieldEnum);
const personColumns = joinedColumns('person', Prisma.PersonScalarFieldEnum);

/** In one statement, since everybody waits for it. */
async function findKnown(prisma: PrismaClient, whence: Whence): Promise<Known | null> {
  const { teamId, enterpriseId, channelId, userId } = whence;
  const [row] = await prisma.$queryRaw<Record<string, unknown>[]>`
    SELECT ${ownColumns}, ${personColumns}, ARRAY(
        SELECT "workspaceId"::text FROM "PartnerChannel"
        WHERE "slackChannelId" = ${channelId} AND ("workspaceId" = own."id"
          OR "connectedTeamIds" && ARRAY[${teamId}, coalesce(own."slackEnterpriseId", ${enterpriseId})])
        ORDER BY "createdAt"
      ) AS "channelOf"
    FROM "Workspace" own
    LEFT JOIN "Person" person ON person."workspaceId" = own."id" AND person."slackUserId" = ${userId}
    WHERE own."slackTeamId" = ${teamId}`;
  const own = row ? joinedRow<Workspace>('own', row) : null;
  if (!row || !own) return null;
  return { own, person: joinedRow<Person>('person', row), channelOf: row.channelOf as string[] };
}

/** Where the app is installed for a whole organisation: that organisation's workspace. */
async function findOrganisations(
  prisma: PrismaClient,
  { teamId, enterpriseId }: Whence,
): Promise<Workspace | null> {
  const organisation = enterpriseId ?? teamId;
  if (!organisation.startsWith('E')) return null;
  const all = await prisma.workspace.findMany({ where: { slackEnterpriseId: organisation }, take: 2 });
  return all.length === 1 ? (all[0] ?? null) : null;
}

/**
 * The vendor whose partner the organisations are, for what is said in their common channel or follows from it.
 * A payload may say whose it is; that is believed only of a programme with which they share a channel.
 */
async function findVendor(
  prisma: PrismaClient,
  own: Workspace | null,
  organisations: readonly string[],
  channelOf: Known['channelOf'] | null,
  whence: Whence,
): Promise<Workspace | null> {
  const connected = { connectedTeamIds: { hasSome: [...organisations] } };
  const { channelId, programmeId, writtenBy, askedBy } = whence;
  if (channelId !== null && isChannelId(channelId)) {
    const owners = channelOf ?? (await ownersOf(prisma, own, connected, channelId));
    const [first] = owners;
    if (first === undefined || owners.some((id) => id === own?.id)) return null;
    return prisma.workspace.findUnique({ where: { id: first } });
  }
  if (programmeId !== null || writtenBy !== null) {
    const said = await prisma.workspace.findFirst({
      where: programmeId === null ? { botUserId: writtenBy ?? '' } : { id: programmeId },
    });
    if (!said || said.id === own?.id) return null;
    return (await prisma.partnerChannel.count({ where: { workspaceId: said.id, ...connected } })) > 0
      ? said
      : null;
  }
  if (askedBy === null) return null;
  const partners = own ? await prisma.partner.count({ where: { workspaceId: own.id, endedAt: null } }) : 0;
  if (partners > 0) return null;
  const elsewhere = await prisma.person.findMany({
    where: { slackUserId: askedBy, side: 'partner', partner: { channels: { some: connected } } },
    take: 2,
  });
  const [vendor] = elsewhere;
  if (!vendor || elsewhere.length > 1) return null;
  return prisma.workspace.findUnique({ where: { id: vendor.workspaceId } });
}

async function ownersOf(
  prisma: PrismaClient,
  own: Workspace | null,
  connected: Prisma.PartnerChannelWhereInput,
  slackChannelId: string,
): Promise<string[]> {
  const known = await prisma.partnerChannel.findMany({
    where: { slackChannelId, OR: [connected, ...(own ? [{ workspaceId: own.id }] : [])] },
    orderBy: { createdAt: 'asc' },
  });
  return known.map(({ workspaceId }) => workspaceId);
}

/** Direct messages are nobody's channel, and what looks like no channel is none. */
export function isChannelId(id: string | null): boolean {
  return id !== null && /^[CG][A-Z0-9]+$/.test(id);
}
