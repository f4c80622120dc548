import type { DueItem } from '../feature.ts';
import type { Work } from '../work.ts';

/** By kind, in the database, for the metric of what came too late. */
export const droppedPrefix = 'schedule.dropped.';

/** Counts a reminder that was found when it was of no use any more, as after an outage; its job leaves it undone. */
export async function tooLate(work: Work, { kind }: Pick<DueItem, 'kind'>): Promise<void> {
  const name = `${droppedPrefix}${kind}`;
  await work.tx.counter.upsert({
    where: { name },
    create: { name, value: 1 },
    update: { value: { increment: 1 } },
  });
}
