import { cpus, totalmem } from 'node:os';
import { acknowledge } from './acknowledge.ts';
import { digest } from './digest.ts';
import { type Part, printTable } from './figures.ts';
import { heartbeat } from './heartbeat.ts';
import { pressToUpdate } from './press.ts';
import { processes } from './processes.ts';
import { scorecards } from './scorecards.ts';
import { soak } from './soak.ts';
import { findServer } from './store.ts';
import { work } from './work.ts';

/** `npm run bench -- NAME …` runs these parts only. */
const parts: Readonly<Record<string, Part>> = {
  acknowledge,
  work,
  press: pressToUpdate,
  heartbeat,
  scorecards,
  digest,
  processes,
  soak,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);
const server = await findServer();
const gibibytes = Math.round(totalmem() / 2 ** 30);
console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${gibibytes} GiB, Node ${process.versions.node}; everything on this one machine: the load, the local Slack, Tandem and the database.`,
);
if (server === null)
  console.log(
    'No Postgres server answers (TEST_DATABASE_URL): only what the embedded store can do is measured.',
  );
console.log();
for (const [name, part] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const table of await part(server)) printTable(table);
}
