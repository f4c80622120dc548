import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { CalendarWindow } from '../../core/time-window.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../platform/feature.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { can, demand } from '../../policy/policy.ts';
import { sendFiles } from '../ingest/public.ts';
import { choosePartner, loadPartner, programmeSettings } from '../partners/public.ts';
import { loadCards, lookBack, type PartnerCard } from './facts.ts';
import { explainOverAll, exportOverAll, overAllIn, overAllNamed } from './how-over-all.ts';
import { overAll } from './how-over-all-view.ts';
import { type FoundNumber, filesBehind, rowsBehind } from './how-rows.ts';
import { explanation } from './how-view.ts';
import { answerInternal } from './in-messages.ts';
import { metricNamed, metrics } from './metrics/catalogue.ts';
import type { Metric } from './metrics/metric.ts';
import { ownersOf, ownerWords } from './owners.ts';
import { periodIn } from './period.ts';
import { quarterLines, soFar } from './quarterly/compose.ts';
import { visibleMetrics } from './rules.ts';
import { linesFor, targetsOf } from './store.ts';
import { howMessage } from './views.ts';

/** `scorecard how`: every definition; `scorecard how win rate [partner]`: how one number came about. */
export async function explain(request: CommandRequest, text: string): Promise<Reply> {
  if (text === '') {
    const isVendor = request.actor.side === 'vendor';
    const shown = metrics.filter((metric) => !metric.isInternal || isVendor);
    return { message: howMessage([...shown, ...(isVendor ? overAll : [])]) };
  }
  const named = request.actor.side === 'vendor' ? overAllNamed(text) : null;
  if (named) return explainOverAll(request, named, { page: 0, scope: 'all' }, deliverInternal);
  const { timeZone } = await programmeSettings(request);
  const found = periodIn(text, timeZone);
  const quarter = found?.period.cadence === 'quarterly' ? found.period.window : null;
  const number = metricNamed(quarter && found ? found.rest : text);
  if (!number) {
    throw new Refusal(
      'not_found',
      'I don’t know a number of that name. “scorecard how” lists them; then ask “scorecard how win rate”.',
    );
  }
  const { partner } = await choosePartner(request, number.rest);
  return explainMetric(request, number.metric, { partner, quarter, page: 0 });
}

const reference = z
  .tuple([z.string(), z.uuid(), z.coerce.number().int().min(0).max(100_000)])
  .rest(z.string().max(10));

/**
 * The menu and the buttons to further pages: `<metric>:<partner>:<page>`, of a quarter `<…>:2026-Q1`; over all partners
 * `all:<key>:<page>`.
 */
export async function pressHow(request: ActionRequest): Promise<Reply> {
  const over = request.actor.side === 'vendor' ? overAllIn(request.value) : null;
  if (over) return explainOverAll(request, over.asked, over, deliverInternal);
  const asked = await readReference(request);
  return explainMetric(request, asked.metric, asked);
}

/** All that is behind a number, in files for whoever asks alone: what the buttons above page through. */
export async function pressHowExport(request: ActionRequest): Promise<Reply> {
  const over = request.actor.side === 'vendor' ? overAllIn(request.value) : null;
  if (over) return exportOverAll(request, over);
  const asked = await readReference(request);
  const { actor } = request;
  const found = await findNumber(request, asked.metric, asked);
  demand(actor, 'figures.export', { partnerId: asked.partner.id });
  return sendFiles(request, await filesBehind(request, found));
}

async function readReference(request: ActionRequest): Promise<Asked & { readonly metric: Metric }> {
  const read = reference.safeParse(request.value.split(':'));
  const [key, partnerId, page, period] = read.data ?? ['', '', 0];
  const metric = metrics.find((each) => each.key === key);
  if (!metric)
    throw new Refusal('stale', 'That number isn’t kept any more. Say “scorecard” for the present ones.');
  const { timeZone } = await programmeSettings(request);
  const quarter = period === undefined ? null : (periodIn(period, timeZone)?.period.window ?? null);
  return { metric, partner: await loadPartner(request, partnerId), quarter, page };
}

interface Asked {
  readonly partner: Partner;
  /** Null: the days that rates look back over. */
  readonly quarter: CalendarWindow | null;
  readonly page: number;
}

/** The number as the asker may see it, with the facts it is made of. */
async function findNumber(
  request: Request,
  metric: Metric,
  { partner, quarter }: Omit<Asked, 'page'>,
): Promise<FoundNumber & { readonly isForBoth: boolean }> {
  const { actor, now } = request;
  demand(actor, 'scorecard.view', { partnerId: partner.id });
  const mayReadInternal = can(actor, 'scorecard.internal', { partnerId: partner.id });
  const { timeZone } = await programmeSettings(request);
  if (quarter && quarter.from >= now)
    throw new Refusal('invalid', 'That quarter has not begun, so there is nothing to explain.');
  const window = quarter ? soFar(request, quarter) : lookBack(now, timeZone);
  const cards = await loadCards(request, [partner], window.to, window);
  const card = cards[0];
  const lines = quarter
    ? await linesOfQuarter(request, partner, cards, quarter, mayReadInternal)
    : (
        await linesFor(request, cards, {
          cadence: 'weekly',
          before: now,
          mayReadInternal,
          also: metric.key,
        })
      )[0];
  const line = lines?.find((each) => each.metric.key === metric.key);
  // Whether it is kept from them or not on the scorecard at all is not told apart.
  if (!line || !card) {
    throw new Refusal(
      'not_found',
      `“${metric.label}” isn’t on the scorecard you see of ${partner.name}. “scorecard” shows what is.`,
    );
  }
  // Who may read it is the playbook’s to say: a number kept to the vendor is as internal as one that always is.
  const targets = (await targetsOf(request, cards))(card);
  const isForBoth = visibleMetrics(targets, false).some(({ key }) => key === metric.key);
  return { card, line, window, quarter, timeZone, mayReadInternal, isForBoth };
}

async function explainMetric(request: Request, metric: Metric, asked: Asked): Promise<Reply> {
  const { page, partner } = asked;
  const found = await findNumber(request, metric, asked);
  const mayExport = can(request.actor, 'figures.export', { partnerId: partner.id });
  const behind = await rowsBehind(request, found, page);
  const owner = (await ownersOf(request, [found.card]))(found.card, metric.key);
  const message = explanation({ ...found, behind, page, mayExport, owner: owner && ownerWords(owner) });
  return found.isForBoth ? { message } : deliverInternal(request, message);
}

async function linesOfQuarter(
  request: Request,
  partner: Partner,
  cards: readonly PartnerCard[],
  quarter: CalendarWindow,
  mayReadInternal: boolean,
) {
  const linesOf = await quarterLines(request, [partner], cards, quarter);
  return cards
    .flatMap((card) => linesOf(card).lines)
    .filter(({ shownTo }) => mayReadInternal || shownTo === 'both');
}

function deliverInternal(request: Request, message: Message): Promise<Reply> {
  return answerInternal(
    request,
    message,
    'That number is internal, so I sent it to your messages with me instead of here.',
  );
}
