import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { listing } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { ActionRequest, Reply, Request, ViewRequest } from '../../platform/feature.ts';
import {
  actions,
  type Blocks,
  button,
  choiceInput,
  code,
  md,
  say,
  section,
} from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { can, demand } from '../../policy/policy.ts';
import { linkChannel } from './save-partner.ts';
import { channelOf, listPartners, loadPartner, loadPeople } from './store.ts';

/**
 * What to say first in a channel that is nobody's yet: whoever may is offered to set it up, others hear whom to
 * ask. Null where there is nothing to set up: partners' channels, internal ones, direct messages.
 */
export async function offerSetUp(request: Request): Promise<Blocks | null> {
  const { actor, place } = request;
  const isChannel = place.channelId !== null && !place.channelId.startsWith('D');
  if (!isChannel || place.partnerId !== null || (place.channel && !place.channel.isShared)) return null;
  if (!place.channel?.isMember) {
    return [
      section(
        md`I am not in this channel, so I can neither post nor be mentioned here. Type ${code('/invite @Tandem')}, then ${code('/partner')} again.`,
      ),
    ];
  }
  const mayStart = can(actor, 'journey.start', { partnerId: null });
  const linkable = await linkablePartners(request);
  if (!mayStart && linkable.length === 0) {
    const names = await whoSetsUp(request);
    const whom = names.length > 0 ? `Ask ${listing(names, 'or')}` : 'Ask an admin of the workspace';
    return [
      section(md`This channel isn’t set up for a partner yet. ${whom} to do it with ${code('/partner')}.`),
    ];
  }
  return [
    section(
      md`This channel is shared with another organisation, and isn’t set up for a partner yet. What is it for?`,
    ),
    actions(
      ...(mayStart
        ? [button('platform.command', 'Start a partner’s onboarding', { value: 'start', style: 'primary' })]
        : []),
      ...(linkable.length > 0 ? [button('partners.link', 'It belongs to a partner already')] : []),
    ),
  ];
}

async function linkablePartners(request: Request): Promise<Partner[]> {
  const partners = request.actor.side === 'vendor' ? await listPartners(request, request.actor) : [];
  return partners.filter(({ id }) => can(request.actor, 'partner.manage', { partnerId: id }));
}

/** The names of those who manage the whole programme. */
async function whoSetsUp({ tx, workspaceId, ...work }: Request): Promise<string[]> {
  const grants = await tx.roleGrant.findMany({
    where: { workspaceId, partnerId: null, role: { in: ['admin', 'manager'] } },
  });
  const people = await loadPeople(
    { tx, workspaceId, ...work },
    grants.map((grant) => grant.personId),
  );
  return [...people.values()].filter((person) => !person.deactivatedAt).map((person) => person.name);
}

export async function openLink(request: ActionRequest): Promise<Reply> {
  const channel = sharedChannel(request);
  const partners = await linkablePartners(request);
  if (partners.length === 0) demand(request.actor, 'partner.manage', { partnerId: null });
  return {
    modal: {
      callbackId: 'partners.saveLink',
      title: 'Whose channel is it?',
      submit: 'Save',
      blocks: [
        choiceInput(
          'partner',
          'Partner',
          partners.map(({ id, name }) => ({ label: name, value: id })),
          { hint: `The people of the organisation in #${channel.name} become this partner’s.` },
        ),
      ],
    },
  };
}

export async function saveLink(request: ViewRequest): Promise<Reply> {
  const channel = sharedChannel(request);
  const partner = await loadPartner(request, z.object({ partner: z.uuid() }).parse(request.inputs).partner);
  demand(request.actor, 'partner.manage', { partnerId: partner.id });
  await linkChannel(request, partner, channel);
  await audit(request, {
    actorPersonId: request.actor.personId,
    verb: 'partners.link',
    partnerId: partner.id,
    summary: `made #${channel.name} a channel of ${partner.name}`,
  });
  const used = await channelOf(request, partner.id);
  return {
    message:
      used.slackChannelId === channel.id
        ? say(md`#${channel.name} is ${partner.name}’s channel now: news goes here, with what was waiting.`)
        : say(
            md`#${channel.name} is one more channel of ${partner.name}. Commands work here; news goes to #${used.name}, the older one, and here once that closes.`,
          ),
  };
}

function sharedChannel({ place }: Request) {
  const { channel } = place;
  if (!channel?.isMember || channel.isArchived || channel.isFrozen || !channel.isShared)
    throw new Refusal('invalid', 'Use this in a channel shared with a partner that I am in.');
  if (place.partnerId !== null) throw new Refusal('conflict', 'This channel belongs to a partner already.');
  return channel;
}
