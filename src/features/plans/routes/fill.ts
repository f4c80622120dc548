import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { listing } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import type { ActionRequest, Modal, Reply, Request, ViewRequest } from '../../../platform/feature.ts';
import { md, say } from '../../../platform/slack/kit/index.ts';
import { can, demand } from '../../../policy/policy.ts';
import { loadPeople, peopleWithRole } from '../../partners/public.ts';
import { type Draft, draftsOf, dropDraft, isEditing, keepDraft } from '../drafts.ts';
import { type Clash, changedFields, mergeAnswers } from '../rules/merge.ts';
import { type Answers, answersIn, isFilledBy, missingIn, type Part } from '../rules/parts.ts';
import { readTarget, targetExamples, targetText } from '../rules/target.ts';
import { settingOf, touchEditing, touchPlan } from '../show.ts';
import { loadPlan, type Plan, revisionsOf, saveAnswers } from '../store.ts';
import { chooseModal, longestAnswer, partModal } from '../views/forms.ts';
import { demandOpen } from './open.ts';

/** The parts this person may fill in. */
function partsFor({ actor }: Request, plan: Plan): readonly Part[] {
  const resource = { partnerId: plan.partner.id };
  return plan.parts.filter(
    (part) =>
      isFilledBy(part, actor.side) && (part.shownTo === 'both' || can(actor, 'plan.internal', resource)),
  );
}

/** Asks which part to fill in. */
export async function chooser(request: Request, plan: Plan): Promise<Modal> {
  const { actor, now } = request;
  demand(actor, 'plan.fill', { partnerId: plan.partner.id });
  demandOpen(plan, now);
  const drafts = await draftsOf(request, plan.row.id);
  const setting = await settingOf(request, plan, false);
  const choices = partsFor(request, plan).map((part) => ({
    part,
    missing: part.fields.filter((field) => field.isRequired && !plan.answers[field.id]).length,
    hasDraft: drafts.some((each) => isOwn(each, part, actor.personId) && each.answers !== null),
    others: drafts
      .filter((each) => each.part === part.key && each.personId !== actor.personId && isEditing(each, now))
      .map((each) => setting.people.get(each.personId)?.name ?? 'Somebody'),
  }));
  return chooseModal(plan, choices, setting);
}

function isOwn(draft: Draft, part: Part, personId: string): boolean {
  return draft.part === part.key && draft.personId === personId;
}

export async function pressFill(request: ActionRequest): Promise<Reply> {
  return { modal: await chooser(request, await loadPlan(request, request.value)) };
}

/** To a partner's person another's plan is unknown. */
async function planFor(request: Request, id: string, hold = false): Promise<Plan> {
  const plan = await loadPlan(request, id, hold);
  demand(request.actor, 'plan.fill', { partnerId: plan.partner.id });
  demandOpen(plan, request.now);
  return plan;
}

function partNamed(request: Request, plan: Plan, key: string): Part {
  const part = partsFor(request, plan).find((each) => each.key === key);
  if (part) return part;
  throw new Refusal('not_allowed', 'That part of the plan isn’t yours to fill in. The other side does.');
}

/** Opens a part; others see that somebody has it open. */
export async function pressPart(request: ActionRequest): Promise<Reply> {
  const [id = '', key = ''] = request.value.split(':');
  const plan = await planFor(request, id);
  const part = partNamed(request, plan, key);
  const { actor, now } = request;
  const drafts = await draftsOf(request, plan.row.id);
  const own = drafts.find((each) => isOwn(each, part, actor.personId));
  const baseVersion = own?.answers ? own.baseVersion : plan.row.version;
  await keepDraft(
    request,
    {
      planId: plan.row.id,
      partnerId: plan.partner.id,
      part: part.key,
      personId: actor.personId,
      baseVersion,
    },
    undefined,
  );
  await touchEditing(request, plan);
  const others = drafts.filter(
    (each) => each.part === part.key && each.personId !== actor.personId && isEditing(each, now),
  );
  const people = await loadPeople(
    request,
    others.map((each) => each.personId),
  );
  const modal = partModal(plan, part, {
    values: own?.answers ?? plan.answers,
    baseVersion,
    draft: own ?? null,
    others: others.map((each) => ({
      name: people.get(each.personId)?.name ?? 'Somebody',
      since: each.openedAt,
    })),
    ...{ clashes: [], changedBy: '', timeZone: actor.timeZone, now },
  });
  return request.view ? { update: modal } : { modal };
}

const metadata = z.object({ planId: z.uuid(), part: z.string(), baseVersion: z.int().positive() });

