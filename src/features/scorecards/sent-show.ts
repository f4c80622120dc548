import { z } from 'zod';
import { formatInstant } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../platform/feature.ts';
import { limits } from '../../platform/slack/kit/limits.ts';
import { can, demand } from '../../policy/policy.ts';
import { choosePartner, loadPartner, loadPartners, programmeSettings } from '../partners/public.ts';
import { loadCards, type PartnerCard } from './facts.ts';
import { answerInternal } from './in-messages.ts';
import { overallEstimates } from './overall/catalogue.ts';
import { type Period, periodWords } from './period.ts';
import { pastLines } from './rules.ts';
import { findSent, listSent, newestSent, type Sent } from './sent.ts';
import { correctionsOf, overallCorrections, sentList, sentMessage } from './sent-view.ts';
import { isMeasured } from './unmeasured.ts';

/** `digest sent`: the digests that whoever asks was sent. */
export async function listDigests(request: CommandRequest): Promise<Reply> {
  const { actor, now } = request;
  const sent = await listSent(request, { cadence: 'weekly', personId: actor.personId }, limits.options);
  if (sent.length === 0)
    throw new Refusal(
      'not_found',
      'No digest has been sent to you yet. “digest” shows what it would say now.',
    );
  const labelled = sent.map(({ id, sentAt }) => ({ id, label: formatInstant(sentAt, actor.timeZone, now) }));
  return { message: sentList('Digests sent to you', labelled) };
}

/** `digest 2026-W03`: the one of that week, the last one where there were several. */
export async function showDigestOf(request: CommandRequest, period: Period): Promise<Reply> {
  const whose = { cadence: 'weekly', personId: request.actor.personId } as const;
  const sent = await newestSent(request, whose, period.window.from);
  if (sent) return openSent(request, sent);
  const { timeZone } = await programmeSettings(request);
  const words = periodWords('weekly', period.window.from, timeZone, request.now);
  throw new Refusal(
    'not_found',
    `No digest was sent to you in ${words}. “digest sent” lists those that were.`,
  );
}

/** `scorecard sent [partner]`: the monthly scorecards that went to a partner’s channel. */
export async function listScorecards(request: CommandRequest, text: string): Promise<Reply> {
  const { partner } = await choosePartner(request, text);
  demand(request.actor, 'scorecard.view', { partnerId: partner.id });
  const { timeZone } = await programmeSettings(request);
  const sent = await listSent(request, { cadence: 'monthly', partnerId: partner.id }, limits.options);
  if (sent.length === 0)
    throw new Refusal(
      'not_found',
      `No scorecard has been sent to ${partner.name} yet. The first comes at the start of a month; “scorecard” shows the present one.`,
    );
  const labelled = sent.map(({ id, fromAt, sentAt }) => ({
    id,
    label: `${periodWords('monthly', fromAt, timeZone, request.now)}, sent ${formatInstant(sentAt, request.actor.timeZone, request.now)}`,
  }));
  return { message: sentList(`Scorecards sent to ${partner.name}`, labelled) };
}

export async function pressSent(request: ActionRequest): Promise<Reply> {
  const id = z.uuid().safeParse(request.value).data;
  const sent = id === undefined ? null : await findSent(request, id);
  if (!sent) throw new Refusal('stale', 'That one isn’t kept any more.');
  return openSent(request, sent);
}

/** A digest to the manager it went to, a scorecard to whoever may see the partner’s. */
export function openSent(request: Request, sent: Sent): Promise<Reply> {
  return sent.partnerId === null ? openDigest(request, sent) : openScorecard(request, sent, sent.partnerId);
}

async function openDigest(request: Request, sent: Sent): Promise<Reply> {
  const { actor, now } = request;
  if (sent.personId !== actor.personId) throw new Refusal('stale', 'That one isn’t kept any more.');
  const ids = Object.keys(sent.values);
  if (!ids.every((partnerId) => can(actor, 'scorecard.internal', { partnerId })))
    throw new Refusal(
      'not_allowed',
      'That digest compares partners whose margins you may not see any more. Ask an admin if you think you should.',
    );
  const partners = [...(await loadPartners(request, ids)).values()];
  const cards = await loadCards(request, partners, sent.sentAt, undefined, sent.terms);
  const ofEach = linesAgain(cards, sent, true).flatMap(({ name, lines }) =>
    correctionsOf(lines).map((words) => `${name}, ${words}`),
  );
  const ofAll = sent.overall ? overallCorrections(sent.overall, overallEstimates(cards)) : [];
  const corrected = [...ofAll, ...ofEach];
  const { timeZone } = await programmeSettings(request);
  const title = `Your digest for ${periodWords('weekly', sent.fromAt, timeZone, now)}`;
  const message = sentMessage({
    ...{ title, sentAt: sent.sentAt, timeZone: actor.timeZone, now, message: sent.message },
    // The oldest kept neither what they said over all partners nor who had left by then.
    ...{ numbers: sent.overall ? 'its numbers' : 'the numbers of each partner', corrected, ours: [] },
  });
  return answerInternal(
    request,
    message,
    'That digest holds internal numbers, so I sent it to your messages with me instead of here.',
  );
}

async function openScorecard(request: Request, sent: Sent, partnerId: string): Promise<Reply> {
  const { actor, now, place } = request;
  demand(actor, 'scorecard.view', { partnerId });
  const partner = await loadPartner(request, partnerId);
  const isOurs = can(actor, 'scorecard.internal', { partnerId }) && !place.channel?.isShared;
  const cards = await loadCards(request, [partner], sent.sentAt, undefined, sent.terms);
  const [both] = linesAgain(cards, sent, false);
  const [all] = isOurs ? linesAgain(cards, sent, true) : [];
  const shared = both?.lines ?? [];
  const { timeZone } = await programmeSettings(request);
  const title = `Scorecard of ${partner.name} for ${periodWords('monthly', sent.fromAt, timeZone, now)}`;
  return {
    message: sentMessage({
      ...{ title, sentAt: sent.sentAt, timeZone: actor.timeZone, now, message: sent.message },
      numbers: 'its numbers',
      corrected: correctionsOf(all?.lines ?? shared),
      ours: (all?.lines ?? []).filter(
        (line) => isMeasured(line) && !shared.some(({ metric }) => metric === line.metric),
      ),
    }),
  };
}

/** The numbers of each partner as they were sent, with what the same day’s come to by what is known now. */
function linesAgain(cards: readonly PartnerCard[], { values }: Sent, mayReadInternal: boolean) {
  return cards.map(({ name, partner, facts }) => ({
    name,
    lines: pastLines(values[partner.id] ?? {}, null, facts, mayReadInternal),
  }));
}
