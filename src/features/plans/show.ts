import type { Message, Rendered } from '../../platform/delivery/message.ts';
import { touch } from '../../platform/delivery/post.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPeople, programmeSettings } from '../partners/public.ts';
import { draftsOf, editingMinutes, isEditing } from './drafts.ts';
import { loadPlan, type Plan, revisionsOf } from './store.ts';
import { planMessage } from './views/plan.ts';
import type { Setting } from './views/setting.ts';

export const editingKind = 'plans.editing';

/** What a plan's views need to know beside it. Who may not read the vendor's own notes learns of no save of them. */
export async function settingOf(work: Work, plan: Plan, mayReadInternal: boolean): Promise<Setting> {
  const drafts = (await draftsOf(work, plan.row.id)).filter((draft) => isEditing(draft, work.now));
  const revisions = await revisionsOf(work, plan.row.id);
  const words = revisions.map(({ shared }) => JSON.stringify(shared));
  const saved = revisions[mayReadInternal ? 0 : words.findIndex((each, at) => each !== words[at + 1])];
  const { vendorAgreedById, partnerAgreedById, openedById, openedAt } = plan.row;
  const workspace = await work.tx.workspace.findUniqueOrThrow({ where: { id: work.workspaceId } });
  return {
    people: await loadPeople(work, [
      ...drafts.map((draft) => draft.personId),
      ...plan.contributions.flatMap(({ ownerPersonId, given }) => [ownerPersonId, given?.byId ?? null]),
      ...[saved?.savedById ?? openedById, vendorAgreedById, partnerAgreedById],
    ]),
    vendorName: workspace.name,
    editing: drafts.map(({ part, personId, openedAt: since }) => ({ part, personId, since })),
    version: saved?.version ?? plan.row.version,
    savedById: saved?.savedById ?? openedById,
    savedAt: saved?.savedAt ?? openedAt,
    timeZone: (await programmeSettings(work)).timeZone,
    now: work.now,
  };
}

export async function describePlan(work: Work, plan: Plan, mayReadInternal: boolean): Promise<Message> {
  return planMessage(plan, await settingOf(work, plan, mayReadInternal), mayReadInternal);
}

/** Brings the plan in the shared channel up to date, or puts it there. */
export async function touchPlan(work: Work, plan: Plan): Promise<void> {
  const { slackChannelId } = await channelOf(work, plan.partner.id);
  await touch(work, { kind: 'plans.plan', subject: plan.row.id, to: { channel: slackChannelId } });
}

/** Shows that somebody has begun to write, and takes it away again when they must have given up. */
export async function touchEditing(work: Work, plan: Plan): Promise<void> {
  await touchPlan(work, plan);
  await schedule(work, {
    kind: editingKind,
    key: plan.row.id,
    dueAt: new Date(work.now.getTime() + editingMinutes * 60_000),
  });
}

/** The plan in the shared channel: never with the vendor's own notes. */
export async function renderPlan(work: Work, planId: string): Promise<Rendered> {
  return { audience: 'partner', message: await describePlan(work, await loadPlan(work, planId), false) };
}
