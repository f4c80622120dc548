import type { Tx } from '../../../src/platform/work.ts';

interface Table {
  readonly schema: string;
  readonly name: string;
}

/** Every table there is, the queue's included, as the database itself lists them. */
async function allTables(database: Tx): Promise<Table[]> {
  return database.$queryRaw<Table[]>`
    SELECT table_schema::text AS "schema", table_name::text AS "name" FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
      AND table_name <> '_prisma_migrations'
    ORDER BY 1, 2`;
}

/** The tables with a row in which one of the markers stands, in whatever column: none when all is erased. */
export async function tracesOf(database: Tx, markers: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const { schema, name } of await allTables(database)) {
    for (const marker of markers) {
      const rows = await database.$queryRawUnsafe<{ row: string }[]>(
        `SELECT t::text AS "row" FROM "${schema}"."${name}" AS t WHERE strpos(lower(t::text), lower($1)) > 0 LIMIT 1`,
        marker,
      );
      if (rows[0]) found.push(`${schema}.${name} still says ${marker}: ${rows[0].row.slice(0, 300)}`);
    }
  }
  return found;
}

/** The tables with a workspaceId in which this workspace has no row: they would prove nothing. */
export async function emptyTables(database: Tx, workspaceId: string): Promise<string[]> {
  const owned = await database.$queryRaw<Table[]>`
    SELECT table_schema::text AS "schema", table_name::text AS "name" FROM information_schema.columns
    WHERE column_name = 'workspaceId' ORDER BY 1, 2`;
  const empty: string[] = [];
  for (const { schema, name } of owned) {
    const rows = await database.$queryRawUnsafe<unknown[]>(
      `SELECT FROM "${schema}"."${name}" WHERE "workspaceId" = $1::uuid LIMIT 1`,
      workspaceId,
    );
    if (rows.length === 0) empty.push(name);
  }
  return empty;
}

/** Every row of the app's own tables in which one of these ids stands, for comparing. */
export async function dump(database: Tx, ids: readonly string[]): Promise<string[]> {
  const rows: string[] = [];
  for (const { schema, name } of await allTables(database)) {
    if (schema !== 'public') continue;
    const found = await database.$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS "row" FROM "${schema}"."${name}" AS t
       WHERE EXISTS (SELECT FROM unnest($1::text[]) AS id WHERE strpos(t::text, id) > 0) ORDER BY 1`,
      ids,
    );
    rows.push(...found.map(({ row }) => `${name} ${row}`));
  }
  return rows;
}
