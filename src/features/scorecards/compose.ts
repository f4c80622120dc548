import { localDateOf } from '../../core/calendar.ts';
import { type TimeWindow, weekOf } from '../../core/time-window.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { Partner, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { dueDecisions, openSignals } from '../health/public.ts';
import { managedPartners, partnersWhoLeft, programmeSettings } from '../partners/public.ts';
import { loadDueAnswers } from '../pipeline/public.ts';
import { findCurrentPlaybook } from '../playbook/public.ts';
import { needsAttention } from './attention.ts';
import { comparedMetrics } from './compared.ts';
import type { DigestRow } from './comparison-view.ts';
import { digestMessage } from './digest-view.ts';
import { loadCards, type PartnerCard, weekStarts } from './facts.ts';
import { findGaps } from './gaps.ts';
import type { PartnerFacts } from './metrics/metric.ts';
import { monthlyMessage, ownThings } from './monthly-view.ts';
import { overallEstimates } from './overall/catalogue.ts';
import { overallWords } from './overall-words.ts';
import { hasHappened, ownAffairs } from './own-affairs.ts';
import { ownersOf, ownerWords, tellOwners } from './owners.ts';
import { thingsOfPartner } from './partner-things.ts';
import { type Cadence, periodWords } from './period.ts';
import { rank } from './ranking.ts';
import { keepSent, sentBefore } from './sent.ts';
import { linesFor, takeSnapshots, valuesByPartner } from './store.ts';
import { presentTerms } from './terms.ts';
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
  const decisions = await dueDecisions(work, ids, localDateOf(work.now, timeZone));
  const ownerOf = await ownersOf(work, cards);
  return cards.map((card, index) => {
    const own = lines[index] ?? [];
    const found = signals.get(card.partner.id) ?? [];
    const late = waiting.get(card.partner.id) ?? [];
    const answers = (metric: string) => {
      const owner = ownerOf(card, metric);
      return owner && ownerWords(owner);
    };
    return {
      card,
      lines: own,
      attention: needsAttention(
        card.facts,
        card.blocked,
        own,
        found,
        late,
        answers,
        decisions.get(card.partner.id) ?? null,
      ),
    };
  });
}

/**
 * The manager's digest as of now; null when they manage nobody. Sent with the key `sentAs` it is kept, to be opened again
 * and for next week's comparison, and whoever else answers for what misses its target is told.
 */
export async function composeDigest(
  work: Work,
  manager: Person,
  sentAs: string | null,
): Promise<Message | null> {
  const partners = await managedPartners(work, manager.id);
  if (partners.length === 0) return null;
  const { timeZone } = await programmeSettings(work);
  const week = weekOf(work.now, timeZone);
  const rows = await partnersInOrder(work, partners);
  const cards = rows.map(({ card }) => card);
  if (sentAs !== null) await tellOwners(work, manager, rows, await ownersOf(work, cards));
  const today = localDateOf(work.now, timeZone);
  // Over all partners those who left count as well: churn is about them, and of the others alone the rest would flatter.
  const left = await partnersWhoLeft(work, manager.id);
  const ofThem = left.length > 0 ? await loadCards(work, left, work.now) : [];
  const estimates = overallEstimates([...cards, ...ofThem]);
  const { columns, targets } = await digestTerms(work);
  const whose = { cadence: 'weekly', personId: manager.id } as const;
  const before = (await sentBefore(work, whose, week.from))?.overall ?? null;
  const message = digestMessage({
    ...{ rows, columns, gaps: await findGaps(work, partners) },
    overall: overallWords(estimates, targets, before),
    ...{ weekOf: localDateOf(week.from, timeZone), today, weekStarts: weekStarts(work.now, timeZone) },
    isAsked: sentAs === null,
  });
  if (sentAs !== null) {
    await takeSnapshots(work, cards, 'weekly', { from: week.from, to: work.now });
    const sent = { ...whose, key: sentAs, fromAt: week.from };
    const gone = Object.fromEntries(left.map(({ id }) => [id, {}]));
    const values = { ...gone, ...(await valuesByPartner(work, cards)) };
    await keepSent(work, {
      ...sent,
      message,
      values,
      terms: await presentTerms(work, cards),
      overall: estimates,
    });
  }
  return message;
}

