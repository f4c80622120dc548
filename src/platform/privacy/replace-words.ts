import { mrkdwnOf } from '../slack/kit/index.ts';
import type { Tx } from '../work.ts';

/** What is replaced in everything written: a regular expression of Postgres, and what takes its place. */
export interface Replacement {
  readonly pattern: string;
  readonly becomes: string;
  /** A name of one word may be an ordinary word as well (May, Will, Gold): it is left in the playbook's document. */
  readonly isSure: boolean;
}

/**
 * A name as a whole, however it is cased or spaced and as it is written in Slack's markup and in JSON. At the
 * beginning of a sentence what takes its place gets a capital.
 */
export function namedAs(name: string, becomes: string): Replacement[] {
  const written = new Set(
    [name, mrkdwnOf(name)].flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]),
  );
  const isSure = /\S[\s]+\S/u.test(name.trim());
  // Of one word only as it is spelt.
  const flags = isSure ? '(?i)' : '';
  return [...written].flatMap((each) => {
    const words = each.trim().split(/\s+/u).map(escaped).join('\\s+');
    const whole = `${words}(?![[:alnum:]])`;
    const capital = becomes.charAt(0).toUpperCase() + becomes.slice(1);
    return [
      { pattern: `${flags}(^|"|[.!?]\\s|\\n)${whole}`, becomes: `\\1${capital}`, isSure },
      { pattern: `${flags}(?<![[:alnum:]])${whole}`, becomes, isSure },
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
  if (sets.length === 0) return;
  // Names of tables and columns come from the database's own list, conditions from the program.
  await tx.$executeRawUnsafe(
    `UPDATE "${table}" SET ${sets.join(', ')}
     WHERE "workspaceId" = $1::uuid AND (${condition}) AND (${hits.join(' OR ')})`,
    ...values,
  );
}
