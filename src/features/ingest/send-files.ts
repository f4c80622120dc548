import { type CsvCell, toCsv } from '../../core/csv.ts';
import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { Reply, Request } from '../../platform/feature.ts';
import { say, type TableCell } from '../../platform/slack/kit/index.ts';

export interface ExportedFile {
  /** Without `.csv`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly object[];
  /** Said beside the file, a sentence without its full stop: “Here are your deals: 12 rows”. */
  readonly words: string;
  /** What else has to be known of it, after that. */
  readonly note?: string;
}

/** A larger file is cut into several. */
const rowsAFile = 5000;

interface Whole<Row> extends Pick<ExportedFile, 'name' | 'columns'> {
  readonly rows: readonly Row[];
  /** Completes “Here are”: “the deals behind margin of Brightpath”. */
  readonly what: string;
}

/** All of these rows in as many files as it takes, each with how many it holds in its words. */
export function inFiles({ name, columns, rows, what }: Whole<object>): ExportedFile[] {
  const files = Array.from({ length: Math.max(1, Math.ceil(rows.length / rowsAFile)) }, (_, index) =>
    rows.slice(index * rowsAFile, (index + 1) * rowsAFile),
  );
  return files.map((some, index) => ({
    name: files.length > 1 ? `${name}-${index + 1}` : name,
    columns,
    rows: some,
    words: `Here are ${what}: ${pluralise(some.length, 'row')}${files.length > 1 ? ` (part ${index + 1} of ${files.length})` : ''}`,
  }));
}

/** All of a table that is shown in pages: its columns in lower case with underscores, its cells by their values. */
export function tableInFiles({ name, columns, rows, what }: Whole<readonly TableCell[]>): ExportedFile[] {
  const names = columns.map((column) => column.toLowerCase().replace(/[^a-z0-9]+/g, '_'));
  return inFiles({
    name,
    what,
    columns: names,
    rows: rows.map((row) =>
      Object.fromEntries(
        row.map((cell, index) => [names[index], typeof cell === 'object' ? cell.value : cell]),
      ),
    ),
  });
}

/** Sends whoever asks CSV files, in their messages with the app alone, and keeps in the trail that they have them. */
export async function sendFiles(request: Request, files: readonly ExportedFile[]): Promise<Reply> {
  const { actor } = request;
  await post(
    request,
    ...files.map(({ name, columns, rows, words, note }) => ({
      key: `ingest.export:${actor.personId}:${request.newId()}`,
      to: { person: actor.slackUserId },
      audience: actor.side === 'vendor' ? ('internal' as const) : ('partner' as const),
      message: say(`${words}.${note ? ` ${note}` : ''}`),
      attachment: {
        filename: `${name}.csv`,
        title: `${name}.csv`,
        content: toCsv(columns, rows.map(cellsOf)),
      },
    })),
  );
  const counted = files.map(({ name, rows }) => [name, pluralise(rows.length, 'row')] as const);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'ingest.export',
    partnerId: actor.partnerId,
    summary: `${actor.name} exported ${counted.map(([name, count]) => `${name}: ${count}`).join(', ')}`,
    isInternal: actor.side === 'vendor',
  });
  const sent = counted.map(([name, count]) => `${name}.csv with ${count}`);
  return { message: say(`I sent you ${sent.join(' and ')} in our direct messages.`) };
}

/** An interface is no record to the compiler, though its fields are cells. */
function cellsOf(row: object): Readonly<Record<string, CsvCell>> {
  return Object.fromEntries(Object.entries(row));
}