/** What the current playbook says of digests: the numbers partners are compared by, and the targets over all of them. */
async function digestTerms(work: Work) {
  const playbook = (await findCurrentPlaybook(work))?.playbook;
  return { columns: comparedMetrics(playbook?.metrics ?? []), targets: playbook?.measures.overall ?? {} };
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
  if (cadence === 'quarterly') return;
  const { timeZone } = await programmeSettings(work);
  const weeks = weekStarts(work.now, timeZone);
  const key = (whose: string) => `scorecards.${cadence}:${whose}:${work.now.toISOString()}`;
  const mayReadInternal = cadence === 'weekly';
  const lines = await linesFor(work, then, { cadence, before: window.from, mayReadInternal });
  const rows = then.map((card, index): DigestRow => {
    const own = lines[index] ?? [];
    return { card, lines: own, attention: needsAttention(card.facts, 0, own, [], []) };
  });
  const values = await valuesByPartner(work, then);
  const valuesOfThem = (some: readonly PartnerCard[]) =>
    Object.fromEntries(some.map(({ partner: { id } }) => [id, values[id] ?? {}]));
  if (cadence === 'monthly') {
    for (const { card, lines: own } of rows) {
      const month = periodWords('monthly', window.from, timeZone, work.now);
      // What waited then is not known any more.
      const message = scorecardMessage(card, own, `Scorecard of ${card.name}, ${month}`, weeks);
      const sent = { key: key(card.partner.id), cadence, partnerId: card.partner.id, fromAt: window.from };
      await keepSent(work, {
        ...sent,
        message,
        values: valuesOfThem([card]),
        terms: await presentTerms(work, [card]),
      });
    }
    return;
  }
  const today = localDateOf(work.now, timeZone);
  const { columns, targets } = await digestTerms(work);
  for (const personId of new Set(partners.map(({ managerPersonId }) => managerPersonId))) {
    const own = rank(then.filter(({ partner }) => partner.managerPersonId === personId));
    const overall = overallEstimates(own);
    const before = (await sentBefore(work, { cadence, personId }, window.from))?.overall ?? null;
    const message = digestMessage({
      rows: own.flatMap((card) => rows.filter((row) => row.card === card)),
      ...{ columns, gaps: [], overall: overallWords(overall, targets, before) },
      ...{ weekOf: localDateOf(window.from, timeZone), today, weekStarts: weeks },
      isAsked: false,
    });
    const sent = { key: key(personId), cadence, personId, fromAt: window.from };
    await keepSent(work, {
      ...sent,
      message,
      values: valuesOfThem(own),
      terms: await presentTerms(work, own),
      overall,
    });
  }
}

/** One partner's scorecard as of now: that of a month to send, which is kept, or one that somebody asked to see. */
export async function composeScorecard(
  work: Work,
  partner: Partner,
  options: {
    readonly mayReadInternal: boolean;
    /** The month it is sent for, and the key it is sent with; null: only shown. */
    readonly sent: { readonly key: string; readonly month: TimeWindow } | null;
  },
): Promise<Message> {
  const { mayReadInternal, sent } = options;
  const { timeZone } = await programmeSettings(work);
  const [card] = await loadCards(work, [partner], work.now);
  if (!card) throw new Error(`no facts of partner ${partner.id}`);
  const [lines = []] = await linesFor(work, [card], {
    cadence: sent ? 'monthly' : 'weekly',
    before: (sent?.month ?? weekOf(work.now, timeZone)).from,
    mayReadInternal,
  });
  const weeks = weekStarts(work.now, timeZone);
  const things = mayReadInternal ? [] : thingsOfPartner(await ownAffairs(work, card, lines));
  const message = sent
    ? monthlyMessage(
        { card, lines, things },
        periodWords('monthly', sent.month.from, timeZone, work.now),
        await hasHappened(work, partner.id, sent.month),
        weeks,
      )
    : scorecardMessage(
        card,
        lines,
        mayReadInternal ? `Scorecard of ${partner.name} (internal)` : `Scorecard of ${partner.name}`,
        weeks,
        ownThings(things),
      );
  if (sent) {
    await takeSnapshots(work, [card], 'monthly', sent.month);
    const whose = { key: sent.key, cadence: 'monthly', partnerId: partner.id } as const;
    const values = await valuesByPartner(work, [card]);
    const terms = await presentTerms(work, [card]);
    await keepSent(work, { ...whose, fromAt: sent.month.from, message, values, terms });
  }
  return message;
}
