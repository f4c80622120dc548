import type { Work } from '../work.ts';
import { Prisma } from './generated/client.ts';

/** What people call by a number, one line of numbers a workspace: D-18, L-3, survey 4, A-17. */
export type Numbered = 'Deal' | 'Lead' | 'Survey' | 'ActionItem';

/** More than so many at once, an import, are taken in one piece. */
const mostSingly = 50;
/** Numbers that transactions in flight may hold in a workspace. */
const mostInFlight = 2000;
const mostTries = 100;

/**
 * Takes numbers that nobody else has or is about to have, ascending; they are this transaction's until it ends. Nobody
 * waits for another's transaction: a number is reserved by an advisory lock on the number itself, and whoever finds it
 * reserved takes the next. So a transaction that is undone leaves a gap. The unique index has the last word. An import
 * that takes many waits until those in flight have ended, and those who number meanwhile wait for it.
 */
export async function takeNumbers(work: Work, table: Numbered, count: number): Promise<readonly number[]> {
  if (count === 0) return [];
  if (count > mostSingly) return takeInOnePiece(work, table, count);
  await enter(work, table, 'shared');
  const taken: number[] = [];
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const reserved = await reserve(work, table, count - taken.length);
    const used = await whichAreUsed(work, table, reserved);
    taken.push(...reserved.filter((number) => !used.has(number)));
    if (taken.length === count) return taken;
  }
  throw new Error(`No numbers could be reserved for ${table}.`);
}

/** As takeNumbers, a single one. */
export async function takeNumber(work: Work, table: Numbered): Promise<number> {
  const [number] = await takeNumbers(work, table, 1);
  if (number === undefined) throw new Error('unreachable: one number was asked for');
  return number;
}

async function takeInOnePiece(work: Work, table: Numbered, count: number): Promise<readonly number[]> {
  await enter(work, table, 'alone');
  const [row] = await work.tx.$queryRaw<{ last: number }[]>`SELECT ${last(work, table)} AS "last"`;
  return Array.from({ length: count }, (_, index) => (row?.last ?? 0) + 1 + index);
}

/**
 * Versions before this one numbered one transaction after the other under these locks, and may still run beside it:
 * each waits for the other.
 */
async function enter({ tx, workspaceId }: Work, table: Numbered, how: 'shared' | 'alone'): Promise<void> {
  if (table === 'ActionItem') {
    if (how === 'shared')
      await tx.$queryRaw`SELECT 1 FROM "Workspace" WHERE "id" = ${workspaceId}::uuid FOR SHARE`;
    else await tx.$queryRaw`SELECT 1 FROM "Workspace" WHERE "id" = ${workspaceId}::uuid FOR NO KEY UPDATE`;
    return;
  }
  const names = { Deal: 'pipeline deal', Lead: 'pipeline lead', Survey: 'surveys' } as const;
  const key = `${names[table]} ${workspaceId}`;
  if (how === 'shared')
    await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`;
  else await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}

/** The lowest free numbers that no transaction in flight has reserved, as far as this statement sees. */
async function reserve(work: Work, table: Numbered, count: number): Promise<number[]> {
  const line = `${table} ${work.workspaceId}`;
  const rows = await work.tx.$queryRaw<{ number: number }[]>`
    SELECT n AS "number" FROM (SELECT ${last(work, table)} AS "last") AS known,
      generate_series(known."last" + 1, known."last" + ${mostInFlight}::int) AS n
    WHERE pg_try_advisory_xact_lock(hashtext(${line}), n) LIMIT ${count}::int`;
  return rows.map(({ number }) => number).sort((a, b) => a - b);
}

/** Those whose holder committed, and let go of them, after the numbers in use had been read. */
async function whichAreUsed(
  { tx, workspaceId }: Work,
  table: Numbered,
  numbers: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await tx.$queryRaw<{ number: number }[]>`
    SELECT "number" FROM ${nameOf(table)}
    WHERE "workspaceId" = ${workspaceId}::uuid AND "number" = ANY(${numbers}::int[])`;
  return new Set(rows.map(({ number }) => number));
}

function last({ workspaceId }: Work, table: Numbered): Prisma.Sql {
  return Prisma.sql`(SELECT coalesce(max("number"), 0) FROM ${nameOf(table)} WHERE "workspaceId" = ${workspaceId}::uuid)`;
}

const nameOf = (table: Numbered) => Prisma.raw(`"${table}"`);
