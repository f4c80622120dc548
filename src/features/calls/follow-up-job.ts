import { addWorkingDays, defaultWorkingHours, nextWorkingMoment } from '../../core/business-time.ts';
import { endOfDay, type LocalDate, localDateOf } from '../../core/calendar.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueJob } from '../../platform/feature.ts';
import type { ActionItem, Partner, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { isFollowUpDue, nextFollowUp } from './rules/follow-up.ts';
import { dueDay, openActionsFor } from './store/actions.ts';
import { followUpNotice, orphanedNotice } from './views/notices.ts';

/** One message a day to whoever has action items to see to; the key is the person. Missed days are made up for by one. */
export const followUp: DueJob = {
  says: 'Open actions',
  run: async (work, item) => {
    const person = (await loadPeople(work, [item.key])).get(item.key);
    if (!person) return;
    const { holidays } = await programmeSettings(work);
    const zone = person.timeZone;
    const moment = nextWorkingMoment(work.now, zone, defaultWorkingHours, holidays);
    if (moment > work.now) return { postponedTo: moment };
    const since = localDateOf(item.dueAt, zone);
    const today = localDateOf(work.now, zone);
    const open = await openActionsFor(work, person);
    const days = open.map(dueDay);
    if (isFollowUpDue(days, since, today, holidays)) {
      const horizon = addWorkingDays(today, 1, holidays);
      await tell(
        work,
        person,
        open.filter((action) => dueDay(action) <= horizon),
        today,
      );
    }
    return nextFollowUp(days, work.now, zone, holidays) ?? undefined;
  },
};

/** Tells the owner; when the owner has left, each partner's manager, who can give the items to somebody else. */
async function tell(
  work: Work,
  person: Person,
  items: readonly ActionItem[],
  today: LocalDate,
): Promise<void> {
  const partners: Partner[] = [];
  for (const id of new Set(items.map((item) => item.partnerId))) partners.push(await loadPartner(work, id));
  const lines = items.map((item) => ({
    id: item.id,
    number: item.number,
    text: item.text,
    owner: person.name,
    dueOn: dueDay(item),
    partnerName: partners.find((partner) => partner.id === item.partnerId)?.name ?? '',
    canComplete: true,
  }));
  if (person.deactivatedAt === null) {
    const isVendor = person.side === 'vendor';
    await post(work, {
      key: `calls.follow-up:${person.id}:${today}`,
      to: { person: person.slackUserId },
      audience: isVendor ? 'internal' : 'partner',
      message: followUpNotice(isVendor ? lines : lines.map(({ partnerName: _, ...line }) => line), today),
      // It says “tomorrow” and “3 days late”: the next day has its own.
      staleAt: endOfDay(work.now, person.timeZone),
      urgency: 'bulk',
    });
    return;
  }
  const managers = await loadPeople(
    work,
    partners.map((partner) => partner.managerPersonId),
  );
  for (const manager of managers.values()) {
    const theirs = partners.filter((partner) => partner.managerPersonId === manager.id);
    const names = theirs.map((partner) => partner.name);
    await post(work, {
      key: `calls.follow-up:${person.id}:${today}:${manager.id}`,
      to: { person: manager.slackUserId },
      audience: 'internal',
      message: orphanedNotice(
        person.name,
        lines.filter((line) => names.includes(line.partnerName)),
        today,
      ),
      urgency: 'bulk',
    });
  }
}
