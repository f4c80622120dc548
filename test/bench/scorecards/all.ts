import { performance } from 'node:perf_hooks';
import { loadCards } from '../../../src/features/scorecards/facts.ts';
import { linesFor } from '../../../src/features/scorecards/store.ts';
import type { Work } from '../../../src/platform/work.ts';
import { now, openLumen } from './lumen.ts';
import { addUp, nothing, type Totals } from './totals.ts';

export interface AllScorecards {
  readonly type: 'done';
  readonly ms: readonly number[];
  readonly totals: Totals;
  /** The most resident memory the process ever had, bytes. */
  readonly peakBytes: number;
}

/** So many partners' cards are in memory at a time. */
const page = 5000;

/** A process of its own, so that its memory is its own: `tsx all.ts URL PARTNERS ROUNDS`. */
const [url = '', partners, rounds] = process.argv.slice(2);
const lumen = await openLumen(url);
// Not counted: code and plans as they are in a process that has run for a while.
await scorecards(page);
const ms: number[] = [];
let totals = nothing;
for (let round = 0; round < Number(rounds); round += 1) {
  const startedAt = performance.now();
  totals = await scorecards(Number(partners));
  ms.push(performance.now() - startedAt);
}
await lumen.close();
const peakBytes = process.resourceUsage().maxRSS * 1024;
process.send?.({ type: 'done', ms, totals, peakBytes } satisfies AllScorecards);
process.disconnect();

/** Every scorecard as its manager would read it, of the first `most` partners, page by page. */
async function scorecards(most: number): Promise<Totals> {
  let totals = nothing;
  for (let done = 0; done < most; done += page) {
    await lumen.inWork(async (work) => {
      const cards = await loadCards(work, await partnersFrom(work, done, Math.min(page, most - done)), now);
      const lines = await linesFor(work, cards, { cadence: 'weekly', before: now, mayReadInternal: true });
      totals = addUp(totals, cards, lines);
    });
  }
  return totals;
}

function partnersFrom(work: Work, skip: number, take: number) {
  return work.tx.partner.findMany({
    where: { workspaceId: work.workspaceId },
    orderBy: { id: 'asc' },
    skip,
    take,
  });
}
