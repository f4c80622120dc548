import { cpus } from 'node:os';
import { cast } from '../../src/sandbox/seed-world.ts';
import { type Figure, milliseconds, type Part, perSecond, times } from './figures.ts';
import { type LoadResult, loadAsFastAsItGoes } from './load.ts';
import { command, startSlack } from './slack.ts';
import { createDatabase } from './store.ts';
import { startTandem } from './tandem.ts';

const seconds = 5;
const warmUpSeconds = 3;
const connections = 24;
const most = 3;

/** Acknowledgements of one, two and three processes that share a database. */
export const processes: Part = async (server) => {
  if (server === null) return [];
  const results: LoadResult[] = [];
  for (let count = 1; count <= most; count += 1) results.push(await measure(server, count));
  const [one] = results;
  const figures = results.map(
    ({ perSecond: rate, p99Ms }, index): Figure => ({
      what: `${index + 1} ${index === 0 ? 'process' : 'processes'}`,
      measured: `${perSecond(rate)}, p99 ${milliseconds(p99Ms)}`,
      ...(one && index > 0 && { reference: perSecond(one.perSecond), ratio: times(rate / one.perSecond) }),
    }),
  );
  return [
    {
      title: `Slash commands acknowledged by several processes on one Postgres, ${connections} at a time for ${seconds} s`,
      figures,
      notes: [
        `All of them share ${cpus().length} cores with the load and with Postgres itself: what a further process adds here is less than it adds on a machine of its own.`,
      ],
    },
  ];
};

async function measure(server: string, count: number): Promise<LoadResult> {
  const database = await createDatabase(server);
  const slack = await startSlack(0);
  const tandems = await Promise.all(Array.from({ length: count }, () => startTandem(slack, database.url)));
  try {
    const urls = tandems.map(({ url }) => url);
    const payload = () => command(slack, cast.maya, cast.internal, 'help');
    await loadAsFastAsItGoes(urls, warmUpSeconds, connections, payload);
    return await loadAsFastAsItGoes(urls, seconds, connections, payload);
  } finally {
    await Promise.all(tandems.map(({ stop }) => stop()));
    await slack.close();
    await database.drop();
  }
}
