import type { PrismaClient, Workspace } from '../store/generated/client.ts';

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
}

/** Where a payload belongs. */
export interface Installed {
  /** The vendor's, whose programme it is about: its rows are read and written, and its token writes what is sent. */
  readonly workspace: Workspace;
  /** The one that received it, the partner's when that installed the app too: a trigger opens modals for it alone. */
  readonly installation: Workspace;
}

/**
 * Whose programme a payload belongs to, and whose installation received it; null when nobody's. A partner that
 * installed the app too speaks through its own installation: in a channel of its own programme that is meant, in a
 * channel it shares with a vendor the vendor's, and anywhere else its own again.
 */
export async function findInstalled(prisma: PrismaClient, whence: Whence): Promise<Installed | null> {
  const own = await findOwn(prisma, whence);
  // An Enterprise Grid organisation may be connected as a whole, under its own id.
  const organisations = [whence.teamId, own?.slackEnterpriseId ?? whence.enterpriseId].filter(
    (id) => id !== null,
  );
  const workspace = (await findVendor(prisma, own, organisations, whence)) ?? own;
  return workspace && { workspace, installation: own ?? workspace };
}

/** The workspace itself; where the app is installed for a whole organisation, that organisation's. */
async function findOwn(prisma: PrismaClient, { teamId, enterpriseId }: Whence): Promise<Workspace | null> {
  const own = await prisma.workspace.findUnique({ where: { slackTeamId: teamId } });
  const organisation = enterpriseId ?? teamId;
  if (own || !organisation.startsWith('E')) return own;
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
  whence: Whence,
): Promise<Workspace | null> {
  const connected = { connectedTeamIds: { hasSome: [...organisations] } };
  const { channelId, programmeId, writtenBy, askedBy } = whence;
  if (channelId !== null && isChannelId(channelId)) {
    const known = await prisma.partnerChannel.findMany({
      where: { slackChannelId: channelId, OR: [connected, ...(own ? [{ workspaceId: own.id }] : [])] },
      orderBy: { createdAt: 'asc' },
    });
    const [first] = known;
    if (!first || known.some((channel) => channel.workspaceId === own?.id)) return null;
    return prisma.workspace.findUnique({ where: { id: first.workspaceId } });
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

/** Direct messages are nobody's channel, and what looks like no channel is none. */
export function isChannelId(id: string | null): boolean {
  return id !== null && /^[CG][A-Z0-9]+$/.test(id);
}
