import { type Figure, milliseconds, type Part } from './figures.ts';
import { loadByTheClock } from './load.ts';
import { type Changes, mixedWork } from './mixed.ts';
import { startSlack } from './slack.ts';
import { createDatabase, openDatabase } from './store.ts';
import { startTandem } from './tandem.ts';

const rate = 200;
const seconds = 10;
const warmUpRequests = 200;
const partners = 110;
const goalP99Ms = 500;

const cause =
  'a profile shows Tandem’s process to be the bottleneck, most of all the statements that a change and the drawing of its messages need, 30 to 55 each.';

/** Mixed real work at a fixed rate on Postgres: what waits longer than it should shows in the slowest answers. */
export const work: Part = async (server) => {
  if (server === null) return [];
  const database = await createDatabase(server);
  const slack = await startSlack(partners);
  const tandem = await startTandem(slack, database.url, partners);
  try {
    const { payloads, changes } = mixedWork(slack, tandem.onboardings, warmUpRequests + rate * seconds);
    await loadByTheClock(tandem.url, rate / 4, payloads.slice(0, warmUpRequests));
    const result = await loadByTheClock(tandem.url, rate, payloads.slice(warmUpRequests));
    const lost = await lostChanges(database.url, changes);
    const figures: Figure[] = [
      { what: 'p50', measured: milliseconds(result.p50Ms) },
      {
        what: 'p99',
        measured: milliseconds(result.p99Ms),
        goal: `< ${goalP99Ms} ms`,
        isMet: result.p99Ms < goalP99Ms,
        cause,
      },
      {
        what: 'Requests not answered; changes not made, because the person was told in time that it took too long',
        measured: `${result.failed}; ${lost}`,
        goal: '0; 0',
        isMet: result.failed === 0 && lost === 0,
        cause,
      },
    ];
    return [{ title: `${rate} requests a second of mixed real work on Postgres for ${seconds} s`, figures }];
  } finally {
    await tandem.stop();
    await slack.close();
    await database.drop();
  }
};

async function lostChanges(url: string, { steps, leads }: Changes): Promise<number> {
  const prisma = openDatabase(url);
  try {
    const done = await prisma.journeyStep.count({ where: { status: 'done' } });
    return steps - done + (leads - (await prisma.lead.count()));
  } finally {
    await prisma.$disconnect();
  }
}
