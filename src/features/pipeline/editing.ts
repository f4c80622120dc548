import { z } from 'zod';
import { localDateOfUtc, utcMidnightOf } from '../../core/calendar.ts';
import { decimalOf } from '../../core/money.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import type { ActionRequest, Modal, Reply, Request, ViewRequest } from '../../platform/feature.ts';
import {
  choiceInput,
  context,
  dateInput,
  md,
  personInput,
  say,
  textInput,
} from '../../platform/slack/kit/index.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { demand } from '../../policy/policy.ts';
import { loadPeople, personBySlackId } from '../partners/public.ts';
import { type DealTerms, findCurrentPlaybook } from '../playbook/public.ts';
import { announceDeal } from './announce.ts';
import { staleDeal } from './deals.ts';
import { type DealEdit, editWords, readEdit } from './rules/edit.ts';
import { longest } from './rules/fields.ts';
import { pressedId } from './rules/forms.ts';
import { type Deal, holdDeal, loadDeal, ownerOf } from './store.ts';
import { dealTitle } from './views/deal.ts';

const noTerms: DealTerms = { stages: [], roles: [] };

/** The stages and co-sell roles of the playbook now. */
export async function dealTerms(work: Work): Promise<DealTerms> {
  return (await findCurrentPlaybook(work))?.playbook.deals ?? noTerms;
}

/** Opens the form of an open deal. */
export async function edit(request: Request, deal: Deal): Promise<Reply> {
  demand(request.actor, 'deal.edit', { partnerId: deal.partnerId });
  if (deal.stage !== 'open') throw await staleDeal(request, deal);
  return { modal: await editModal(request, deal) };
}

export async function pressEdit(request: ActionRequest): Promise<Reply> {
  return edit(request, await holdDeal(request, request.actor, { id: pressedId(request) }));
}

async function editModal(work: Work, deal: Deal): Promise<Modal> {
  const { stages, roles } = await dealTerms(work);
  const present = presentOf(deal);
  const people = await loadPeople(work, [ownerOf(deal), ...deal.roles.map(({ personId }) => personId)]);
  const initial = (personId: string | null | undefined) => {
    const person = people.get(personId ?? '');
    return person ? { initial: person.slackUserId } : {};
  };
  return {
    callbackId: 'pipeline.saveDeal',
    title: `Edit D-${deal.number}`,
    submit: 'Save',
    metadata: { dealId: deal.id },
    blocks: [
      context(md`${dealTitle(deal)}. Both sides see what you change.`),
      textInput('amount', 'Amount', {
        initial: `${decimalOf(present.amount)} ${deal.currency}`,
        maxLength: 60,
      }),
      dateInput('expectedCloseOn', 'Expected to close on', {
        optional: true,
        ...(present.expectedCloseOn && { initial: present.expectedCloseOn }),
      }),
      ...(stages.length > 0
        ? [
            choiceInput(
              'phase',
              'Stage',
              stages.map(({ key, name }) => ({ label: name, value: key })),
              { optional: true, ...(present.phase && { initial: present.phase }) },
            ),
          ]
        : []),
      personInput('owner', 'Owner', { optional: true, ...initial(ownerOf(deal)) }),
      ...roles.map(({ key, name }) =>
        personInput(`role-${key}`, name, {
          optional: true,
          ...initial(deal.roles.find(({ role }) => role === key)?.personId),
        }),
      ),
      textInput('influence', 'What did the partner do for it?', {
        optional: true,
        multiline: true,
        maxLength: longest.reason,
        ...(present.influence && { initial: present.influence }),
        hint: 'Counts the deal as influenced once it is won, unless it is the partner’s own by registration.',
      }),
    ],
  };
}

function presentOf(deal: Deal): DealEdit {
  const { amountMinor, currency, expectedCloseOn, phase, influence } = deal;
  return {
    amount: { amountMinor, currency },
    expectedCloseOn: expectedCloseOn && localDateOfUtc(expectedCloseOn),
    phase,
    influence,
  };
}

export async function submitEdit(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  const { dealId } = z.object({ dealId: z.uuid() }).parse(request.metadata);
  const deal = await holdDeal(request, actor, { id: dealId });
  demand(actor, 'deal.edit', { partnerId: deal.partnerId });
  if (deal.stage !== 'open') throw await staleDeal(request, deal);
  const { stages, roles } = await dealTerms(request);
  const reading = readEdit(
    request.inputs,
    deal.currency,
    stages.map(({ key }) => key),
  );
  if (!reading.ok) return { errors: reading.faults };
  const nameOf = (phase: string) => stages.find(({ key }) => key === phase)?.name ?? phase;
  const changes = [...editWords(presentOf(deal), reading.value, nameOf)];
  const owner = await chosenPerson(request, deal, 'owner', null);
  if (owner && owner.id !== ownerOf(deal)) changes.push(`owner ${owner.name}`);
  for (const { key, name, side } of roles) {
    const person = await chosenPerson(request, deal, `role-${key}`, side);
    if (await saveRole(request, deal, key, person?.id ?? null))
      changes.push(`${name}: ${person?.name ?? 'nobody'}`);
  }
  if (changes.length === 0) return { message: say(md`Nothing of D-${deal.number} was changed.`) };
  const { amount, expectedCloseOn, ...rest } = reading.value;
  await request.tx.deal.update({
    where: { id: deal.id, workspaceId: request.workspaceId },
    data: {
      ...{ ...amount, ...rest, expectedCloseOn: expectedCloseOn && utcMidnightOf(expectedCloseOn) },
      ...(owner && { ownerPersonId: owner.id }),
    },
  });
  await announceDeal(request, await loadDeal(request, deal.id));
  const words = changes.join('; ');
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'pipeline.editDeal',
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `${actor.name} changed deal D-${deal.number}: ${words}`,
  });
  return { message: say(md`Saved D-${deal.number}: ${words}.`) };
}

/** Who was chosen in a field: of the vendor, or of the deal's own partner; of one side where the role says so. */
async function chosenPerson(
  request: ViewRequest,
  deal: Deal,
  field: string,
  side: 'vendor' | 'partner' | null,
): Promise<Person | null> {
  const chosen = request.inputs[field];
  if (typeof chosen !== 'string' || chosen === '') return null;
  const person = await personBySlackId(request, chosen);
  const isElsewhere = person.side === 'partner' && person.partnerId !== deal.partnerId;
  if (isElsewhere || (side && person.side !== side)) {
    const whose = side === 'vendor' ? 'the vendor’s side' : side ? 'the partner’s side' : 'either side';
    throw new Refusal(
      'invalid',
      `${person.name} is not on ${whose} of this deal. Choose somebody else.`,
      field,
    );
  }
  return person;
}

/** Gives a role to one person or to nobody; whether that changed anything. */
async function saveRole(work: Work, deal: Deal, role: string, personId: string | null): Promise<boolean> {
  const { workspaceId } = work;
  const before = deal.roles.find((each) => each.role === role)?.personId ?? null;
  if (before === personId) return false;
  await work.tx.dealRole.deleteMany({ where: { workspaceId, dealId: deal.id, role } });
  if (personId)
    await work.tx.dealRole.create({
      data: { id: work.newId(), workspaceId, dealId: deal.id, role, personId },
    });
  return true;
}
