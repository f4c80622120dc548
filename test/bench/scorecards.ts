import { performance } from 'node:perf_hooks';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { megabytes, milliseconds, type Part, percentile, times } from './figures.ts';
import type { AllScorecards } from './scorecards/all.ts';
import { aggregateByHand } from './scorecards/by-hand.ts';
import { seedScorecards } from './scorecards/seed.ts';
import type { Totals } from './scorecards/totals.ts';
import { createDatabase } from './store.ts';
import { reportOf, startScript } from './tandem.ts';

const size = { partners: 10_000, deals: 1_000_000, leads: 200_000, steps: 1_000_000 };
/** One page of them: see scorecards/all.ts. */
const few = 5000;
const rounds = 3;
const goal = 1.5;
/** The memory of ten times the partners may exceed that of the few by so much. */
const flatWithin = 1.25;

const causes = {
  time: 'EXPLAIN ANALYZE shows the time in the pages: a partner’s deals and steps lie among those of all the others, so each page of partners reads most of the blocks of its tables again, which the yardstick reads once. Half of the time is the program’s own, which works out every metric; the yardstick only adds up. Smaller pages take longer, larger ones more memory.',
  memory: 'not profiled.',
};

/** Every partner's scorecard, against the same aggregates in SQL written for nothing else. */
export const scorecards: Part = async (server) => {
  if (server === null) return [];
  const database = await createDatabase(server);
  const client = new pg.Client({ connectionString: database.url, options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    await seedScorecards(client, database.url, size);
    const byHand = await timeByHand(client);
    const ofFew = await inOwnProcess(database.url, few);
    const ofAll = await inOwnProcess(database.url, size.partners);
    if (!isDeepStrictEqual(ofAll.totals, byHand.totals))
      throw new Error(`Counted otherwise: ${JSON.stringify([ofAll.totals, byHand.totals])}`);
    const ms = percentile(ofAll.ms, 0.5);
    return [
      {
        title: `All scorecards of ${size.partners.toLocaleString('en')} partners with ${size.deals.toLocaleString('en')} deals, ${size.leads.toLocaleString('en')} leads and ${size.steps.toLocaleString('en')} steps on Postgres, median of ${rounds}`,
        figures: [
          {
            what: 'All scorecards; the reference is the same aggregates in hand-written SQL',
            measured: milliseconds(ms),
            reference: milliseconds(byHand.ms),
            ratio: times(ms / byHand.ms),
            goal: `≤ ${goal}×`,
            isMet: ms <= goal * byHand.ms,
            cause: causes.time,
          },
          {
            what: `Most memory in the process; the reference is with ${few.toLocaleString('en')} partners`,
            measured: megabytes(ofAll.peakBytes),
            reference: megabytes(ofFew.peakBytes),
            ratio: times(ofAll.peakBytes / ofFew.peakBytes),
            goal: `flat (≤ ${flatWithin}×)`,
            isMet: ofAll.peakBytes <= flatWithin * ofFew.peakBytes,
            cause: causes.memory,
          },
        ],
      },
    ];
  } finally {
    await client.end();
    await database.drop();
  }
};

async function timeByHand(client: pg.Client): Promise<{ ms: number; totals: Totals }> {
  let totals = await aggregateByHand(client);
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    totals = await aggregateByHand(client);
    taken.push(performance.now() - startedAt);
  }
  return { ms: percentile(taken, 0.5), totals };
}

function inOwnProcess(url: string, partners: number): Promise<AllScorecards> {
  const child = startScript('scorecards/all.ts', [url, String(partners), String(rounds)]);
  return reportOf<AllScorecards, 'done'>(child, 'done');
}
