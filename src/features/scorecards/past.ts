import { localDateOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { listing } from '../../core/text.ts';
import type { CommandRequest, Reply } from '../../platform/feature.ts';
import { can, demand } from '../../policy/policy.ts';
import { choosePartner, programmeSettings } from '../partners/public.ts';
import { loadCards } from './facts.ts';
import { answerInternal } from './in-messages.ts';
import { pastMessage } from './past-view.ts';
import { type Period, periodWords } from './period.ts';
import { type PastLine, pastLines } from './rules.ts';
import { newestSent } from './sent.ts';
import { openSent } from './sent-show.ts';
import { findSnapshot, keptPeriods } from './store.ts';

/**
 * A scorecard as it was sent: a partner's whole, as it stood in the channel, else its numbers (a manager's digest
 * holds one partner's among others, and before all of it was kept, numbers were). The same day's numbers are worked out again from what is known now: where they
 * differ, something in the past was corrected since, and the line says so.
 */
export async function showPast(request: CommandRequest, period: Period, text: string): Promise<Reply> {
  const { actor, place, now } = request;
  const { partner } = await choosePartner(request, text);
  demand(actor, 'scorecard.view', { partnerId: partner.id });
  const mayReadInternal = can(actor, 'scorecard.internal', { partnerId: partner.id });
  const isShared = place.channel?.isShared ?? false;
  const isWeekly = period.cadence === 'weekly';
  const sent = isWeekly
    ? null
    : await newestSent(request, { cadence: 'monthly', partnerId: partner.id }, period.window.from);
  if (sent) return openSent(request, sent);
  const { timeZone } = await programmeSettings(request);
  const words = periodWords(period.cadence, period.window.from, timeZone, now);
  // Weekly ones were sent to managers alone.
  const mayRead = !isWeekly || mayReadInternal;
  const snapshot = mayRead ? await findSnapshot(request, partner.id, period) : null;
  if (!snapshot) {
    const kept = await keptPeriods(
      request,
      partner.id,
      mayReadInternal ? ['monthly', 'weekly'] : ['monthly'],
    );
    const there = kept.map(({ cadence, fromAt }) => periodWords(cadence, fromAt, timeZone, now));
    throw new Refusal(
      'not_found',
      `No scorecard of ${partner.name} was sent for ${words}. ${
        there.length > 0
          ? `There are those of ${listing(there)}; say “scorecard 2026-01” or “scorecard 2026-01-12” with its month or day.`
          : 'The first comes with the next digest or the start of a month.'
      }`,
    );
  }
  const [card] = await loadCards(request, [partner], snapshot.takenAt, undefined, snapshot.terms);
  if (!card) throw new Error(`no facts of partner ${partner.id}`);
  const showsInternal = mayReadInternal && (isWeekly || !isShared);
  const lines: readonly PastLine[] = pastLines(snapshot.values, snapshot.before, card.facts, showsInternal);
  const message = pastMessage({
    name: partner.name,
    period: words,
    sentOn: localDateOf(snapshot.takenAt, timeZone),
    today: localDateOf(now, timeZone),
    lines,
    isInternal: showsInternal,
  });
  if (!showsInternal) return { message };
  return answerInternal(
    request,
    message,
    'That scorecard holds internal numbers, so I sent it to your messages with me instead of here.',
  );
}