export async function submitPart(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  const { planId, part: key, baseVersion } = metadata.parse(request.metadata);
  const plan = await planFor(request, planId, true);
  const part = partNamed(request, plan, key);
  const { typed, errors } = readPart(part, request.inputs);
  const draft = {
    ...{ planId, partnerId: plan.partner.id, part: part.key },
    ...{ personId: actor.personId, baseVersion },
  };
  const kept = request.inputs.keep;
  if (Array.isArray(kept) && kept.includes('draft')) {
    await keepDraft(request, draft, typed);
    await touchPlan(request, plan);
    return {
      message: say(md`Your draft of “${part.title}” is kept, and only you see it. _Fill in_ opens it again.`),
    };
  }
  if (Object.keys(errors).length > 0) return { errors };
  const revisions = await revisionsOf(request, planId);
  const base = revisions.find((each) => each.version === baseVersion)?.answers ?? {};
  const { merged, clashes } = mergeAnswers(part.fields, base, plan.answers, typed);
  if (clashes.length > 0) {
    const last = revisions.find((each) =>
      clashes.some(
        ({ field, theirs }) => (each.answers[field.id] ?? '') === theirs && each.version > baseVersion,
      ),
    );
    return {
      update: await refused(request, plan, part, {
        draft,
        typed,
        merged,
        clashes,
        changedById: last?.savedById ?? null,
      }),
    };
  }
  const changed = changedFields(part.fields, plan.answers, merged);
  await dropDraft(request, planId, part.key, actor.personId);
  if (changed.length === 0) {
    await touchPlan(request, plan);
    return { message: say('Nothing was changed.') };
  }
  const isShared = part.shownTo === 'both';
  await saveAnswers(request, plan, merged, actor.personId, isShared);
  const saved = await loadPlan(request, planId);
  await touchPlan(request, saved);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'plans.save',
    partnerId: plan.partner.id,
    subject: `businessPlan:${planId}`,
    summary: `${actor.name} changed the joint plan of ${plan.period}: ${listing(changed.map((field) => `“${field.prompt}”`))}`,
    isInternal: !isShared,
  });
  await tellAgreers(request, saved);
  const wasAgreed = plan.row.vendorAgreedAt !== null || plan.row.partnerAgreedAt !== null;
  return {
    message: say(
      md`“${part.title}” is saved; the plan is at version ${saved.row.version}.${isShared && wasAgreed ? ' Since it says something else now, both sides agree again.' : ''}`,
    ),
  };
}

/** What was typed, targets in one way of writing. */
function readPart(
  part: Part,
  inputs: ViewRequest['inputs'],
): { typed: Answers; errors: Record<string, string> } {
  const typed: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const { id, goal } of part.fields) {
    const input = inputs[id];
    const words =
      typeof input === 'string' ? input.replace(/\r\n?/g, '\n').trim().slice(0, longestAnswer) : '';
    const target = goal && words !== '' ? readTarget(goal.unit, words) : null;
    if (goal && words !== '' && target === null)
      errors[id] = `Write a target such as ${targetExamples[goal.unit]}.`;
    typed[id] = goal && target !== null ? targetText(goal.unit, target) : words;
  }
  return { typed, errors };
}

/** Nothing is saved: the form stays open with what the person wrote, which is kept, and says what changed. */
async function refused(
  request: ViewRequest,
  plan: Plan,
  part: Part,
  given: {
    readonly draft: Parameters<typeof keepDraft>[1];
    readonly typed: Answers;
    readonly merged: Answers;
    readonly clashes: readonly Clash[];
    readonly changedById: string | null;
  },
): Promise<Modal> {
  const { typed, merged, clashes } = given;
  // The draft keeps the version it was begun from: opened again and saved, it meets the same clash and undoes nothing.
  await keepDraft(request, given.draft, typed);
  const people = await loadPeople(request, [given.changedById]);
  // What only one of both changed stands as they wrote it, so that saving again undoes none of it.
  const ids = new Set(clashes.map(({ field }) => field.id));
  const own = answersIn([part], typed);
  const values = {
    ...merged,
    ...Object.fromEntries(Object.entries(own).filter(([id]) => ids.has(id))),
  };
  return partModal(plan, part, {
    ...{ values, baseVersion: plan.row.version, draft: null, others: [], clashes },
    changedBy: people.get(given.changedById ?? '')?.name ?? 'Somebody',
    timeZone: request.actor.timeZone,
    now: request.now,
  });
}

/** The Home tabs of those who can agree show it as soon as there is nothing to fill in any more. */
export async function tellAgreers(request: Request, plan: Plan): Promise<void> {
  if (missingIn(plan.parts, plan.answers).length > 0) return;
  const people = [
    ...(await peopleWithRole(request, plan.partner.id, 'vendor', ['manager'])),
    ...(await peopleWithRole(request, plan.partner.id, 'partner', ['lead'])),
  ];
  await request.emit({ type: 'work.changed', personIds: people.map((person) => person.id) });
}
