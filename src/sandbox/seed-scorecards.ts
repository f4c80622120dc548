import {
  addDays,
  instantOf,
  type LocalDate,
  localDateOf,
  localDateOfUtc,
  weekdayOf,
} from '../core/calendar.ts';
import { monthOf, previous, type TimeWindow, weekOf } from '../core/time-window.ts';
import { keepScorecards } from '../features/scorecards/public.ts';
import type { Work } from '../platform/work.ts';
import type { SeededJourney, Setting } from './seed-journey.ts';

/** So many digests and monthly scorecards are remembered: enough to look back, and to compare the next ones with. */
const digests = 4;
const months = 6;

interface Sent {
  readonly cadence: 'weekly' | 'monthly';
  readonly at: Date;
  readonly window: TimeWindow;
}

/** Remembers what the digests of the last weeks and the scorecards of the last months said, so that what comes can say what changed. */
export async function seedScorecards(
  work: Work,
  settings: readonly Setting[],
  journeys: ReadonlyMap<string, SeededJourney>,
): Promise<void> {
  const [first] = settings;
  if (!first) return;
  const { timeZone } = first.current.playbook.programme;
  const sent = [...digestsSent(first.today, timeZone), ...monthliesSent(work.now, timeZone)];
  // The oldest first, so that each can say what changed since the one before.
  const past = sent.filter((each) => each.at < work.now).sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { cadence, at, window } of past) {
    const begun = settings.flatMap(({ partner }) => {
      const journey = journeys.get(partner.id);
      return journey && instantOf(journey.kickoffOn, 0, timeZone) < window.to ? [partner] : [];
    });
    if (begun.length === 0) continue;
    await keepScorecards({ ...work, now: at }, begun, cadence, window, (partnerId) => {
      const journey = journeys.get(partnerId);
      return journey ? onboardingAt(journey, at, localDateOf(at, timeZone)) : null;
    });
  }
}

/** Mondays at nine. */
function digestsSent(today: LocalDate, timeZone: string): Sent[] {
  const monday = addDays(today, 1 - weekdayOf(today));
  return Array.from({ length: digests }, (_, weeksAgo) => {
    const at = instantOf(addDays(monday, -7 * weeksAgo), 9 * 60, timeZone);
    return { cadence: 'weekly' as const, at, window: { from: weekOf(at, timeZone).from, to: at } };
  });
}

/** At ten on the first of the month, of the month before. */
function monthliesSent(now: Date, timeZone: string): Sent[] {
  const sent: Sent[] = [];
  for (let month = monthOf(now, timeZone); sent.length < months; month = previous(month)) {
    const at = new Date(month.from.getTime() + 10 * 3_600_000);
    sent.push({ cadence: 'monthly', at, window: previous(month) });
  }
  return sent;
}

function onboardingAt({ steps }: SeededJourney, at: Date, today: LocalDate) {
  const isDone = (completedAt: Date | null) => completedAt !== null && completedAt <= at;
  return {
    done: steps.filter((step) => isDone(step.completedAt)).length,
    total: steps.length,
    late: steps.filter((step) => !isDone(step.completedAt) && localDateOfUtc(step.dueOn) < today).length,
    dueByNow: steps.filter((step) => localDateOfUtc(step.dueOn) <= today).length,
  };
}
