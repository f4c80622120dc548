import { z } from 'zod';
import { localDateOf, type Weekday } from '../../core/calendar.ts';
import { post, retouch } from '../../platform/delivery/post.ts';
import type { DueItem, DueJob } from '../../platform/feature.ts';
import { scheduleRecurring, unschedule } from '../../platform/schedule/schedule.ts';
import type { Partner, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { findCurrentPlaybook, noScorecards } from '../playbook/public.ts';
import { canvasKind } from './canvas.ts';
import { composeDigest, composeScorecard } from './compose.ts';
import { packJobs, scheduleManagerPacks, schedulePartnerPacks } from './quarterly/jobs.ts';
import { preferenceOf } from './store.ts';
import { monthliesAround, nextWeekly } from './timing.ts';

const digestKind = 'scorecards.digest';
const monthlyKind = 'scorecards.monthly';

/** Makes sure the manager's digest and packs are due at the hour of their choice; again after each change of it. */
export async function scheduleDigest(work: Work, person: Person): Promise<void> {
  await scheduleManagerPacks(work, person);
  const { weekday, minuteOfDay, timeZone, isEnabled } = await preferenceOf(work, person);
  if (!isEnabled) return unschedule(work, digestKind, person.id);
  const dueAt = nextWeekly(work.now, weekday as Weekday, minuteOfDay, timeZone);
  await scheduleRecurring(work, { kind: digestKind, key: person.id, dueAt, data: { personId: person.id } });
}

/** Makes sure the partner's scorecard of each month and pack of each quarter are due. */
export async function scheduleMonthly(work: Work, partnerId: string): Promise<void> {
  const partner = await loadPartner(work, partnerId);
  await schedulePartnerPacks(work, partner);
  const { next: dueAt } = await partnerMonthlies(work, partner);
  await scheduleRecurring(work, { kind: monthlyKind, key: partnerId, dueAt, data: { partnerId } });
}

/** The month whose scorecard a partner is due, and when the next one is: at the playbook’s time by its clock. */
async function partnerMonthlies(work: Work, { timeZone }: Partner) {
  const { monthly } = (await findCurrentPlaybook(work))?.playbook.scorecards ?? noScorecards;
  const programme = await programmeSettings(work);
  const [hours = 0, minutes = 0] = monthly.at.split(':').map(Number);
  const terms = {
    ...{ workingDay: monthly.workingDay, minuteOfDay: hours * 60 + minutes },
    ...{ timeZone, holidays: programme.holidays },
  };
  return monthliesAround(work.now, programme.timeZone, terms);
}

/** The weekly digest. Found late, it is sent once, however many weeks were missed: the next is reckoned from now. */
const digest: DueJob = {
  says: 'Weekly digest',
  async run(work: Work, item: DueItem): Promise<Date | undefined> {
    const { personId } = z.object({ personId: z.string() }).parse(item.data);
    const person = (await loadPeople(work, [personId])).get(personId);
    if (!person || person.deactivatedAt) return;
    const { weekday, minuteOfDay, timeZone, isEnabled } = await preferenceOf(work, person);
    if (!isEnabled) return;
    await scheduleManagerPacks(work, person);
    const key = `scorecards.digest:${personId}:${item.dueAt.toISOString()}`;
    const message = await composeDigest(work, person, key);
    const next = nextWeekly(work.now, weekday as Weekday, minuteOfDay, timeZone);
    if (message) {
      await post(work, {
        key,
        to: { person: person.slackUserId },
        audience: 'internal',
        message,
        staleAt: next,
        urgency: 'bulk',
      });
    }
    return next;
  },
};

/**
 * The partner's own scorecard, in the shared channel, without anything internal. Found late, the newest month's is sent,
 * once, however many were missed.
 */
const monthly: DueJob = {
  says: 'Monthly scorecard',
  async run(work: Work, item: DueItem): Promise<Date | undefined> {
    const { partnerId } = z.object({ partnerId: z.string() }).parse(item.data);
    const partner = await loadPartner(work, partnerId);
    if (partner.endedAt) return;
    await schedulePartnerPacks(work, partner);
    const { due, next } = await partnerMonthlies(work, partner);
    // Planned for another time than the playbook’s now: what is due was sent, and the month after it is still to come.
    const monthAfter = localDateOf(due.to, due.timeZone).slice(0, 7);
    if (monthAfter < localDateOf(item.dueAt, partner.timeZone).slice(0, 7)) return next;
    const channel = await channelOf(work, partnerId);
    // A new month begins on the page as well.
    await retouch(work, { kind: canvasKind, subject: partnerId });
    const key = `scorecards.monthly:${partnerId}:${due.from.toISOString()}`;
    await post(work, {
      key,
      to: { channel: channel.slackChannelId },
      audience: 'partner',
      message: await composeScorecard(work, partner, {
        mayReadInternal: false,
        sent: { key, month: due },
      }),
      // After a closed channel opens, the newest one is enough.
      staleAt: next,
      urgency: 'bulk',
    });
    return next;
  },
};

export const jobs: Readonly<Record<string, DueJob>> = {
  [digestKind]: digest,
  [monthlyKind]: monthly,
  ...packJobs,
};
