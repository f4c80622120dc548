import { localDateOf } from '../../core/calendar.ts';
import { monthOf, previous, type TimeWindow, weekOf } from '../../core/time-window.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { Partner, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { openSignals } from '../health/public.ts';
import { managedPartners, partnersWhoLeft, programmeSettings } from '../partners/public.ts';
import { loadDueAnswers } from '../pipeline/public.ts';
import { needsAttention } from './attention.ts';
import { type DigestRow, digestMessage } from './digest-view.ts';
import { loadCards, weekStarts } from './facts.ts';
import { findGaps } from './gaps.ts';
import type { PartnerFacts } from './metrics/metric.ts';
import { overalls } from './overall/catalogue.ts';
import { overallOf } from './overall/overall.ts';
import type { Cadence } from './period.ts';
import { rank } from './ranking.ts';
import { linesFor, takeSnapshots } from './store.ts';
import { scorecardMessage } from './views.ts';

/** Every partner with its numbers and what a manager should look at, the best first. */
export async function partnersInOrder(work: Work, partners: readonly Partner[]): Promise<DigestRow[]> {
  const { timeZone } = await programmeSettings(work);
  const week = weekOf(work.now, timeZone);
  const cards = rank(await loadCards(work, partners, work.now));
  const lines = await linesFor(work, cards, { cadence: 'weekly', before: week.from, mayReadInternal: true });
  const ids = partners.map((partner) => partner.id);
  const signals = await openSignals(work, ids);
  const waiting = await loadDueAnswers(work, ids);
  return cards.map((card, index) => {
    const own = lines[index] ?? [];
    const found = signals.get(card.partner.id) ?? [];
    const late = waiting.get(card.partner.id) ?? [];
    return { card, lines: own, attention: needsAttention(card.facts, card.blocked, own, found, late) };
  });
}

/** The manager's digest as of now; null when they manage nobody. With `keep`, it is remembered for next week's comparison. */
export async function composeDigest(work: Work, manager: Person, keep: boolean): Promise<Message | null> {
  const partners = await managedPartners(work, manager.id);
  if (partners.length === 0) return null;
  const { timeZone } = await programmeSettings(work);
  const week = weekOf(work.now, timeZone);
  const rows = await partnersInOrder(work, partners);
  const cards = rows.map(({ card }) => card);
  if (keep) await takeSnapshots(work, cards, 'weekly', { from: week.from, to: work.now });
  const today = localDateOf(work.now, timeZone);
  // Over all partners those who left count as well: churn is about them, and of the others alone the rest would flatter.
  const left = await partnersWhoLeft(work, manager.id);
  const ofThem = left.length > 0 ? await loadCards(work, left, work.now) : [];
  const facts = [...cards, ...ofThem].map((card) => card.facts);
  return digestMessage({
    rows,
    gaps: await findGaps(work, partners),
    overall: overalls.map((overall) => {
      return { label: overall.label, words: overall.words(overallOf(overall, facts)) };
    }),
    weekOf: localDateOf(week.from, timeZone),
    today,
    weekStarts: weekStarts(work.now, timeZone),
  });
}

/**
 * Keeps what the scorecards of a window that ends now say, as if they had been sent. How far onboarding was is given,
 * since it is known only as it stands today.
 */
export async function keepScorecards(
  work: Work,
  partners: readonly Partner[],
  cadence: Cadence,
  window: TimeWindow,
  onboardingOf: (partnerId: string) => PartnerFacts['onboarding'],
): Promise<void> {
  const cards = await loadCards(work, partners, work.now);
  const then = cards.map((card) => ({
    ...card,
    facts: { ...card.facts, onboarding: onboardingOf(card.partner.id) },
  }));
  await takeSnapshots(work, then, cadence, window);
}

/** One partner's scorecard as of now. */
export async function composeScorecard(
  work: Work,
  partner: Partner,
  options: { readonly cadence: Cadence; readonly mayReadInternal: boolean; readonly keep: boolean },
): Promise<Message> {
  const { timeZone } = await programmeSettings(work);
  const [card] = await loadCards(work, [partner], work.now);
  if (!card) throw new Error(`no facts of partner ${partner.id}`);
  const window =
    options.cadence === 'monthly' ? previous(monthOf(work.now, timeZone)) : weekOf(work.now, timeZone);
  const [lines = []] = await linesFor(work, [card], {
    cadence: options.cadence,
    before: window.from,
    mayReadInternal: options.mayReadInternal,
  });
  if (options.keep) await takeSnapshots(work, [card], options.cadence, window);
  const title = options.mayReadInternal
    ? `Scorecard of ${partner.name} (internal)`
    : `Scorecard of ${partner.name}`;
  return scorecardMessage(card, lines, title, weekStarts(work.now, timeZone));
}
