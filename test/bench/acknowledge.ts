import { cast } from '../../src/sandbox/seed-world.ts';
import { type Figure, milliseconds, type Part, perSecond, times } from './figures.ts';
import { type LoadResult, loadAsFastAsItGoes } from './load.ts';
import { command, startSlack } from './slack.ts';
import { createDatabase } from './store.ts';
import { reportOf, startScript, startTandem, stopScript } from './tandem.ts';

const seconds = 5;
/** Until what runs all the time is compiled: the yardstick gets there in one, Tandem does more for each request. */
const warmUpSeconds = 10;
const connections = 20;

const cause =
  'the yardstick touches no database; Tandem answers after it has looked up who acts, taken the receipt, done the work and committed. A profile shows Tandem’s process to be the bottleneck: more than half of its time goes into the trips to the database (Prisma, the driver, writing to the socket), the rest into checking, routing and composing. Executing the statements takes Postgres 0.2 ms in all.';

/** `/partner help` as fast as it goes, by a bare Bolt app and by Tandem on either store. */
export const acknowledge: Part = async (server) => {
  const slack = await startSlack(0);
  const measure = async (url: string): Promise<LoadResult> => {
    const payload = () => command(slack, cast.maya, cast.internal, 'help');
    await loadAsFastAsItGoes([url], warmUpSeconds, connections, payload);
    return loadAsFastAsItGoes([url], seconds, connections, payload);
  };
  const measureTandem = async (databaseUrl: string | null): Promise<LoadResult> => {
    const tandem = await startTandem(slack, databaseUrl);
    return measure(tandem.url).finally(tandem.stop);
  };
  try {
    const child = startScript('serve-bare.ts');
    const { url } = await reportOf<{ type: 'ready'; url: string }, 'ready'>(child, 'ready');
    const bare = await measure(url).finally(() => stopScript(child));
    const figures = [...comparison('the embedded store', await measureTandem(null), bare)];
    if (server !== null) {
      const database = await createDatabase(server);
      const onServer = await measureTandem(database.url).finally(database.drop);
      figures.push(...comparison('Postgres', onServer, bare));
    }
    return [
      {
        title: `Slash commands acknowledged over HTTP, ${connections} at a time for ${seconds} s; the reference is a Bolt app that only acknowledges`,
        figures,
      },
    ];
  } finally {
    await slack.close();
  }
};

function comparison(store: string, tandem: LoadResult, bare: LoadResult): Figure[] {
  const slower = (what: string, own: number, reference: number) => ({
    what: `${what} on ${store}`,
    measured: milliseconds(own),
    reference: milliseconds(reference),
    ratio: times(own / reference),
  });
  return [
    {
      what: `Acknowledgements on ${store}`,
      measured: `${perSecond(tandem.perSecond)}${tandem.failed > 0 ? `, ${tandem.failed} failed` : ''}`,
      reference: perSecond(bare.perSecond),
      ratio: times(tandem.perSecond / bare.perSecond),
      goal: '≥ 0.5×',
      isMet: tandem.perSecond >= bare.perSecond / 2 && tandem.failed === 0,
      cause,
    },
    slower('p50', tandem.p50Ms, bare.p50Ms),
    {
      ...slower('p99', tandem.p99Ms, bare.p99Ms),
      goal: '≤ 2×',
      isMet: tandem.p99Ms <= 2 * bare.p99Ms,
      cause,
    },
  ];
}
