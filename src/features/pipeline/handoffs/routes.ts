import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { listing } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type {
  ActionRequest,
  CommandRequest,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { actions, button, md, message, say, section, table } from '../../../platform/slack/kit/index.ts';
import type { Handoff } from '../../../platform/store/generated/client.ts';
import { demand } from '../../../policy/policy.ts';
import { seatHolders } from '../../onboarding/public.ts';
import { choosePartner, loadPeople, personBySlackId } from '../../partners/public.ts';
import { type HandoffDefinition, sideOf } from '../../playbook/public.ts';
import { followHandoff, handoffClock } from '../clocks.ts';
import { longest, paragraph } from '../rules/fields.ts';
import { pressedId } from '../rules/forms.ts';
import { answersOf, missingIn } from '../rules/handoff.ts';
import { holdDeal, holdLead } from '../store.ts';
import { type HandoffSubject, handoffDefinitions, handoffModal, missingWords, showHandoff } from './card.ts';

type Subject = HandoffSubject & { readonly partnerId: string };

/** `handoff`: what is being handed over; `handoff D-3 [which]`: the form. */
export async function runHandoff(request: CommandRequest): Promise<Reply> {
  const [, letter = '', number = '', key = ''] =
    /^([DL])-?(\d{1,9})(?:\s+(\S+))?\s*$/i.exec(request.text) ?? [];
  if (number === '') return { message: await listOpen(request) };
  const about = letter.toUpperCase() === 'D' ? ('deal' as const) : ('lead' as const);
  const named = { number: Number(number) };
  const subject =
    about === 'deal'
      ? dealSubject(await holdDeal(request, request.actor, named))
      : leadSubject(await holdLead(request, request.actor, named));
  demand(request.actor, 'handoff.fill', { partnerId: subject.partnerId });
  const fitting = (await handoffDefinitions(request)).filter((each) => each.about === about);
  if (fitting.length === 0)
    throw new Refusal('not_found', `The playbook has no handoffs of a ${about}. Add one under “handoffs”.`);
  const chosen = fitting.length === 1 ? fitting[0] : fitting.find((each) => each.key === key.toLowerCase());
  if (chosen) return openForm(request, chosen, subject);
  return {
    message: message([
      section(md`${subject.ref} ${subject.customer}: who hands over to whom?`),
      actions(
        ...fitting
          .slice(0, 10)
          .map((each) =>
            button('platform.command', each.title, { value: `handoff ${subject.ref} ${each.key}` }),
          ),
      ),
    ]),
  };
}

function dealSubject(deal: { id: string; number: number; customer: string; partnerId: string }): Subject {
  const { id, customer, partnerId } = deal;
  return { dealId: id, leadId: null, ref: `D-${deal.number}`, customer, partnerId };
}

function leadSubject(lead: { id: string; number: number; customer: string; partnerId: string }): Subject {
  const { id, customer, partnerId } = lead;
  return { dealId: null, leadId: id, ref: `L-${lead.number}`, customer, partnerId };
}

/** The form, with whoever has the seat that takes over chosen already. */
async function openForm(request: Request, definition: HandoffDefinition, subject: Subject): Promise<Reply> {
  const present = await findHandoff(request, definition.key, subject);
  if (present?.acceptedAt) throw alreadyAccepted(present);
  const seats = (await seatHolders(request, [subject.partnerId])).get(subject.partnerId);
  const toPersonId = present?.toPersonId ?? seats?.get(definition.to) ?? null;
  const to = toPersonId && (await loadPeople(request, [toPersonId])).get(toPersonId);
  return {
    modal: handoffModal(definition, subject, {
      to: to && !to.deactivatedAt ? to.slackUserId : null,
      answers: present ? answersOf(present) : {},
    }),
  };
}

function findHandoff(request: Request, key: string, { leadId, dealId }: HandoffSubject) {
  return request.tx.handoff.findFirst({ where: { workspaceId: request.workspaceId, key, leadId, dealId } });
}

const metadata = z.object({ key: z.string(), leadId: z.uuid().nullable(), dealId: z.uuid().nullable() });

export async function submitHandoff(request: ViewRequest): Promise<Reply> {
  const { actor, tx, workspaceId } = request;
  const { key, leadId, dealId } = metadata.parse(request.metadata);
  const subject = dealId
    ? dealSubject(await holdDeal(request, actor, { id: dealId }))
    : leadSubject(await holdLead(request, actor, { id: leadId ?? '' }));
  demand(actor, 'handoff.fill', { partnerId: subject.partnerId });
  const definition = (await handoffDefinitions(request)).find((each) => each.key === key);
  if (!definition) throw new Refusal('stale', 'The playbook has no such handoff any more.');
  const present = await findHandoff(request, key, subject);
  if (present?.acceptedAt) throw alreadyAccepted(present);
  const to = await personBySlackId(request, z.string().catch('').parse(request.inputs.to));
  const isElsewhere = to.side === 'partner' && to.partnerId !== subject.partnerId;
  if (isElsewhere || to.side !== sideOf(definition.to)) {
    const side = sideOf(definition.to) === 'partner' ? 'the partner’s side' : 'the vendor’s side';
    return { errors: { to: `${to.name} isn’t on ${side}, which takes over.` } };
  }
  const answers = Object.fromEntries(
    definition.requires.map((each) => {
      const said = request.inputs[`know-${each.key}`];
      return [each.key, typeof said === 'string' ? paragraph(said).slice(0, longest.reason) : ''];
    }),
  );
  const { leadId: lead, dealId: deal, ref, customer, partnerId } = subject;
  const isComplete = missingIn(definition.requires, answers).length === 0;
  // Once it can be accepted, rewording it does not start the clock anew.
  const completeAt = isComplete ? (present?.completeAt ?? request.now) : null;
  const handoff = present
    ? await tx.handoff.update({
        where: { id: present.id, workspaceId },
        data: { answers, toPersonId: to.id, completeAt },
      })
    : await tx.handoff.create({
        data: {
          ...{ id: request.newId(), workspaceId, partnerId, key, leadId: lead, dealId: deal, ref, customer },
          ...{ answers, fromPersonId: actor.personId, toPersonId: to.id, completeAt },
          createdAt: request.now,
        },
      });
  await followHandoff(request, handoff, definition);
  await showHandoff(request, handoff);
  const missing = missingWords(definition, answers);
  const rest = missing ? ` Still missing: ${missing}.` : '';
  await remember(
    request,
    handoff,
    'handOver',
    `handed ${ref} over to ${to.name} (${definition.title}).${rest}`,
  );
  return {
    message: say(
      md`${definition.title}: ${ref} ${customer} goes to ${to.name}.${rest || ' Nothing is missing, so it can be accepted now.'} You find it in our direct messages.`,
    ),
  };
}

export async function pressFillHandoff(request: ActionRequest): Promise<Reply> {
  const { handoff, definition } = await held(request);
  demand(request.actor, 'handoff.fill', {
    partnerId: handoff.partnerId,
    ownerPersonIds: [handoff.fromPersonId, handoff.toPersonId],
  });
  return openForm(request, definition, handoff);
}

export async function pressAcceptHandoff(request: ActionRequest): Promise<Reply> {
  const { handoff, definition } = await held(request);
  demand(request.actor, 'handoff.accept', {
    partnerId: handoff.partnerId,
    ownerPersonIds: [handoff.toPersonId],
  });
  if (handoff.acceptedAt) throw alreadyAccepted(handoff);
  const missing = missingIn(definition.requires, answersOf(handoff));
  if (missing.length > 0) {
    throw new Refusal(
      'invalid',
      `It can’t be accepted yet. Still missing: ${listing(missing.map(({ prompt }) => `“${prompt}”`))}.`,
    );
  }
  const accepted = await request.tx.handoff.update({
    where: { id: handoff.id, workspaceId: request.workspaceId },
    data: { acceptedAt: request.now },
  });
  await showHandoff(request, accepted);
  await remember(request, accepted, 'acceptHandoff', `accepted ${handoff.ref} (${definition.title})`);
  const giver = (await loadPeople(request, [handoff.fromPersonId])).get(handoff.fromPersonId);
  if (giver && giver.id !== request.actor.personId)
    await post(request, {
      key: `pipeline.handoff-accepted:${handoff.id}`,
      to: { person: giver.slackUserId },
      audience: giver.side === 'partner' ? 'partner' : 'internal',
      message: say(
        md`${request.actor.name} has accepted ${handoff.ref} ${handoff.customer} (${definition.title.toLowerCase()}).`,
      ),
    });
  return { message: say(md`You have ${handoff.ref} ${handoff.customer} now.`) };
}

/** The handoff a button names, held until the transaction ends; to a partner's person another's is unknown. */
async function held(request: ActionRequest): Promise<{ handoff: Handoff; definition: HandoffDefinition }> {
  const { tx, workspaceId, actor } = request;
  const id = pressedId(request);
  await tx.$queryRaw`SELECT 1 FROM "Handoff" WHERE "id" = ${id}::uuid AND "workspaceId" = ${workspaceId}::uuid FOR UPDATE`;
  const handoff = await tx.handoff.findFirst({ where: { id, workspaceId } });
  const definition = (await handoffDefinitions(request)).find(({ key }) => key === handoff?.key);
  const isAnothers = actor.side === 'partner' && actor.partnerId !== handoff?.partnerId;
  if (!handoff || !definition || isAnothers) {
    throw new Refusal('not_found', 'That handoff isn’t here any more. Say “handoff” to see those there are.');
  }
  return { handoff, definition };
}

async function listOpen(request: CommandRequest) {
  const { partner } = await choosePartner(request, request.text);
  demand(request.actor, 'pipeline.view', { partnerId: partner.id });
  const definitions = await handoffDefinitions(request);
  const all = await request.tx.handoff.findMany({
    where: { workspaceId: request.workspaceId, partnerId: partner.id, acceptedAt: null },
    orderBy: { createdAt: 'asc' },
    take: 100,
  });
  const open = all.flatMap((each) => {
    const definition = definitions.find(({ key }) => key === each.key);
    return definition ? [{ ...each, definition }] : [];
  });
  if (open.length === 0)
    return say(md`Nothing of ${partner.name} is being handed over. Say “handoff D-3” to hand a deal over.`);
  const people = await loadPeople(
    request,
    open.map(({ toPersonId }) => toPersonId),
  );
  const clocks: string[] = [];
  for (const each of open) clocks.push((await handoffClock(request, each, each.definition)) ?? '');
  return message([
    table(
      `Being handed over at ${partner.name}`,
      ['What', 'Handoff', 'To', 'Missing', 'To be accepted'],
      open.map((each, index) => [
        `${each.ref} ${each.customer}`,
        each.definition.title,
        people.get(each.toPersonId)?.name ?? '',
        missingWords(each.definition, answersOf(each)) || 'nothing',
        clocks[index] ?? '',
      ]),
    ),
  ]);
}

async function remember(request: Request, handoff: Handoff, verb: string, did: string): Promise<void> {
  await audit(request, {
    actorPersonId: request.actor.personId,
    verb: `pipeline.${verb}`,
    partnerId: handoff.partnerId,
    subject: handoff.dealId ? `deal:${handoff.dealId}` : `lead:${handoff.leadId ?? ''}`,
    summary: `${request.actor.name} ${did}`,
  });
}

function alreadyAccepted(handoff: Handoff): Refusal {
  return new Refusal('stale', `${handoff.ref} has been handed over and accepted. Nothing was changed.`);
}
