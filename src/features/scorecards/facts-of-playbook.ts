import { localDateOf, localDateOfUtc } from '../../core/calendar.ts';
import { startOf } from '../../core/partner-start.ts';
import { openDays, slaClock } from '../../core/sla-clock.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { firstMonthAt, leadAnswers, leadEvents, type MonthlyTarget } from '../pipeline/public.ts';
import {
  currentVersions,
  findCurrentPlaybook,
  type Playbook,
  regionOf,
  responseTerms,
} from '../playbook/public.ts';
import { byName } from './by-name.ts';
import { costOfMinute } from './cost-of-minute.ts';
import type { PartnerFacts } from './metrics/metric.ts';
import { type RiskVersion, ratedRisks } from './risk-history.ts';

/** A partner with the playbook that holds for it. */
export interface Ruled {
  readonly partner: Partner;
  readonly playbook: Playbook | null;
  readonly kickoffOn: PartnerFacts['kickoffOn'];
}

interface Asked {
  readonly window: TimeWindow;
  readonly asOf: Date;
  readonly timeZone: string;
  readonly holidays: readonly string[];
}

type OfPlaybook = Pick<PartnerFacts, 'ramp' | 'responses' | 'risks' | 'activities' | 'pilotCap'>;

/** What the playbook asks of each partner, and how far that was met: in queries that their number does not add to. */
export async function factsOfPlaybook(
  work: Work,
  partners: readonly Ruled[],
  asked: Asked,
): Promise<(ruled: Ruled) => OfPlaybook> {
  const ramps = new Map(
    partners.flatMap((ruled) => rampOf(ruled) ?? []).map((ramp) => [ramp.partnerId, ramp]),
  );
  const reached = await firstMonthAt(work, [...ramps.values()], asked.timeZone, asked.asOf);
  const versions = await riskVersions(work, asked);
  const responses = await responsesOf(work, partners, asked);
  return ({ partner, playbook }) => {
    const { id, name, tier } = partner;
    const ramp = ramps.get(id);
    const activities = playbook?.measures.activities;
    return {
      ramp: ramp
        ? {
            amount: { amountMinor: ramp.amountMinor, currency: ramp.currency },
            reachedIn: reached.get(id) ?? null,
          }
        : null,
      responses: responses.get(id) ?? null,
      risks: ratedRisks(versions, name),
      activities: activities
        ? {
            minuteMinor: costOfMinute({ ...activities, amountMinor: activities.monthlyCost.amountMinor }),
            currency: activities.monthlyCost.currency,
            freeMinutes: activities.freeMinutes[tier] ?? null,
          }
        : null,
      pilotCap: byName(playbook?.measures.pilots, name)?.cap ?? null,
    };
  };
}

/**
 * How risks were rated, version by version, the oldest first. Of the current programme for every partner: a risk is
 * rated anew because it has changed, whatever a journey that runs was begun with.
 */
async function riskVersions(work: Work, { asOf, timeZone }: Asked): Promise<RiskVersion[]> {
  const versions = await currentVersions(work);
  return versions
    .filter(({ version }) => version.publishedAt <= asOf)
    .map(({ version, playbook }) => ({
      on: localDateOf(version.publishedAt, timeZone),
      risks: playbook.risks,
    }));
}

function rampOf({ partner, playbook, kickoffOn }: Ruled): MonthlyTarget | null {
  const amount = playbook?.measures.ramp?.monthlyRevenue[partner.tier];
  const from = startOf({ signedOn: partner.signedOn && localDateOfUtc(partner.signedOn), kickoffOn });
  return amount && from ? { partnerId: partner.id, ...amount, from } : null;
}

/**
 * The clocks of the leads of partners whose playbook promises answers, each in the hours of the region its lead is routed
 * by: whoever answers it works there. Regions are the newest playbook's, as the programme's time zone and holidays are.
 */
async function responsesOf(
  work: Work,
  partners: readonly Ruled[],
  { window, asOf, timeZone, holidays }: Asked,
): Promise<ReadonlyMap<string, NonNullable<PartnerFacts['responses']>>> {
  const promised = new Map(
    partners.flatMap(({ partner, playbook }) => {
      const terms = responseTerms(playbook, 'lead', { timeZone, holidays }, null);
      return terms ? [[partner.id, { partner, playbook, withinHours: terms.minutes / 60 }] as const] : [];
    }),
  );
  if (promised.size === 0) return new Map();
  const counts = new Map(
    [...promised].map(([id, { withinHours }]) => [
      id,
      { met: 0, breached: 0, running: 0, dueSoon: 0, byDay: 0, withinHours },
    ]),
  );
  const current = (await findCurrentPlaybook(work))?.playbook ?? null;
  // Leads of the same hours share their open days.
  const days = new Map<string, ReturnType<typeof openDays>>();
  for (const lead of await leadAnswers(work, [...promised.keys()], window)) {
    const ruled = promised.get(lead.partnerId);
    const count = counts.get(lead.partnerId);
    if (!ruled || !count) continue;
    if (lead.isKnownByDay) {
      count.byDay += 1;
      continue;
    }
    const region = regionOf(current, ruled.partner.segments, lead.territory);
    const terms = responseTerms(ruled.playbook, 'lead', { timeZone, holidays }, region);
    if (!terms) continue;
    const { hours, weekdays } = terms;
    const key = [region?.key ?? '', hours.startMinute, hours.endMinute, ...weekdays].join(' ');
    const open = days.get(key) ?? openDays(terms);
    days.set(key, open);
    const { state } = slaClock(leadEvents(lead), terms, asOf, open);
    if (state === 'met' || state === 'breached' || state === 'running') count[state] += 1;
    else if (state === 'due_soon') count.dueSoon += 1;
  }
  return counts;
}
