import { localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { type CalendarWindow, previous, quarterOf } from '../../../core/time-window.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import type { CommandRequest, Reply } from '../../../platform/feature.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { can, demand } from '../../../policy/policy.ts';
import { journeyProgress } from '../../onboarding/public.ts';
import { choosePartner, programmeSettings } from '../../partners/public.ts';
import { loadCards } from '../facts.ts';
import { formatNumber } from '../figures.ts';
import { andInMessages, sendInternal } from '../in-messages.ts';
import { periodIn } from '../period.ts';
import { pastLines } from '../rules.ts';
import { composePacks, namesOf, soFar } from './compose.ts';
import { type KeptPack, keptPacks } from './kept.ts';
import type { ShownPack } from './view.ts';
import { packMessage } from './view.ts';

/** How many quarters back the menu goes. */
const mostOthers = 6;

/** `review [quarter] [partner]`: the pack of the last quarter that is over, or of the one named. */
export async function runReview(request: CommandRequest): Promise<Reply> {
  const { timeZone } = await programmeSettings(request);
  const named = periodIn(request.text, timeZone);
  if (named && named.period.cadence !== 'quarterly')
    throw new Refusal('invalid', 'A review is of a quarter. Write it as 2026-Q1.');
  return showReview(request, named?.period.window ?? null, named?.rest ?? request.text);
}

/** The pack as whoever asks may read it here; with `quarter` null, of the last one there is something to say of. */
export async function showReview(
  request: CommandRequest,
  quarter: CalendarWindow | null,
  text: string,
): Promise<Reply> {
  const { actor, place } = request;
  const { partner } = await choosePartner(request, text);
  demand(actor, 'scorecard.view', { partnerId: partner.id });
  const mayReadInternal = can(actor, 'scorecard.internal', { partnerId: partner.id });
  const isShared = place.channel?.isShared ?? false;
  const quarters = await quartersOf(request, partner);
  const [newest] = quarters;
  if (!newest)
    throw new Refusal(
      'not_found',
      `Nothing has begun with ${partner.name} yet, so there is no quarter to review.`,
    );
  const chosen = quarter ?? newestOver(quarters, request.now) ?? newest;
  if (!quarters.some((each) => each.from.getTime() === chosen.from.getTime()))
    throw new Refusal(
      'not_found',
      `There is no pack of ${namesOf(chosen).words} with ${partner.name}: ${chosen.from > request.now ? 'it has not begun' : 'it was over before the partner began'}. The newest is of ${namesOf(newest).words}.`,
    );
  const shown = await packNow(request, partner, chosen, quarters);
  const mayReadHealth = can(actor, 'health.view', { partnerId: partner.id });
  const message = packMessage({ ...shown, mayReadHealth, isInternal: mayReadInternal && !isShared });
  if (!mayReadInternal || !isShared) return { message };
  // In a shared channel even what only one person sees stays without margins; those go to their own messages.
  await sendInternal(request, packMessage({ ...shown, mayReadHealth, isInternal: true }));
  return { message: andInMessages(message, 'The whole of it, with what is ours alone,') };
}

/** The last quarter that is over, else the running one; null before anything began with the partner. */
export async function quarterToReview(work: Work, partner: Partner): Promise<CalendarWindow | null> {
  const quarters = await quartersOf(work, partner);
  return newestOver(quarters, work.now) ?? quarters[0] ?? null;
}

function newestOver(quarters: readonly CalendarWindow[], now: Date): CalendarWindow | undefined {
  return quarters.find((each) => each.to <= now);
}

/** The quarters that have begun since the partner did, the newest first. */
async function quartersOf(work: Work, partner: Partner): Promise<readonly CalendarWindow[]> {
  const { timeZone } = await programmeSettings(work);
  const journey = (await journeyProgress(work, [partner.id], localDateOf(work.now, timeZone))).get(
    partner.id,
  );
  if (!journey) return [];
  const quarters: CalendarWindow[] = [];
  let quarter = quarterOf(work.now, timeZone);
  while (localDateOf(quarter.to, timeZone) > journey.kickoffOn) {
    quarters.push(quarter);
    quarter = previous(quarter);
  }
  return quarters;
}

/** As it was kept, with what was corrected since; worked out now where none was. */
async function packNow(
  work: Work,
  partner: Partner,
  quarter: CalendarWindow,
  quarters: readonly CalendarWindow[],
): Promise<Omit<ShownPack, 'isInternal' | 'mayReadHealth'>> {
  const kept = (await keptPacks(work, [partner.id], quarter)).get(partner.id);
  const others = quarters.filter((each) => each.from.getTime() !== quarter.from.getTime());
  const shown = {
    ...settingOf(work, partner, quarter),
    others: others.slice(0, mostOthers).map(namesOf),
  };
  if (kept)
    return { ...shown, ...asKept(kept, quarter), corrected: await corrections(work, partner, quarter, kept) };
  const [composed] = await composePacks(work, [partner], quarter);
  if (!composed) throw new Error(`no facts of partner ${partner.id}`);
  return { ...shown, pack: composed.pack, on: shown.today, isKept: false, corrected: [] };
}

/** What stands on every pack of a quarter. */
export function settingOf(work: Work, partner: Partner, quarter: CalendarWindow) {
  return {
    partner,
    quarter,
    names: namesOf(quarter),
    before: namesOf(previous(quarter)),
    today: localDateOf(work.now, quarter.timeZone),
  };
}

/** What stands on one that was kept. */
export function asKept({ pack, takenAt }: KeptPack, { timeZone }: CalendarWindow) {
  return { pack, on: localDateOf(takenAt, timeZone), isKept: true };
}

/** Numbers of the quarter that come out otherwise from what is known by now: something in the past was changed since. */
async function corrections(
  work: Work,
  partner: Partner,
  quarter: CalendarWindow,
  { values, terms }: KeptPack,
): Promise<ShownPack['corrected']> {
  const window = soFar(work, quarter);
  const [card] = await loadCards(work, [partner], window.to, window, terms);
  if (!card) throw new Error(`no facts of partner ${partner.id}`);
  return pastLines(values, null, card.facts, true).flatMap(({ metric, estimate, now }) =>
    now
      ? [
          {
            key: metric.key,
            words: `${metric.label}: ${formatNumber(metric, estimate)} → ${formatNumber(metric, now)}`,
          },
        ]
      : [],
  );
}

/** A pack that is sent by itself. */
export function sentPack(
  work: Work,
  partner: Partner,
  quarter: CalendarWindow,
  kept: KeptPack,
  isInternal: boolean,
): Message {
  return packMessage({
    ...settingOf(work, partner, quarter),
    ...asKept(kept, quarter),
    ...{ corrected: [], others: [], isInternal, mayReadHealth: isInternal },
  });
}
