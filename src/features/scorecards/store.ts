import { z } from 'zod';
import type { Estimate } from '../../core/statistics.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { DigestPreference, Person, Prisma } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { findCurrentPlaybook, loadPlaybook, type MetricTarget } from '../playbook/public.ts';
import type { PartnerCard } from './facts.ts';
import { metrics } from './metrics/catalogue.ts';
import { type Line, scorecard, visibleMetrics } from './rules.ts';

export type Cadence = 'weekly' | 'monthly';

const number = z.number().nullable();
/** A snapshot's values, by metric key. */
type Values = Readonly<Record<string, Estimate>>;
const storedValues: z.ZodType<Values> = z.record(
  z.string(),
  z.object({
    numerator: z.number(),
    denominator: z.number(),
    n: z.number(),
    value: number,
    low: number,
    high: number,
    verdict: z.enum(['ok', 'too_few', 'no_data']),
  }),
);

/** The metrics and targets that hold for a partner: those of the playbook its journey runs, else of the current one. */
async function targetsFor(
  work: Work,
  card: PartnerCard,
  current: readonly MetricTarget[],
): Promise<readonly MetricTarget[]> {
  return card.playbookVersionId ? (await loadPlaybook(work, card.playbookVersionId)).metrics : current;
}

/** Each card's lines for a reader, compared with the last snapshot that ended by `before`; in the order of the cards. */
export async function linesFor(
  work: Work,
  cards: readonly PartnerCard[],
  options: { readonly cadence: Cadence; readonly before: Date; readonly mayReadInternal: boolean },
): Promise<readonly (readonly Line[])[]> {
  const current = (await findCurrentPlaybook(work))?.playbook.metrics ?? [];
  const last = await lastSnapshots(work, cards, options.cadence, options.before);
  const all: (readonly Line[])[] = [];
  for (const card of cards) {
    const targets = visibleMetrics(await targetsFor(work, card, current), options.mayReadInternal);
    all.push(scorecard(card.facts, card.tier, targets, last.get(card.partner.id) ?? null));
  }
  return all;
}

/** The newest snapshot of each partner that ended by an instant, in one query. */
async function lastSnapshots(
  work: Work,
  cards: readonly PartnerCard[],
  cadence: Cadence,
  before: Date,
): Promise<ReadonlyMap<string, Values>> {
  const snapshots = await work.tx.scorecardSnapshot.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: cards.map((card) => card.partner.id) },
      cadence,
      toAt: { lte: before },
    },
    distinct: ['partnerId'],
    orderBy: [{ partnerId: 'asc' }, { toAt: 'desc' }],
  });
  return new Map(snapshots.map(({ partnerId, values }) => [partnerId, storedValues.parse(values)]));
}

/** Keeps what a scorecard said, once a window: a second digest of the same week changes nothing. */
export async function takeSnapshots(
  work: Work,
  cards: readonly PartnerCard[],
  cadence: Cadence,
  window: TimeWindow,
): Promise<void> {
  await work.tx.scorecardSnapshot.createMany({
    data: cards.map((card) => ({
      id: work.newId(),
      workspaceId: work.workspaceId,
      partnerId: card.partner.id,
      cadence,
      fromAt: window.from,
      toAt: window.to,
      takenAt: work.now,
      values: valuesOf(card),
    })),
    skipDuplicates: true,
  });
}

function valuesOf(card: PartnerCard): Prisma.InputJsonObject {
  return Object.fromEntries(metrics.map((metric) => [metric.key, { ...metric.estimate(card.facts) }]));
}

/** When a manager wants the digest; Mondays at nine in their own zone unless they chose otherwise. */
export async function preferenceOf(work: Work, person: Person): Promise<DigestPreference> {
  const found = await work.tx.digestPreference.findUnique({ where: { personId: person.id } });
  return (
    found ?? {
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
    where: { personId: preference.personId },
    create: preference,
    update: preference,
  });
}
