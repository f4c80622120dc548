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
const storedValues: z.ZodType<Readonly<Record<string, Estimate>>> = z.record(
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
export async function targetsFor(work: Work, card: PartnerCard): Promise<readonly MetricTarget[]> {
  if (card.playbookVersionId) return (await loadPlaybook(work, card.playbookVersionId)).metrics;
  return (await findCurrentPlaybook(work))?.playbook.metrics ?? [];
}

/** The card's lines for a reader, compared with the last snapshot taken before `before`. */
export async function linesFor(
  work: Work,
  card: PartnerCard,
  options: { readonly cadence: Cadence; readonly before: Date; readonly mayReadInternal: boolean },
): Promise<readonly Line[]> {
  const targets = visibleMetrics(await targetsFor(work, card), options.mayReadInternal);
  const last = await work.tx.scorecardSnapshot.findFirst({
    where: {
      workspaceId: work.workspaceId,
      partnerId: card.partner.id,
      cadence: options.cadence,
      toAt: { lt: options.before },
    },
    orderBy: { toAt: 'desc' },
  });
  return scorecard(card.facts, card.tier, targets, last && storedValues.parse(last.values));
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
