import { localDateOf } from '../../../core/calendar.ts';
import type { CalendarWindow } from '../../../core/time-window.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { journeyProgress } from '../../onboarding/public.ts';
import { activePartners } from '../../partners/public.ts';
import { readTerms, storedValues, takeSnapshots, type Values } from '../store.ts';
import type { TermsByPartner } from '../terms.ts';
import { composePacks } from './compose.ts';
import { type Pack, packShape } from './pack.ts';

/** A pack as it was made for being sent. */
export interface KeptPack {
  readonly takenAt: Date;
  readonly pack: Pack;
  readonly values: Values;
  readonly terms: TermsByPartner;
}

/** The packs kept of a quarter, by partner. */
export async function keptPacks(
  work: Work,
  partnerIds: readonly string[],
  quarter: CalendarWindow,
): Promise<ReadonlyMap<string, KeptPack>> {
  const rows = await work.tx.scorecardSnapshot.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      cadence: 'quarterly',
      fromAt: quarter.from,
    },
  });
  return new Map(
    rows.flatMap((row) =>
      row.pack === null
        ? []
        : [
            [
              row.partnerId,
              {
                ...{ takenAt: row.takenAt, terms: readTerms(row) },
                ...{ pack: packShape.parse(row.pack), values: storedValues.parse(row.values) },
              },
            ] as const,
          ],
    ),
  );
}

/** So many packs are made in one transaction, which may not take for ever. */
const mostAtOnce = 500;

/**
 * The packs of these partners for a quarter that is over. Whoever asks first makes those of other partners of the
 * programme along with them, so that the work does not grow with the number of messages; both sides get the same numbers.
 */
export async function packsToSend(
  work: Work,
  partners: readonly Partner[],
  quarter: CalendarWindow,
): Promise<ReadonlyMap<string, KeptPack>> {
  const ids = partners.map((partner) => partner.id);
  const kept = await keptPacks(work, ids, quarter);
  const begun = await begunBy(work, partners, quarter);
  if (begun.every(({ id }) => kept.has(id))) return kept;
  const everybody = await begunBy(work, await activePartners(work), quarter);
  const already = await keptPacks(
    work,
    everybody.map(({ id }) => id),
    quarter,
  );
  const missing = everybody.filter(({ id }) => !already.has(id));
  const asked = missing.filter(({ id }) => ids.includes(id));
  const others = missing.filter(({ id }) => !ids.includes(id));
  const composed = await composePacks(
    work,
    [...asked, ...others.slice(0, Math.max(0, mostAtOnce - asked.length))],
    quarter,
  );
  await takeSnapshots(
    work,
    composed.map(({ card }) => card),
    'quarterly',
    quarter,
    new Map(composed.map(({ card, pack }) => [card.partner.id, pack])),
  );
  return keptPacks(work, ids, quarter);
}

/** Those whose journey began before the quarter ended: of the others there is nothing to review. */
export async function begunBy(
  work: Work,
  partners: readonly Partner[],
  quarter: CalendarWindow,
): Promise<readonly Partner[]> {
  const after = localDateOf(quarter.to, quarter.timeZone);
  const progress = await journeyProgress(
    work,
    partners.map((partner) => partner.id),
    after,
  );
  return partners.filter(({ id }) => {
    const journey = progress.get(id);
    return journey !== undefined && journey.kickoffOn < after;
  });
}
