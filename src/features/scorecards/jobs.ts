import { z } from 'zod';
import type { Weekday } from '../../core/calendar.ts';
import { post, retouch } from '../../platform/delivery/post.ts';
import type { DueItem, DueJob } from '../../platform/feature.ts';
import { scheduleRecurring, unschedule } from '../../platform/schedule/schedule.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { canvasKind } from './canvas.ts';
import { composeDigest, composeScorecard } from './compose.ts';
import { packJobs, scheduleManagerPacks, schedulePartnerPacks } from './quarterly/jobs.ts';
import { preferenceOf } from './store.ts';
import { nextMonthly, nextWeekly } from './timing.ts';

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
  const { holidays } = await programmeSettings(work);
  const dueAt = nextMonthly(work.now, partner.timeZone, holidays);
  await scheduleRecurring(work, { kind: monthlyKind, key: partnerId, dueAt, data: { partnerId } });
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

/** The partner's own scorecard, in the shared channel, without anything internal. */
const monthly: DueJob = {
  says: 'Monthly scorecard',
  async run(work: Work, item: DueItem): Promise<Date | undefined> {
    const { partnerId } = z.object({ partnerId: z.string() }).parse(item.data);
    const partner = await loadPartner(work, partnerId);
    if (partner.endedAt) return;
    await schedulePartnerPacks(work, partner);
    const channel = await channelOf(work, partnerId);
    const { holidays } = await programmeSettings(work);
    const next = nextMonthly(work.now, partner.timeZone, holidays);
    // A new month begins on the page as well.
    await retouch(work, { kind: canvasKind, subject: partnerId });
    const key = `scorecards.monthly:${partnerId}:${item.dueAt.toISOString()}`;
    await post(work, {
      key,
      to: { channel: channel.slackChannelId },
      audience: 'partner',
      message: await composeScorecard(work, partner, {
        cadence: 'monthly',
        mayReadInternal: false,
        sentAs: key,
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
