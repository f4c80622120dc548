import { z } from 'zod';
import { formatInstant, localDateFrom, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { quarterOf, quarterWords } from '../../../core/time-window.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../../platform/feature.ts';
import { button, header, joinMd, md, message, say, section } from '../../../platform/slack/kit/index.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import { can, demand } from '../../../policy/policy.ts';
import {
  choosePartner,
  loadPeople,
  ownWorkspace,
  peopleWithRole,
  programmeSettings,
} from '../../partners/public.ts';
import { currentPlaybook } from '../../playbook/public.ts';
import { scheduleClose } from '../jobs.ts';
import { keptReviews, takeReview } from '../review.ts';
import { contributionFields } from '../rules/contributions.ts';
import { changedFields } from '../rules/merge.ts';
import { firstAnswers, templateParts, visibleParts } from '../rules/parts.ts';
import { describePlan, touchPlan } from '../show.ts';
import { createPlan, findPlan, lastDayOf, loadPlan, type Plan, presentPlan, revisionsOf } from '../store.ts';
import { goalsMenu, reviewsMessage } from '../views/review.ts';
import { contributionList } from './contribute.ts';
import { chooser } from './fill.ts';

const verbs = /^(open|fill|contribute|review|reviews|changes)\b\s*/i;
const quarter = /(?:^|\s)(\d{4})-Q([1-4])(?=\s|$)/i;
const mostReviews = 6;
const mostChanges = 20;

/** `plan [open | fill | contribute | review | reviews | changes] [partner] [2026-Q2]`. */
export async function runPlan(request: CommandRequest): Promise<Reply> {
  const verb = verbs.exec(request.text)?.[1]?.toLowerCase();
  const rest = request.text.replace(verbs, '');
  const named = quarter.exec(rest);
  const { partner } = await choosePartner(request, rest.replace(quarter, ' ').trim());
  demand(request.actor, 'plan.view', { partnerId: partner.id });
  const first = named && localDateFrom(Number(named[1]), Number(named[2]) * 3 - 2, 1);
  if (verb === 'open') return openPlan(request, partner, first);
  const plan = first ? await findPlan(request, partner.id, first) : await presentPlan(request, partner.id);
  if (!plan) return nothingYet(request, partner.name, partner.id);
  if (verb === 'fill') return { modal: await chooser(request, plan) };
  if (verb === 'contribute') return { modal: await contributionList(request, plan.row.id) };
  if (verb === 'review') return review(request, plan);
  if (verb === 'reviews') return { message: await reviewList(request, plan) };
  if (verb === 'changes') return { message: await changeList(request, plan) };
  return show(request, plan);
}

function nothingYet(request: CommandRequest, name: string, partnerId: string): Reply {
  if (!can(request.actor, 'plan.open', { partnerId }))
    return { message: say(md`There is no joint plan with ${name} yet. Its partner manager can open one.`) };
  return {
    message: say(
      md`There is no joint plan with ${name} yet.`,
      button('platform.command', 'Open one for this quarter', {
        value: `plan open ${name}`,
        style: 'primary',
      }),
    ),
  };
}

/** Opens the plan of a quarter, by default the present one, with what the playbook proposes. */
async function openPlan(
  request: CommandRequest,
  partner: Partner,
  named: ReturnType<typeof localDateFrom>,
): Promise<Reply> {
  const { actor, now } = request;
  const partnerId = partner.id;
  demand(actor, 'plan.open', { partnerId });
  if (partner.endedAt)
    throw new Refusal('stale', `${partner.name} has left the programme, so there is nothing to plan.`);
  const { playbook, version } = await currentPlaybook(request);
  if (!playbook.plan)
    throw new Refusal('not_found', 'The playbook has no joint plan. Add one under “plan”, then publish it.');
  const { timeZone } = await programmeSettings(request);
  const present = localDateOf(quarterOf(now, timeZone).from, timeZone);
  const first = named ?? present;
  if (first < present)
    throw new Refusal(
      'invalid',
      `${quarterWords(first)} is over. A plan is made for this quarter or a later one.`,
    );
  if (await findPlan(request, partnerId, first))
    throw new Refusal('stale', `There is a plan for ${quarterWords(first)} already. Say “plan” to see it.`);
  const parts = templateParts(playbook.plan, playbook.metrics);
  const plan = await createPlan(request, {
    ...{ partnerId, first, parts },
    playbookVersionId: version.id,
    answers: firstAnswers(playbook.plan),
    openedById: actor.personId,
  });
  await scheduleClose(request, plan);
  await touchPlan(request, plan);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'plans.open',
    partnerId,
    subject: `businessPlan:${plan.row.id}`,
    summary: `${actor.name} opened the joint plan of ${plan.period}`,
  });
  const fillers = await peopleWithRole(request, partnerId, 'partner', ['lead']);
  await post(
    request,
    ...fillers.map((person) => ({
      key: `plans.opened:${plan.row.id}:${person.id}`,
      to: { person: person.slackUserId },
      audience: 'partner' as const,
      message: say(
        md`${actor.name} opened our joint plan for ${plan.period}. Your side’s parts wait for you and your team.`,
        button('plans.fill', 'Fill in', { value: plan.row.id, style: 'primary' as const }),
      ),
    })),
  );
  await request.emit({
    type: 'work.changed',
    personIds: [actor.personId, ...fillers.map((person) => person.id)],
  });
  return {
    message: say(
      md`The joint plan with ${plan.partner.name} for ${plan.period} is open, and in the channel.`,
      button('plans.fill', 'Fill in', { value: plan.row.id, style: 'primary' }),
    ),
  };
}

