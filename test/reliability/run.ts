import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type MatrixResult, runMatrix } from './crash/matrix.ts';
import { buildProcess } from './crash/processes.ts';

/**
 * The crash matrix: `npm run test:reliability -- [--full] [--seed N] [--only NAME]`, after the faults. Real processes are
 * killed while messages are decided; in the end every channel is compared with what should be in it. `--outputFile`
 * counts what was checked as vitest's report does.
 */
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '20261122' },
    only: { type: 'string' },
    kills: { type: 'string' },
    messages: { type: 'string' },
    outputFile: { type: 'string' },
  },
});
const serverUrl = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const seed = Number(values.seed);
const full = { kills: 300, messages: 2000, takeovers: 4 };
const reduced = { kills: 16, messages: 120, takeovers: 1 };
const matrices = [
  { name: 'one process, Postgres', processes: 1, serverUrl, ...(values.full ? full : reduced) },
  { name: 'three processes, Postgres', processes: 3, serverUrl, ...(values.full ? full : reduced) },
  {
    name: 'one process, embedded',
    processes: 1,
    serverUrl: null,
    ...(values.full ? { ...full, takeovers: 0 } : { kills: 8, messages: 60, takeovers: 0 }),
  },
].filter(({ name }) => values.only === undefined || name.includes(values.only));

const startedAt = performance.now();
console.log(`Crash matrix, seed ${seed}`);
await buildProcess();
// Side by side, since each of them mostly waits for what a killed process had in hand.
const results = await Promise.all(
  matrices.map((each) =>
    runMatrix({
      ...each,
      seed,
      kills: Number(values.kills ?? each.kills),
      messages: Number(values.messages ?? each.messages),
    }),
  ),
);

console.log(`\nCrash matrix, seed ${seed}, ${Math.round((performance.now() - startedAt) / 1000)} s`);
const everyPoint = [...new Set(results.flatMap(({ kills }) => [...kills.keys()]))].toSorted();
console.log('Kills');
console.table(
  Object.fromEntries(
    everyPoint.map((point) => [
      point,
      Object.fromEntries(results.map(({ name, kills }) => [name, kills.get(point) ?? 0])),
    ]),
  ),
);
console.table(Object.fromEntries(results.map((result) => [result.name, figuresOf(result)])));
const checks = results.flatMap(checksOf);
const failed = checks.filter(({ faults }) => faults.length > 0);
for (const { what, faults } of failed)
  for (const fault of faults.slice(0, 20)) console.log(`${what}: ${fault}`);
if (values.outputFile !== undefined) {
  const report = { numPassedTests: checks.length - failed.length, numFailedTests: failed.length };
  await writeFile(values.outputFile, JSON.stringify(report));
}
process.exit(failed.length === 0 ? 0 : 1);

function figuresOf(result: MatrixResult) {
  const { comparison, kills, takeoverSeconds } = result;
  return {
    kills: [...kills.values()].reduce((sum, each) => sum + each, 0),
    messages: comparison.messages,
    missing: comparison.missing.length,
    doubled: comparison.doubled.length,
    'out of order': comparison.outOfOrder.length,
    'live messages stale': comparison.stale.length,
    'acknowledged and lost': comparison.lost.length,
    'half done': comparison.halfDone.length,
    'never acknowledged, given up by Slack': comparison.neverAcknowledged.length,
    'of these said again': result.saidAgain,
    // Leaves no trace at Slack that could be looked for.
    'doubled for one person': comparison.doubledForOne,
    'longest takeover, s': takeoverSeconds === null ? 'none' : takeoverSeconds.toFixed(1),
    'longest delay under kills, s': result.longestDelaySeconds.toFixed(1),
    'longest shutdown, s': result.shutdownSeconds.toFixed(1),
    'took, s': Math.round(result.tookSeconds),
  };
}

/** What each matrix has to show, with what speaks against it. */
function checksOf({ name, comparison, missed, takeoverSeconds, shutdownSeconds }: MatrixResult) {
  const { missing, doubled, outOfOrder, stale, lost, halfDone } = comparison;
  const isSlow = takeoverSeconds !== null && takeoverSeconds >= 30;
  const faults = {
    missing,
    doubled,
    'out of order': outOfOrder,
    stale,
    'acknowledged and lost': lost,
    'half done': halfDone,
    'killed too rarely': missed,
    'takeover too late': isSlow ? [`${takeoverSeconds} s`] : [],
    'shutdown too slow': shutdownSeconds >= 10 ? [`${shutdownSeconds} s`] : [],
  };
  return Object.entries(faults).map(([what, list]) => ({ what: `${name}, ${what}`, faults: list }));
}
