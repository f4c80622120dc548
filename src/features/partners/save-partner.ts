import { Refusal } from '../../core/refusal.ts';
import { release } from '../../platform/delivery/hold.ts';
import type { ChannelInfo } from '../../platform/feature.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { moveOwed } from './channel-state.ts';
import { claimPeople } from './organisations.ts';
import { grantRole } from './store.ts';

export interface PartnerDetails {
  readonly name: string;
  readonly tier: string;
  /** As `potential:high`; left out: as they were, none of a new partner. */
  readonly segments?: readonly string[];
  readonly managerPersonId: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly channel: ChannelInfo;
}

/** Creates the partner, or brings it up to date, ties the channel to it and makes its manager one. One that left stays away. */
export async function savePartner(work: Work, details: PartnerDetails): Promise<Partner> {
  const { workspaceId } = work;
  const { channel, segments, ...rest } = details;
  const name = details.name.trim();
  const nameKey = name.toLowerCase();
  const taken = await work.tx.partnerChannel.findUnique({
    where: { workspaceId_slackChannelId: { workspaceId, slackChannelId: channel.id } },
    include: { partner: true },
  });
  if (taken && taken.partner.nameKey !== nameKey) {
    const owner = taken.partner.name;
    throw new Refusal(
      'conflict',
      `This channel already belongs to ${owner}. Start ${name} in a channel of its own.`,
      'partner',
    );
  }
  const row = { ...rest, name, nameKey, ...(segments && { segments: [...segments] }) };
  const partner = await work.tx.partner.upsert({
    where: { workspaceId_nameKey: { workspaceId, nameKey } },
    create: { id: work.newId(), workspaceId, createdAt: work.now, ...row },
    update: row,
  });
  await linkChannel(work, partner, channel);
  await grantRole(work, {
    personId: details.managerPersonId,
    partnerId: partner.id,
    role: 'manager',
    grantedById: null,
  });
  return partner;
}

/**
 * Ties a channel to a partner: its messages may go there, and the people of the organisations connected to it are
 * the partner's. What waits for a closed channel of the partner goes out here. The oldest open channel of a partner
 * is the one that new messages go to.
 */
export async function linkChannel(work: Work, partner: Partner, channel: ChannelInfo): Promise<void> {
  const { workspaceId } = work;
  const workspace = await work.tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const connectedTeamIds = channel.connectedTeamIds.filter(
    (id) => id !== workspace.slackTeamId && id !== workspace.slackEnterpriseId,
  );
  const seen = { name: channel.name, connectedTeamIds, state: 'live' };
  const linked = await work.tx.partnerChannel.upsert({
    where: { workspaceId_slackChannelId: { workspaceId, slackChannelId: channel.id } },
    create: {
      id: work.newId(),
      workspaceId,
      partnerId: partner.id,
      slackChannelId: channel.id,
      createdAt: work.now,
      ...seen,
    },
    update: seen,
  });
  // People of the partner who were seen before the channel was set up belong to it from now on.
  await claimPeople(work, partner.id, connectedTeamIds);
  await release(work, channel.id);
  await moveOwed(work, linked);
}
