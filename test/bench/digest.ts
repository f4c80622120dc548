import { performance } from 'node:perf_hooks';
import { composeDigest } from '../../src/features/scorecards/compose.ts';
import type { Work } from '../../src/platform/work.ts';
import { startTestApp } from '../support/app.ts';
import { milliseconds, type Part, percentile, times } from './figures.ts';
import { openBenchStore } from './store.ts';

const few = 10;
const many = 1000;
const dealsPerPartner = 20;
const rounds = 5;

/** One manager's digest over few and over many partners, each with twenty deals and twenty leads. */
export const digest: Part = async (server) => {
  const t = await startTestApp({ store: await openBenchStore(server) });
  try {
    await t.publishSample();
    const fewMs = await medianOf(t, await addManager(t, 'few', few));
    const manyMs = await medianOf(t, await addManager(t, 'many', many));
    return [
      {
        title: `One manager’s digest, median of ${rounds}; ${dealsPerPartner} deals and as many leads a partner, on ${server ? 'Postgres' : 'the embedded store'}`,
        figures: [
          {
            what: `Of ${many.toLocaleString('en')} partners; the reference has ${few}`,
            measured: milliseconds(manyMs),
            reference: milliseconds(fewMs),
            ratio: times(manyMs / fewMs),
          },
        ],
      },
    ];
  } finally {
    await t.stop();
  }
};

type Bench = Awaited<ReturnType<typeof startTestApp>>;

/** A manager with so many partners; answers the manager's person id. */
async function addManager(t: Bench, name: string, partners: number): Promise<string> {
  const { prisma } = t.app.store;
  const { id: workspaceId } = t.app.workspace;
  const now = t.clock.now();
  const [person] = await prisma.$queryRaw<{ id: string }[]>`
    INSERT INTO "Person" ("id", "workspaceId", "slackUserId", "slackTeamId", "side", "name", "timeZone", "checkedAt")
    VALUES (gen_random_uuid(), ${workspaceId}::uuid, ${`UBENCH${name}`}, 'T0LUMEN001', 'vendor', ${name}, 'Europe/Berlin', ${now}::timestamptz)
    RETURNING "id"::text`;
  if (!person) throw new Error('no manager');
  await prisma.$executeRaw`
    INSERT INTO "Partner" ("id", "workspaceId", "name", "nameKey", "tier", "managerPersonId", "timeZone", "createdAt")
    SELECT gen_random_uuid(), ${workspaceId}::uuid, ${name} || ' partner ' || i, ${name} || ' partner ' || i, 'silver', ${person.id}::uuid, 'Europe/Berlin', ${now}::timestamptz
    FROM generate_series(1, ${partners}::int) AS i`;
  await prisma.$executeRaw`
    INSERT INTO "Deal" ("id", "workspaceId", "partnerId", "number", "customer", "name", "amountMinor", "partnerCostMinor", "currency", "stage", "registeredAt", "closedAt")
    SELECT gen_random_uuid(), p."workspaceId", p."id", (SELECT coalesce(max("number"), 0) FROM "Deal") + row_number() OVER (), 'Customer ' || i, 'Platform', 1000000, 600000, 'USD',
      CASE i % 4 WHEN 0 THEN 'open' WHEN 1 THEN 'lost' ELSE 'won' END,
      ${now}::timestamptz - (i * 3 + 20) * interval '1 day',
      CASE i % 4 WHEN 0 THEN NULL ELSE ${now}::timestamptz - i * interval '2 days' END
    FROM "Partner" p, generate_series(1, ${dealsPerPartner}::int) AS i WHERE p."managerPersonId" = ${person.id}::uuid`;
  await prisma.$executeRaw`
    INSERT INTO "Lead" ("id", "workspaceId", "partnerId", "number", "customer", "status", "createdAt", "reviewedAt")
    SELECT gen_random_uuid(), p."workspaceId", p."id", (SELECT coalesce(max("number"), 0) FROM "Lead") + row_number() OVER (), 'Lead ' || i,
      CASE i % 3 WHEN 0 THEN 'declined' ELSE 'accepted' END, ${now}::timestamptz - i * interval '4 days', ${now}::timestamptz - i * interval '3 days'
    FROM "Partner" p, generate_series(1, ${dealsPerPartner}::int) AS i WHERE p."managerPersonId" = ${person.id}::uuid`;
  await prisma.$executeRawUnsafe('ANALYZE');
  return person.id;
}

function medianOf(t: Bench, personId: string): Promise<number> {
  const compose = async (work: Work) => {
    const manager = await work.tx.person.findUniqueOrThrow({
      where: { id: personId, workspaceId: work.workspaceId },
    });
    await composeDigest(work, manager, null);
  };
  return median(() => t.app.inWork({ workspaceId: t.app.workspace.id, source: 'bench' }, compose));
}

async function median(run: () => Promise<unknown>): Promise<number> {
  await run();
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = performance.now();
    await run();
    taken.push(performance.now() - before);
  }
  return percentile(taken, 0.5);
}
