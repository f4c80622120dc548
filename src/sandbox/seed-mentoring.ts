import { addDays, instantOf } from '../core/calendar.ts';
import { scheduleOver } from '../features/mentoring/public.ts';
import type { Work } from '../platform/work.ts';
import type { Setting } from './seed-journey.ts';

const minuteOfTalk = 11 * 60;

/** Who offers and who asks, by partner. The first two have found each other; for the last somebody is to be found. */
const cards = [
  {
    ...{ by: 'Kessler Gebäudetechnik', kind: 'offer', topics: ['first-customers'], daysAgo: 41 },
    words: 'Our first three customers were our own landlords. We show how we asked them.',
  },
  {
    ...{ by: 'Tramontana', kind: 'request', topics: ['first-customers'], daysAgo: 26 },
    words: 'We know hotels well, and don’t know whom to ask there first.',
  },
  {
    ...{ by: 'Nordlys Systems', kind: 'offer', topics: ['integration', 'first-line'], daysAgo: 17 },
    words: 'Forty buildings connected, most of them older than we are.',
  },
  {
    ...{ by: 'Odra Automation', kind: 'request', topics: ['integration'], daysAgo: 2 },
    words: 'Our first building has two controllers that don’t speak to each other.',
  },
] as const;

const foundDaysAgo = 21;

/** Partners that offer each other help: two have found each other, one still looks. */
export async function seedMentoring(work: Work, settings: readonly Setting[]): Promise<void> {
  const { workspaceId, newId, tx } = work;
  const said = cards.flatMap(({ by, daysAgo, topics, ...card }) => {
    const setting = settings.find(({ partner }) => partner.name === by);
    if (!setting) return [];
    const saidAt = daysBefore(setting, daysAgo);
    return [{ setting, row: { ...card, id: newId(), topics: [...topics], saidAt } }];
  });
  const [offer, asked] = said;
  if (!offer || !asked || said.length < cards.length) return;
  const startedAt = daysBefore(asked.setting, foundDaysAgo);
  await tx.mentorCard.createMany({
    data: said.map(({ setting, row }) => ({
      ...{ ...row, workspaceId, partnerId: setting.partner.id, saidById: setting.lead.id },
      endedAt: row === asked.row ? startedAt : null,
    })),
  });
  await tx.mentorCardPerson.createMany({
    data: said.map(({ setting, row }) => ({ cardId: row.id, personId: setting.lead.id, workspaceId })),
  });
  const weeks = asked.setting.current.playbook.mentoring?.weeks ?? 12;
  const endsAt = daysBefore(asked.setting, foundDaysAgo - weeks * 7);
  const id = newId();
  await tx.mentorship.create({
    data: {
      ...{ id, workspaceId, requestId: asked.row.id, offerId: offer.row.id, topic: 'first-customers' },
      ...{ approvedById: asked.setting.manager.id, approvedAt: daysBefore(asked.setting, foundDaysAgo + 2) },
      ...{ mentorAcceptedById: offer.setting.lead.id, mentorAcceptedAt: startedAt },
      ...{ learnerAcceptedById: asked.setting.lead.id, learnerAcceptedAt: startedAt, startedAt, endsAt },
    },
  });
  await scheduleOver(work, { id, endsAt });
}

function daysBefore({ today, current }: Setting, days: number): Date {
  return instantOf(addDays(today, -days), minuteOfTalk, current.playbook.programme.timeZone);
}
