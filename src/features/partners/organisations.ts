import type { PartnerChannel, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';

/** The ids a channel may be connected by with somebody's organisation: the workspace's, and an Enterprise Grid's. */
export function organisationsOf(person: Person): string[] {
  return [person.slackTeamId, person.slackEnterpriseId].filter((id) => id !== null);
}

/** Whether somebody is a guest of the vendor's own workspace: theirs by account, and not one of its people. */
export async function isGuest(work: Work, person: Person): Promise<boolean> {
  const own = await work.tx.workspace.findUniqueOrThrow({ where: { id: work.workspaceId } });
  const ids = [own.slackTeamId, own.slackEnterpriseId];
  return person.side === 'partner' && organisationsOf(person).some((id) => ids.includes(id));
}

/**
 * People of these organisations who are nobody's yet belong to this partner from now on. Organisations that are
 * also in another partner's channel are left out: whose their people are is for a manager to say, by a role.
 */
export async function claimPeople(work: Work, partnerId: string, teamIds: readonly string[]): Promise<void> {
  const { workspaceId } = work;
  const others = await work.tx.partnerChannel.findMany({
    where: { workspaceId, partnerId: { not: partnerId }, connectedTeamIds: { hasSome: [...teamIds] } },
    select: { connectedTeamIds: true },
  });
  const ambiguous = new Set(others.flatMap((channel) => channel.connectedTeamIds));
  const own = teamIds.filter((id) => !ambiguous.has(id));
  await work.tx.person.updateMany({
    where: {
      workspaceId,
      side: 'partner',
      partnerId: null,
      OR: [{ slackTeamId: { in: own } }, { slackEnterpriseId: { in: own } }],
    },
    data: { partnerId },
  });
}

/** An organisation has joined a partner's channel: the first there, or one more beside the others; null when it is known. */
export async function addOrganisation(
  work: Work,
  channel: PartnerChannel,
  teamId: string,
): Promise<'first' | 'further' | null> {
  const { workspaceId } = work;
  const own = await work.tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const isOwn = teamId === own.slackTeamId || teamId === own.slackEnterpriseId;
  if (isOwn || channel.connectedTeamIds.includes(teamId)) return null;
  await work.tx.partnerChannel.update({
    where: { id: channel.id, workspaceId },
    data: { connectedTeamIds: { push: teamId } },
  });
  await claimPeople(work, channel.partnerId, [teamId]);
  return channel.connectedTeamIds.length > 0 ? 'further' : 'first';
}

/**
 * An organisation has left a partner's channel. Says whether another one of this channel's is still there; the
 * last one is kept, so that it is known again when it comes back.
 */
export async function removeOrganisation(
  work: Work,
  channel: PartnerChannel,
  teamId: string,
): Promise<boolean> {
  const rest = channel.connectedTeamIds.filter((id) => id !== teamId);
  if (rest.length === 0) return false;
  await work.tx.partnerChannel.update({
    where: { id: channel.id, workspaceId: work.workspaceId },
    data: { connectedTeamIds: rest },
  });
  return true;
}
