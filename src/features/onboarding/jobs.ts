import { nextWorkingMoment } from '../../core/business-time.ts';
import { endOfDay, localDateOf } from '../../core/calendar.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueJob } from '../../platform/feature.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import { tooLate } from '../../platform/schedule/too-late.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { programmeSettings } from '../partners/public.ts';
import { findCurrentPlaybook, workingHoursOf } from '../playbook/public.ts';
import { touchChecklist } from './announce.ts';
import { dailyMinute } from './hours.ts';
import { isEscalated, mayWriteAt, nextDailyAt, nextDigestAt } from './rules/digest.ts';
import { loadRuns, type Run, type RunStep } from './store/load.ts';
import { loadDigest } from './store/reminders.ts';
import { digestMessage, escalation } from './views/digest.ts';

/** Once a day per journey: what was due yesterday is late today, the checklist says so, and what is late for too long is passed on. */
export const daily: DueJob = {
  says: 'Checklist of the day',
  isSilent: true,
  run: async (work, item) => {
    const [run] = await loadRuns(work, { journeyIds: [item.key], status: 'running' });
    if (!run) return undefined;
    await touchChecklist(work, run);
    const helper = helperOf(run);
    if (helper && lateForLong(run).length > 0) {
      const hours = workingHoursOf(run.playbook);
      const dueAt = nextWorkingMoment(work.now, helper.timeZone, hours, run.holidays);
      await schedule(work, { kind: 'onboarding.escalate', key: run.journey.id, dueAt });
    }
    return nextDailyAt(work.now, dailyMinute, run.partner.timeZone);
  },
};

/** Tells the playbook's contact of steps that are late for too long, in their working hours, once per step. */
export const escalate: DueJob = {
  says: 'Late steps passed on',
  run: async (work, item) => {
    const [run] = await loadRuns(work, { journeyIds: [item.key], status: 'running' });
    const helper = run && helperOf(run);
    if (!run || !helper) return undefined;
    const steps = lateForLong(run);
    if (steps.length === 0) return undefined;
    await work.tx.journeyStep.updateMany({
      where: { workspaceId: work.workspaceId, id: { in: steps.map((step) => step.row.id) } },
      data: { escalatedAt: work.now },
    });
    await post(work, {
      key: `onboarding.escalation:${run.journey.id}:${work.now.getTime()}`,
      to: { person: helper.slackUserId },
      audience: helper.side === 'vendor' ? 'internal' : 'partner',
      message: escalation(run, steps),
    });
    await audit(
      work,
      ...steps.map((step) => ({
        actorPersonId: null,
        verb: 'onboarding.escalate',
        partnerId: run.partner.id,
        subject: `journeyStep:${step.row.id}`,
        summary: `told ${helper.name} that “${step.title}” is late`,
      })),
    );
    return undefined;
  },
};

/** Steps past the playbook's limit of which nobody was told yet; what is in review is in somebody's hands. */
function lateForLong(run: Run): readonly RunStep[] {
  const { escalateAfter } = run.playbook.reminders;
  return run.steps.filter(
    (step) =>
      step.status === 'open' &&
      step.row.escalatedAt === null &&
      isEscalated(step.dueOn, run.today, escalateAfter, run.holidays),
  );
}

/** Who is told: the playbook's seat, else the partner's manager. */
function helperOf(run: Run): Person | undefined {
  const ids = [run.seats.get(run.playbook.reminders.escalateTo), run.partner.managerPersonId];
  return ids
    .flatMap((id) => (id === undefined ? [] : (run.people.get(id) ?? [])))
    .find((person) => !person.deactivatedAt);
}

/**
 * One message a day per person at the start of their working hours. Nothing when nothing is due; ends when
 * they have nothing left to do, and begins again with the next change that gives them something.
 */
export const digest: DueJob = {
  says: 'Reminder of steps',
  run: async (work, item) => {
    const person = await work.tx.person.findFirst({ where: { id: item.key, workspaceId: work.workspaceId } });
    if (!person || person.deactivatedAt) return undefined;
    const { holidays } = await programmeSettings(work);
    const hours = workingHoursOf((await findCurrentPlaybook(work))?.playbook ?? null);
    const zone = person.timeZone;
    const found = await loadDigest(work, person);
    if (!found.isBusy) return undefined;
    if (found.isDue) {
      if (mayWriteAt(work.now, zone, hours, holidays)) await send(work, person, found);
      // Found late, outside working hours: the next one says it.
      else await tooLate(work, item);
    }
    return nextDigestAt(work.now, zone, hours, holidays);
  },
};

async function send(
  work: Work,
  person: Person,
  found: Awaited<ReturnType<typeof loadDigest>>,
): Promise<void> {
  await post(work, {
    key: `onboarding.digest:${person.id}:${localDateOf(work.now, person.timeZone)}`,
    to: { person: person.slackUserId },
    audience: person.side === 'vendor' ? 'internal' : 'partner',
    message: digestMessage(found),
    // It says what is due today and tomorrow: the next day has its own.
    staleAt: endOfDay(work.now, person.timeZone),
    urgency: 'bulk',
  });
}
