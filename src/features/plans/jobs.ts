import { z } from 'zod';
import { addWorkingDays } from '../../core/business-time.ts';
import { addDays, instantOf, localDateOf } from '../../core/calendar.ts';
import type { ProgrammeEventOf } from '../../core/programme-event.ts';
import { listing } from '../../core/text.ts';
import type { DueJob } from '../../platform/feature.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import type { Work } from '../../platform/work.ts';
import { callAhead, putOnAgenda, scheduleBeforeCall } from '../calls/public.ts';
import { programmeSettings } from '../partners/public.ts';
import { takeReview } from './review.ts';
import { editingKind, touchPlan } from './show.ts';
import { agreedOn, isAgreed, lastDayOf, loadPlan, type Plan, plansToTalkAbout } from './store.ts';

const callKind = 'plans.call';
const closeKind = 'plans.close';

/** Before the agenda is posted, a day ahead of the call. */
const minutesAhead = 25 * 60;
const closeMinute = 10 * 60;

/** A call that reviews the plan gets it on its agenda, with the goals compared. */
export function planCallReview(work: Work, event: ProgrammeEventOf<'call.scheduled'>): Promise<void> {
  return scheduleBeforeCall(work, event, callKind, minutesAhead);
}

const beforeCall: DueJob = {
  says: 'The joint plan for a call',
  async run(work, { key, data }) {
    const { partnerId } = z.object({ partnerId: z.string() }).parse(data);
    const call = await callAhead(work, key);
    if (!call) return;
    for (const plan of await plansToTalkAbout(work, partnerId)) {
      if (plan.partner.endedAt || !plan.template.reviewedAt.includes(call.callKey ?? '')) continue;
      const isCompared = agreedOn(plan.row) !== null && work.now > plan.window.from;
      const topics = [
        ...(isCompared ? ['goals and what happened'] : []),
        ...(isAgreed(plan.row) ? [] : [isCompared ? 'changes to be agreed' : 'to be agreed']),
      ];
      const text = `${plan.template.title}, ${plan.period}: ${listing(topics)}`;
      // A call that was moved has it on its agenda already.
      await putOnAgenda(work, { callId: key, text, addedById: plan.row.openedById });
      if (isCompared)
        await takeReview(work, plan, { callId: key, takenById: null, words: `for the ${call.title}` });
    }
  },
};

/** The last comparison, on the first working day after the quarter. */
export async function scheduleClose(work: Work, plan: Plan): Promise<void> {
  const { holidays } = await programmeSettings(work);
  const day = addWorkingDays(addDays(lastDayOf(plan), 1), 0, holidays);
  await schedule(work, {
    kind: closeKind,
    key: plan.row.id,
    dueAt: instantOf(day, closeMinute, plan.window.timeZone),
  });
}

const close: DueJob = {
  says: 'The joint plan at the end of its quarter',
  async run(work, { key }) {
    const plan = await loadPlan(work, key);
    if (plan.partner.endedAt) return;
    // Its buttons to fill in and agree go with the quarter.
    await touchPlan(work, plan);
    if (
      !agreedOn(plan.row) ||
      (plan.contributions.length === 0 &&
        plan.parts.every((part) => part.fields.every((field) => !field.goal)))
    )
      return;
    const hasBeen = localDateOf(work.now, plan.window.timeZone) > lastDayOf(plan);
    if (hasBeen)
      await takeReview(work, plan, { callId: null, takenById: null, words: 'at the end of the quarter' });
  },
};

/** Nobody has the form open any more, or somebody opened it since. */
const editing: DueJob = {
  says: 'The note of who writes in the joint plan is taken away',
  isSilent: true,
  async run(work, { key }) {
    await touchPlan(work, await loadPlan(work, key));
  },
};

export const jobs: Readonly<Record<string, DueJob>> = {
  [callKind]: beforeCall,
  [closeKind]: close,
  [editingKind]: editing,
};
