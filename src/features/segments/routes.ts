import { z } from 'zod';
import { findByName } from '../../core/text.ts';
import { answerPrivately } from '../../platform/delivery/answer-privately.ts';
import type { ActionRequest, CommandRequest, Reply, Request, ViewRequest } from '../../platform/feature.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { can, demand } from '../../policy/policy.ts';
import { choosePartner, listPartners, loadPartner } from '../partners/public.ts';
import { currentPlaybook, isFor, readSegments } from '../playbook/public.ts';
import { readFilter } from './filter.ts';
import { regrade } from './regrade.ts';
import { changedMessage, partnerSegments, segmentsMessage, segmentsModal } from './views.ts';

/** `segments [partner | words to narrow the list]`: who is in which tier and segments. For the vendor alone. */
export async function runSegments(request: CommandRequest): Promise<Reply> {
  const { actor, place, text } = request;
  if (actor.side !== 'vendor') demand(actor, 'partner.manage', { partnerId: actor.partnerId });
  const { playbook } = await currentPlaybook(request);
  const mine = (await listPartners(request, actor)).filter(({ id }) =>
    can(actor, 'partner.manage', { partnerId: id }),
  );
  if (mine.length === 0) demand(actor, 'partner.manage', { partnerId: null });
  const filter = text === '' || findByName(text, mine).kind === 'one' ? null : readFilter(playbook, text);
  const isList = filter !== null || (text === '' && place.partnerId === null);
  if (!isList) {
    const { partner } = await choosePartner(request, text);
    demand(actor, 'partner.manage', { partnerId: partner.id });
    return privately(request, partnerSegments(playbook, partner));
  }
  const shown = mine.filter((partner) => isFor(filter ?? {}, partner));
  return privately(request, segmentsMessage(playbook, shown, text));
}

function privately(request: Request, message: Parameters<typeof answerPrivately>[2]): Promise<Reply> {
  return answerPrivately(request, { fact: 'segments.asked', what: 'Where a partner belongs' }, message);
}

export async function openChange(request: ActionRequest): Promise<Reply> {
  const partner = await manageable(request, request.value);
  const { playbook } = await currentPlaybook(request);
  return { modal: segmentsModal(playbook, partner) };
}

async function manageable(request: Request, partnerId: unknown): Promise<Partner> {
  const partner = await loadPartner(request, z.uuid().catch(request.workspaceId).parse(partnerId));
  demand(request.actor, 'partner.manage', { partnerId: partner.id });
  return partner;
}

const metadata = z.object({ partnerId: z.string() });

export async function submitChange(request: ViewRequest): Promise<Reply> {
  const partner = await manageable(request, metadata.parse(request.metadata).partnerId);
  const { playbook } = await currentPlaybook(request);
  const { inputs } = request;
  const tier = playbook.tiers.find(({ key }) => key === inputs.tier)?.key;
  if (tier === undefined) return { errors: { tier: 'Please choose a tier.' } };
  const next = { tier, segments: readSegments(playbook, inputs) };
  const why = typeof inputs.why === 'string' ? inputs.why.trim().slice(0, 300) : '';
  const result = await regrade(request, playbook, partner, next, request.actor, why);
  return privately(request, changedMessage(playbook, await loadPartner(request, partner.id), result));
}
