import type { PartnerChannel } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';

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
  await work.tx.person.updateMany({
    where: {
      workspaceId,
      side: 'partner',
      partnerId: null,
      slackTeamId: { in: teamIds.filter((id) => !ambiguous.has(id)) },
    },
    data: { partnerId },
  });
}

/** An organisation has joined a partner's channel. Says whether it is one more beside those that were there. */
export async function addOrganisation(work: Work, channel: PartnerChannel, teamId: string): Promise<boolean> {
  const { workspaceId } = work;
  const own = await work.tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  if (teamId === own.slackTeamId || channel.connectedTeamIds.includes(teamId)) return false;
  await work.tx.partnerChannel.update({
    where: { id: channel.id, workspaceId },
    data: { connectedTeamIds: { push: teamId } },
  });
  await claimPeople(work, channel.partnerId, [teamId]);
  return channel.connectedTeamIds.length > 0;
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
