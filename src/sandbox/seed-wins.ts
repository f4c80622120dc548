import { addDays, localDateOf } from '../core/calendar.ts';
import { findCurrentPlaybook } from '../features/playbook/public.ts';
import type { Work } from '../platform/work.ts';
import type { SeededJourney, Setting } from './seed-journey.ts';
import type { SeededDeal } from './seed-sales.ts';

const stories = [
  {
    wanted: 'Bills they can explain to the board, hall by hall.',
    helped: 'We metered one hall for two weeks and brought the numbers to the second meeting.',
    consent: 'named',
  },
  {
    wanted: 'Less heat lost at night, without touching the boilers.',
    helped: 'A joint call with a solution architect, the day after they asked.',
    consent: 'unnamed',
  },
];

/** What some partners told of the first deal they won in their first days. */
export async function seedWins(
  work: Work,
  settings: readonly Setting[],
  journeys: ReadonlyMap<string, SeededJourney>,
  deals: ReadonlyMap<string, readonly SeededDeal[]>,
): Promise<void> {
  const days = (await findCurrentPlaybook(work))?.playbook.measures?.activation.days ?? 0;
  const early = settings.flatMap(({ partner, lead, current }) => {
    const kickoffOn = journeys.get(partner.id)?.kickoffOn;
    const { timeZone } = current.playbook.programme;
    const first = (deals.get(partner.id) ?? []).find(({ stage, closedAt }) => {
      const wonOn = stage === 'won' && closedAt && localDateOf(closedAt, timeZone);
      return kickoffOn && wonOn && kickoffOn <= wonOn && wonOn < addDays(kickoffOn, days);
    });
    return first?.closedAt ? [{ partner, lead, dealId: first.id, toldAt: first.closedAt }] : [];
  });
  await work.tx.winStory.createMany({
    data: early.slice(0, stories.length).flatMap(({ partner, lead, dealId, toldAt }, index) => {
      const story = stories[index];
      const own = { id: work.newId(), workspaceId: work.workspaceId, partnerId: partner.id, dealId };
      return story ? [{ ...own, ...story, toldById: lead.id, consentById: lead.id, toldAt }] : [];
    }),
  });
}
