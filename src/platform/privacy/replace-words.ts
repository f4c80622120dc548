import { mrkdwnOf } from '../slack/kit/index.ts';
import type { Tx } from '../work.ts';

/** What is replaced in everything written: a regular expression of Postgres, and what takes its place. */
export interface Replacement {
  readonly pattern: string;
  readonly becomes: string;
  /** False for what may be an ordinary word: it stays in the playbook, which is seldom about anybody. */
  readonly isSure: boolean;
}

/**
 * A name as a whole, as it is written in Slack's markup and in JSON. One of several words however it is cased and
 * spaced. A single word may be an ordinary word, or one the program goes by (May, Gold, sales): it is replaced as it
 * is spelt and where it stands in a sentence only, unless `everywhere` is said. At the beginning of a text what
 * takes its place gets a capital.
 */
export function namedAs(name: string, becomes: string, everywhere = false): Replacement[] {
  const written = new Set(
    [name, mrkdwnOf(name)].flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]),
  );
  const isSure = /\S\s+\S/u.test(name);
  const flags = isSure ? '(?i)' : '';
  const capital = becomes.charAt(0).toUpperCase() + becomes.slice(1);
  return [...written].flatMap((each) => {
    const words = each.trim().split(/\s+/u).map(escaped).join('\\s+');
    const goesOn = `(?=\\s|[,!?’*]|[.:](\\s|$|"))`;
    const ends = '(?![[:alnum:]])';
    if (!isSure && !everywhere)
      return [
        { pattern: `(^|"|[.!?]\\s|\\n)${words}${goesOn}`, becomes: `\\1${capital}`, isSure },
        { pattern: `(?<=[\\s“*])${words}${ends}`, becomes, isSure },
      ];
    return [
      { pattern: `${flags}(^|"|[.!?]\\s|\\n)${words}${ends}`, becomes: `\\1${capital}`, isSure },
      { pattern: `${flags}(?<![[:alnum:]])${words}${ends}`, becomes, isSure },
    ];
  });
}

/** A Slack id: mentioned, it becomes words; anywhere else another id. */
export function slackIdAs(slackId: string, words: string, id: string): Replacement[] {
  const own = escaped(slackId);
  return [
    { pattern: `<[@#]${own}(\\|[^>]*)?>`, becomes: words, isSure: true },
    { pattern: `(?<![[:alnum:]])${own}(?![[:alnum:]])`, becomes: id, isSure: true },
  ];
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

interface TextColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Where names cannot be replaced without changing whom a row is about; their owners see to them. */
const owners: readonly string[] = ['Person', 'Partner', 'PartnerChannel'];

/**
 * Replaces words in every column that can hold text, of every table that has a workspace, as the database itself
 * lists them: a table added later is not forgotten. `tables` narrows it, each with a condition on its rows.
 */
export async function replaceWords(
  tx: Tx,
  workspaceId: string,
  replacements: readonly Replacement[],
  tables: Readonly<Record<string, string>> | 'all' = 'all',
): Promise<void> {
  if (replacements.length === 0) return;
  const columns = await tx.$queryRaw<TextColumn[]>`
    SELECT c.table_name::text AS "table", c.column_name::text AS "column",
      CASE WHEN c.data_type = 'ARRAY' THEN 'text[]' ELSE c.data_type END::text AS "type"
    FROM information_schema.columns AS c
    WHERE c.table_schema = current_schema()
      AND (c.data_type IN ('text', 'character varying', 'json', 'jsonb') OR c.udt_name IN ('_text', '_varchar'))
      AND EXISTS (SELECT FROM information_schema.columns AS o WHERE o.table_schema = c.table_schema
        AND o.table_name = c.table_name AND o.column_name = 'workspaceId')
    ORDER BY 1, 2`;
  for (const table of new Set(columns.map((each) => each.table))) {
    const condition = tables === 'all' ? (owners.includes(table) ? undefined : 'true') : tables[table];
    const own = columns.filter((each) => each.table === table);
    if (condition !== undefined) await replaceIn(tx, workspaceId, table, own, replacements, condition);
  }
}

async function replaceIn(
  tx: Tx,
  workspaceId: string,
  table: string,
  columns: readonly TextColumn[],
  replacements: readonly Replacement[],
  condition: string,
): Promise<void> {
  const values: string[] = [workspaceId];
  const place = (value: string) => `$${values.push(value)}`;
  const sets: string[] = [];
  const hits: string[] = [];
  for (const { column, type } of columns) {
    const isProgramme = table === 'PlaybookVersion' && (column === 'document' || column === 'source');
    const fitting = replacements.filter((each) => each.isSure || !isProgramme);
    if (fitting.length === 0) continue;
    const text = `"${column}"::text`;
    const replaced = fitting.reduce(
      (inner, { pattern, becomes }) => `regexp_replace(${inner}, ${place(pattern)}, ${place(becomes)}, 'g')`,
      text,
    );
    sets.push(`"${column}" = (${replaced})::${type}`);
    hits.push(...fitting.map(({ pattern }) => `${text} ~ ${place(pattern)}`));
  }
  // Names of tables and columns come from the database's own list, conditions from the program.
  if (sets.length === 0) return;
  await tx.$executeRawUnsafe(
    `UPDATE "${table}" SET ${sets.join(', ')}
     WHERE "workspaceId" = $1::uuid AND (${condition}) AND (${hits.join(' OR ')})`,
    ...values,
  );
}