/** What holds the vendor's own notes never stands in a channel a partner reads, not even for one person alone. */
async function show(request: CommandRequest, plan: Plan): Promise<Reply> {
  const { actor, place } = request;
  const mayReadInternal = can(actor, 'plan.internal', { partnerId: plan.partner.id });
  const isShared = place.channel?.isShared ?? false;
  if (mayReadInternal && isShared)
    await post(request, {
      key: `plans.asked-for:${actor.personId}:${request.newId()}`,
      to: { person: actor.slackUserId },
      audience: 'internal',
      message: await describePlan(request, plan, true),
    });
  return { message: await describePlan(request, plan, mayReadInternal && !isShared) };
}

/** The plan's numbers and words as this person may read them here. */
function isInternalHere({ actor, place }: Request, plan: Plan): boolean {
  return can(actor, 'plan.internal', { partnerId: plan.partner.id }) && !(place.channel?.isShared ?? false);
}

async function review(request: Request, plan: Plan): Promise<Reply> {
  const { actor } = request;
  demand(actor, 'plan.review', { partnerId: plan.partner.id });
  await takeReview(request, plan, {
    callId: null,
    takenById: actor.personId,
    words: `asked for by ${actor.name}`,
  });
  return { message: say('The goals are compared with what happened: it is in the channel, and kept.') };
}

export async function pressReview(request: ActionRequest): Promise<Reply> {
  return review(request, await loadPlan(request, z.uuid().catch('').parse(request.value)));
}

async function reviewList(request: Request, plan: Plan) {
  const isInternal = isInternalHere(request, plan);
  const kept = await keptReviews(request, plan.row.id, mostReviews);
  if (kept.length === 0)
    return say(
      md`The plan of ${plan.period} has not been compared with what happened yet. It is before each review call, and at the end of the quarter.`,
    );
  const day = (at: Date) => localDateOf(at, plan.window.timeZone);
  const views = kept.map(({ row, goals, internalGoals, contributions }) => ({
    title: `${plan.partner.name}, ${plan.period}`,
    goals: [...goals, ...(isInternal ? internalGoals : [])],
    contributions,
    version: row.version,
    on: day(row.takenAt),
    today: day(request.now),
    lastDay: lastDayOf(plan),
    occasion: row.callId ? 'made for a call' : row.takenById ? 'asked for' : 'made at the end of the quarter',
    isInternal,
  }));
  return reviewsMessage(views, ...goalsMenu(plan, views[0]?.goals ?? []));
}

async function changeList(request: Request, plan: Plan) {
  const revisions = await revisionsOf(request, plan.row.id);
  const people = await loadPeople(
    request,
    revisions.map((each) => each.savedById),
  );
  const names = { vendor: (await ownWorkspace(request)).name, partner: plan.partner.name };
  const fields = visibleParts(plan.parts, isInternalHere(request, plan)).flatMap((part) => part.fields);
  const lines = revisions.slice(0, mostChanges).flatMap((revision, index) => {
    const before = revisions[index + 1]?.answers;
    const by = people.get(revision.savedById)?.name ?? 'Somebody';
    const head = md`*Version ${revision.version}*  ${by}, ${formatInstant(revision.savedAt, request.actor.timeZone, request.now)}`;
    if (!before) return [md`${head}: opened`];
    const promised = contributionFields(before, revision.answers, names);
    const changed = changedFields([...fields, ...promised], before, revision.answers);
    if (changed.length === 0) return [];
    return [
      joinMd(
        [
          head,
          ...changed.map((field) => {
            const [was, is] = [before[field.id] ?? '', revision.answers[field.id] ?? ''];
            return md`• ${field.prompt}: ${is || 'taken out'}${was ? ` (was: ${was})` : ''}`;
          }),
        ],
        '\n',
      ),
    ];
  });
  return message([
    header(`What changed in the plan: ${plan.partner.name}, ${plan.period}`),
    ...lines.map((line) => section(line)),
  ]);
}
