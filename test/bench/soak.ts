import { megabytes, type Part, perSecond, times } from './figures.ts';
import { loadAsFastAsItGoes } from './load.ts';
import { command, names, startSlack } from './slack.ts';
import { createDatabase } from './store.ts';
import { startTandem } from './tandem.ts';

/** `BENCH_SOAK_MINUTES=60 npm run bench -- soak` for the hour. */
const minutes = Number(process.env.BENCH_SOAK_MINUTES ?? 2);
const warmUpSeconds = 10;
const connections = 8;
const partners = 20;
const words = ['help', 'status', 'deal list', 'status', 'lead'] as const;

const compared = (what: string, bytes: number, before: number) => ({
  what,
  measured: megabytes(bytes),
  reference: megabytes(before),
  ratio: times(bytes / before),
});

/** Resident memory while requests come without a pause, and what of it is in use. */
export const soak: Part = async (server) => {
  const database = server === null ? null : await createDatabase(server);
  const slack = await startSlack(partners);
  const tandem = await startTandem(slack, database?.url ?? null, partners);
  const payload = (index: number) => {
    const { managerId, channelId } = names(index % partners);
    const word = words[index % words.length] ?? 'help';
    return command(slack, managerId, channelId, word === 'lead' ? `lead Customer ${index}, Jane Doe` : word);
  };
  const load = (seconds: number) => loadAsFastAsItGoes([tandem.url], seconds, connections, payload);
  try {
    await load(warmUpSeconds);
    const start = await tandem.memory();
    const { perSecond: rate } = await load(minutes * 30);
    const middle = await tandem.memory();
    await load(minutes * 30);
    const end = await tandem.memory();
    return [
      {
        title: `Resident memory over ${minutes} minutes of load without a pause (${perSecond(rate)}), on ${server ? 'Postgres' : 'the embedded store'}`,
        figures: [
          { what: `After ${warmUpSeconds} s of warming up`, measured: megabytes(start.residentBytes) },
          compared('In the middle', middle.residentBytes, start.residentBytes),
          compared('At the end', end.residentBytes, middle.residentBytes),
          compared('In use at the end, against the middle', end.liveBytes, middle.liveBytes),
        ],
      },
    ];
  } finally {
    await tandem.stop();
    await slack.close();
    await database?.drop();
  }
};
