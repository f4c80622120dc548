import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { findByName } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { answerPrivately } from '../../platform/delivery/answer-privately.ts';
import type { ActionRequest, CommandRequest, Reply, Request, ViewRequest } from '../../platform/feature.ts';
import { say } from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { can, demand } from '../../policy/policy.ts';
import { choosePartner, listPartners, loadPartner } from '../partners/public.ts';
import { currentPlaybook, isFor, type Playbook, readSegments } from '../playbook/public.ts';
import { readFilter } from './filter.ts';
import { loadOpen, openProposals, settle } from './proposals.ts';
import { regrade } from './regrade.ts';
import {
  changedMessage,
  gradedKey,
  gradedWords,
  keepModal,
  partnerSegments,
  segmentsMessage,
  segmentsModal,
  tierName,
} from './views.ts';

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
    const [proposal] = await openProposals(request, [partner.id]);
    return privately(request, partnerSegments(playbook, partner, proposal));
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
  if (!partner.endedAt) return partner;
  throw new Refusal(
    'stale',
    `The partnership with ${partner.name} has ended: its tier and segments stay as they are.`,
  );
}

const metadata = z.object({ partnerId: z.string(), was: z.string() });

export async function submitChange(request: ViewRequest): Promise<Reply> {
  const { partnerId, was } = metadata.parse(request.metadata);
  const partner = await manageable(request, partnerId);
  const { playbook } = await currentPlaybook(request);
  if (gradedKey(partner) !== was) throw changedMeanwhile(playbook, partner);
  const { inputs } = request;
  const tier = playbook.tiers.find(({ key }) => key === inputs.tier)?.key;
  if (tier === undefined) return { errors: { tier: 'Please choose a tier.' } };
  const next = { tier, segments: readSegments(playbook, inputs) };
  const why = typeof inputs.why === 'string' ? inputs.why.trim().slice(0, 300) : '';
  const result = await regrade(request, playbook, partner, next, request.actor, why);
  return privately(request, changedMessage(playbook, await loadPartner(request, partner.id), result));
}

/** The form would be written over a colleague's decision. */
function changedMeanwhile(playbook: Playbook, partner: Partner): Refusal {
  return new Refusal(
    'stale',
    `A colleague changed it while you had it open: ${partner.name} is now ${gradedWords(playbook, partner)}. Please open it again.`,
    'tier',
  );
}

/** The manager takes a proposed tier. */
export async function pressAccept(request: ActionRequest): Promise<Reply> {
  const { actor } = request;
  const { proposal, partner, playbook } = await decidable(request, request.value);
  await settle(request, proposal, 'accepted', actor.personId, null);
  const next = { tier: proposal.toTier, segments: partner.segments };
  const result = await regrade(request, playbook, partner, next, actor, proposal.evidence.join('; '));
  return privately(request, changedMessage(playbook, await loadPartner(request, partner.id), result));
}

export async function openKeep(request: ActionRequest): Promise<Reply> {
  const { proposal, partner, playbook } = await decidable(request, request.value);
  return { modal: keepModal(playbook, partner, proposal) };
}

const keeping = z.object({ proposalId: z.string() });

/** The manager keeps the tier, for a reason. */
export async function submitKeep(request: ViewRequest): Promise<Reply> {
  const { actor, inputs } = request;
  const { proposal, partner, playbook } = await decidable(
    request,
    keeping.parse(request.metadata).proposalId,
  );
  const reason = typeof inputs.reason === 'string' ? inputs.reason.trim().slice(0, 300) : '';
  if (reason === '') return { errors: { reason: 'Please say why, so that the next one who asks knows.' } };
  await settle(request, proposal, 'kept', actor.personId, reason);
  const [from, to] = [tierName(playbook, proposal.fromTier), tierName(playbook, proposal.toTier)];
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'segments.keep',
    partnerId: partner.id,
    subject: `partner:${partner.id}`,
    summary: `kept ${from} where the facts spoke for ${to}: ${reason}`,
    isInternal: true,
  });
  return privately(request, say(`${partner.name} stays ${from}.`));
}

async function decidable(request: Request, id: string) {
  const proposal = await loadOpen(request, id);
  const partner = await manageable(request, proposal.partnerId);
  const { playbook } = await currentPlaybook(request);
  if (partner.tier !== proposal.fromTier)
    throw new Refusal(
      'stale',
      `${partner.name} is ${tierName(playbook, partner.tier)} by now, so there is nothing left to decide.`,
    );
  return { proposal, partner, playbook };
}
