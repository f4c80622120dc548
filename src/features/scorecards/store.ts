import { z } from 'zod';
import type { TimeWindow } from '../../core/time-window.ts';
import {
  type DigestPreference,
  type Person,
  Prisma,
  type ScorecardSnapshot,
} from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { programmeSettings } from '../partners/public.ts';
import type { MetricTarget } from '../playbook/public.ts';
import { lookBack, type PartnerCard } from './facts.ts';
import { metrics } from './metrics/catalogue.ts';
import type { Cadence, Period } from './period.ts';
import { playbooksOf } from './playbooks.ts';
import type { Pack } from './quarterly/pack.ts';
import { type KeptValue, type Line, ownTargets, scorecard, targetIn, visibleMetrics } from './rules.ts';
import { presentTerms, type TermsByPartner, terms as termsShape } from './terms.ts';

const number = z.number().nullable();
/** A snapshot's values, by metric key. */
export type Values = Readonly<Record<string, KeptValue>>;
export const storedEstimate = z.object({
  numerator: z.number(),
  denominator: z.number(),
  n: z.number(),
  value: number,
  low: number,
  high: number,
  verdict: z.enum(['ok', 'too_few', 'no_data']),
});
export const storedValues: z.ZodType<Values> = z.record(
  z.string(),
  storedEstimate.extend({
    currency: z.string().optional(),
    notes: z
      .array(z.object({ kind: z.enum(['missing', 'stale', 'contradictory', 'left_out']), words: z.string() }))
      .optional(),
    aside: z.number().optional(),
    isBooked: z.literal(true).optional(),
    ahead: z.object({ value: z.number(), low: number, high: number }).nullish(),
    target: number.default(null),
    shownTo: z.enum(['both', 'vendor']).nullable().default(null),
  }),
);

/**
 * The metrics and targets that hold for each card's partner: those of the playbook its journey runs, else of the
 * current one. Each playbook is read once, however many partners follow it.
 */
export async function targetsOf(
  work: Work,
  cards: readonly PartnerCard[],
): Promise<(card: PartnerCard) => readonly MetricTarget[]> {
  const playbookOf = await playbooksOf(
    work,
    cards.map((card) => card.playbookVersionId),
  );
  return (card) => ownTargets(playbookOf(card.playbookVersionId)?.metrics ?? [], card.partner);
}

/** Each card's lines for a reader, compared with the last snapshot that ended by `before`; in the order of the cards. */
export async function linesFor(
  work: Work,
  cards: readonly PartnerCard[],
  options: {
    readonly cadence: Cadence;
    readonly before: Date;
    readonly mayReadInternal: boolean;
    /** One more, that the vendor’s people may ask about although it is on no scorecard: a tier may hang on it. */
    readonly also?: MetricTarget['key'];
  },
): Promise<readonly (readonly Line[])[]> {
  const targetsFor = await targetsOf(work, cards);
  const partnerIds = cards.map((card) => card.partner.id);
  const last = await lastSnapshots(work, partnerIds, options.cadence, options.before);
  const { timeZone } = await programmeSettings(work);
  const begun = await snapshotsAtStart(work, partnerIds, options.cadence, lookBack(work.now, timeZone).from);
  return cards.map((card) => {
    const targets = visibleMetrics(withOneMore(targetsFor(card), options.also), options.mayReadInternal);
    const { id } = card.partner;
    return scorecard(card.facts, card.tier, targets, last.get(id) ?? null, begun.get(id) ?? null);
  });
}

function withOneMore(
  targets: readonly MetricTarget[],
  key: MetricTarget['key'] | undefined,
): readonly MetricTarget[] {
  if (key === undefined || targets.some((target) => target.key === key)) return targets;
  return [...targets, { key, shownTo: 'vendor', targets: {} }];
}

/** A projection made longer than this before the window is one of another window. */
const mostDaysBefore = 31;

/** What was kept of each partner when the window that numbers look back over began. */
export function snapshotsAtStart(work: Work, partnerIds: readonly string[], cadence: Cadence, from: Date) {
  const since = new Date(from.getTime() - mostDaysBefore * 86_400_000);
  return lastSnapshots(work, partnerIds, cadence, from, since);
}

/** The newest snapshot of each partner that ended by an instant, in one query. */
export async function lastSnapshots(
  work: Work,
  partnerIds: readonly string[],
  cadence: Cadence,
  before: Date,
  since?: Date,
): Promise<ReadonlyMap<string, Values>> {
  const snapshots = await work.tx.scorecardSnapshot.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      cadence,
      toAt: { lte: before, ...(since && { gte: since }) },
    },
    distinct: ['partnerId'],
    orderBy: [{ partnerId: 'asc' }, { toAt: 'desc' }],
  });
  return new Map(snapshots.map(({ partnerId, values }) => [partnerId, storedValues.parse(values)]));
}

