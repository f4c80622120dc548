import { parseArgs } from 'node:util';
import { type MatrixResult, runMatrix } from './crash/matrix.ts';
import { buildProcess } from './crash/processes.ts';

/**
 * The crash matrix: `npm run test:reliability -- [--full] [--seed N] [--only NAME]`, after the faults. Real processes are
 * killed while messages are decided; in the end every channel is compared with what should be in it.
 */
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '20261122' },
    only: { type: 'string' },
    kills: { type: 'string' },
    messages: { type: 'string' },
  },
});
const serverUrl = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const seed = Number(values.seed);
const matrices = [
  {
    name: 'one process, Postgres',
    processes: 1,
    serverUrl,
    kills: values.full ? 300 : 30,
    messages: values.full ? 2000 : 300,
  },
  {
    name: 'three processes, Postgres',
    processes: 3,
    serverUrl,
    kills: values.full ? 300 : 60,
    messages: values.full ? 2000 : 500,
  },
  {
    name: 'one process, embedded',
    processes: 1,
    serverUrl: null,
    kills: values.full ? 30 : 8,
    messages: values.full ? 200 : 80,
  },
].filter(({ name }) => values.only === undefined || name.includes(values.only));

console.log(`Crash matrix, seed ${seed}`);
await buildProcess();
let isWhole = true;
for (const each of matrices) {
  const result = await runMatrix({
    ...each,
    seed,
    kills: Number(values.kills ?? each.kills),
    messages: Number(values.messages ?? each.messages),
  });
  isWhole = report(result) && isWhole;
}
process.exit(isWhole ? 0 : 1);

function report({ name, comparison, kills, ...figures }: MatrixResult): boolean {
  const { messages, missing, doubled, outOfOrder, stale, halfDone, doubledForOne } = comparison;
  const killed = [...kills.values()].reduce((sum, each) => sum + each, 0);
  console.log(`\n${name}: ${killed} kills, ${messages} messages, ${Math.round(figures.tookSeconds)} s`);
  console.table(Object.fromEntries([...kills].map(([point, times]) => [point, { kills: times }])));
  console.table({
    missing: { times: missing.length },
    doubled: { times: doubled.length },
    'out of order': { times: outOfOrder.length },
    'live messages not at the newest state': { times: stale.length },
    'acknowledged and not stored, or half done': { times: halfDone.length },
    'shown twice to one person alone (no trace at Slack)': { times: doubledForOne },
  });
  console.log(`longest delay while being killed: ${figures.longestDelaySeconds.toFixed(1)} s`);
  if (figures.takeoverSeconds !== null)
    console.log(`longest takeover from a killed process: ${figures.takeoverSeconds.toFixed(1)} s`);
  const faults = { missing, doubled, outOfOrder, stale, halfDone };
  for (const [kind, list] of Object.entries(faults))
    for (const one of list.slice(0, 20)) console.log(`${kind}: ${one}`);
  const isFast = figures.takeoverSeconds === null || figures.takeoverSeconds < 30;
  return isFast && Object.values(faults).every((list) => list.length === 0);
}