/**
 * Keeps what a scorecard said, once a window: a second digest of the same week changes nothing. With `packs`, by
 * partner, what was said beside the numbers too.
 */
export async function takeSnapshots(
  work: Work,
  cards: readonly PartnerCard[],
  cadence: Cadence,
  window: TimeWindow,
  packs?: ReadonlyMap<string, Pack>,
): Promise<void> {
  const targetsFor = await targetsOf(work, cards);
  const terms = await presentTerms(work, cards);
  await work.tx.scorecardSnapshot.createMany({
    data: cards.map((card) => ({
      id: work.newId(),
      workspaceId: work.workspaceId,
      partnerId: card.partner.id,
      cadence,
      fromAt: window.from,
      toAt: window.to,
      takenAt: work.now,
      values: valuesOf(card, targetsFor(card)),
      terms: terms[card.partner.id] ?? Prisma.DbNull,
      ...(packs && { pack: packs.get(card.partner.id) ?? Prisma.DbNull }),
    })),
    skipDuplicates: true,
  });
}

/** What the scorecards of these partners say now, by partner. */
export async function valuesByPartner(
  work: Work,
  cards: readonly PartnerCard[],
): Promise<Prisma.InputJsonObject> {
  const targetsFor = await targetsOf(work, cards);
  return Object.fromEntries(cards.map((card) => [card.partner.id, valuesOf(card, targetsFor(card))]));
}

/** Every metric of the catalogue, also those not on the scorecard, so that one put on it later has a past. */
function valuesOf(card: PartnerCard, targets: readonly MetricTarget[]): Prisma.InputJsonObject {
  return Object.fromEntries(
    metrics.map((metric) => {
      const target = targets.find(({ key }) => key === metric.key);
      const kept: KeptValue = {
        ...metric.estimate(card.facts),
        target: targetIn(card.facts.currency, target?.targets[card.tier]).target,
        shownTo: target?.shownTo ?? null,
        ahead: metric.ahead?.(card.facts) ?? null,
      };
      return [metric.key, JSON.parse(JSON.stringify(kept))];
    }),
  );
}

/** A scorecard as it was sent: when, what it said, and what the one before it had said. */
export interface Snapshot {
  readonly takenAt: Date;
  readonly values: Values;
  readonly terms: TermsByPartner;
  readonly before: Values | null;
}

/** What the numbers of a kept scorecard were worked out by, under its partner. */
export function readTerms({ partnerId, terms: kept }: ScorecardSnapshot): TermsByPartner {
  return kept === null ? {} : { [partnerId]: termsShape.parse(kept) };
}

/** The scorecard of a period, as it was kept; null when none was. */
export async function findSnapshot(
  work: Work,
  partnerId: string,
  { cadence, window }: Period,
): Promise<Snapshot | null> {
  const { workspaceId } = work;
  const found = await work.tx.scorecardSnapshot.findUnique({
    where: {
      workspaceId_partnerId_cadence_fromAt: { workspaceId, partnerId, cadence, fromAt: window.from },
    },
  });
  if (!found) return null;
  const before = await lastSnapshots(work, [partnerId], cadence, window.from);
  return {
    takenAt: found.takenAt,
    values: storedValues.parse(found.values),
    terms: readTerms(found),
    before: before.get(partnerId) ?? null,
  };
}

/** The newest scorecards kept of a partner: their cadence and when their windows began. */
export function keptPeriods(
  work: Work,
  partnerId: string,
  cadences: readonly Cadence[],
): Promise<{ readonly cadence: string; readonly fromAt: Date }[]> {
  return work.tx.scorecardSnapshot.findMany({
    where: { workspaceId: work.workspaceId, partnerId, cadence: { in: [...cadences] } },
    orderBy: { fromAt: 'desc' },
    take: 6,
    select: { cadence: true, fromAt: true },
  });
}

/** When a manager said they want the digest; null where they never did. */
export function chosenPreference(work: Work, person: Person): Promise<DigestPreference | null> {
  return work.tx.digestPreference.findUnique({
    where: { personId: person.id, workspaceId: work.workspaceId },
  });
}

/** When a manager wants the digest; Mondays at nine in their own zone unless they chose otherwise. */
export async function preferenceOf(work: Work, person: Person): Promise<DigestPreference> {
  return (
    (await chosenPreference(work, person)) ?? {
      personId: person.id,
      workspaceId: work.workspaceId,
      weekday: 1,
      minuteOfDay: 540,
      timeZone: person.timeZone,
      isEnabled: true,
    }
  );
}

export async function savePreference(work: Work, preference: DigestPreference): Promise<void> {
  await work.tx.digestPreference.upsert({
    where: { personId: preference.personId, workspaceId: work.workspaceId },
    create: preference,
    update: preference,
  });
}
