import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { listing, slug } from '../../../core/text.ts';

/** A column of an import: its name, and what exports of other systems call it. */
export interface Column {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly required: boolean;
}

export interface CsvRow<Name extends string> {
  /** The line the row begins on, the header being line 1. */
  readonly line: number;
  /** Cells by column name, trimmed; columns the file does not have are missing. */
  readonly cells: Readonly<Partial<Record<Name, string>>>;
}

export interface CsvTable<Name extends string> {
  readonly rows: readonly CsvRow<Name>[];
  /** Headers that name no column. */
  readonly ignored: readonly string[];
}

/** The text of a CSV file: UTF-8, or UTF-16 as its byte order mark says. Refuses other encodings: a guess would spoil names. */
export function decodeCsv(bytes: Uint8Array): string {
  const mark = `${bytes[0]},${bytes[1]}`;
  const encoding = mark === '255,254' ? 'utf-16le' : mark === '254,255' ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('invalid', 'The file isn’t UTF-8. Save it as “CSV UTF-8” and try again.');
  }
}

export interface CsvRecords {
  /** The header row, as it is written. */
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/**
 * Reads comma, semicolon or tab separated text with a header row: quoted cells, any line ends, a byte order
 * mark, a first line of Excel's that names the separator. Refuses what is no table, and a row with more cells than the
 * header: its “12,500” has become two, and what is right of it stands in the wrong column. One with fewer is one whose
 * last cells are empty, which spreadsheets leave out.
 */
export function readRecords(text: string): CsvRecords {
  const [header, ...rows] = recordsOf(text);
  if (!header) throw new Refusal('invalid', 'The file is empty: it needs a header row and rows.');
  const columns = header.cells.length;
  const longer = rows.filter(({ cells }) => cells.slice(columns).some((cell) => cell.trim() !== ''));
  if (longer.length > 0)
    throw new Refusal(
      'invalid',
      `${longer.length === 1 ? 'Line' : 'Lines'} ${someOf(longer)}: more cells than the ${columns} columns of the header. Put cells that hold the separator in quotes, like "12,500". Nothing was imported.`,
    );
  return { header: header.cells, rows };
}

function someOf(rows: readonly { readonly line: number }[]): string {
  const lines = rows.slice(0, 5).map(({ line }) => String(line));
  return listing(rows.length > lines.length ? [...lines, `${rows.length - lines.length} more`] : lines);
}

/** The rows by column. Refuses a table that lacks a required column or has one twice. */
export function readCsv<Name extends string>(
  { header, rows: records }: CsvRecords,
  columns: readonly (Column & { readonly name: Name })[],
): CsvTable<Name> {
  const names = header.map((title) => columnNamed(title, columns));
  const twice = names.find((name, index) => name !== null && names.indexOf(name) !== index);
  if (twice) throw new Refusal('invalid', `The header has the column ${twice} twice. Keep one of them.`);
  const missing = columns.filter((column) => column.required && !names.includes(column.name));
  if (missing.length > 0) {
    const wanted = listing(missing.map(({ name }) => name));
    throw new Refusal('invalid', `The header lacks ${wanted}. It has ${listing(header)}.`);
  }
  const rows = records.map(({ line, cells }) => {
    const byName: Partial<Record<Name, string>> = {};
    names.forEach((name, index) => {
      if (name !== null) byName[name] = cells[index]?.trim() ?? '';
    });
    return { line, cells: byName };
  });
  const ignored = header.filter((title, index) => names[index] === null && title.trim() !== '');
  return { rows, ignored };
}

function columnNamed<Name extends string>(
  title: string,
  columns: readonly (Column & { readonly name: Name })[],
): Name | null {
  const wanted = slug(title).replaceAll('-', '_');
  return columns.find(({ name, aliases }) => name === wanted || aliases.includes(wanted))?.name ?? null;
}

const parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function recordsOf(text: string): { readonly line: number; readonly cells: readonly string[] }[] {
  const [named, separator] = /^\uFEFF?sep=([,;\t])\r?\n/i.exec(text) ?? [''];
  const table = text.slice(named.length);
  const delimiter = separator ?? separatorOf(table);
  try {
    const records = parsed.parse(
      parse(table, { bom: true, delimiter, info: true, relax_column_count: true }),
    );
    let end = named === '' ? 0 : 1;
    const before = end;
    return records
      .map(({ record, info }) => {
        const line = end + 1;
        end = before + info.lines;
        return { line, cells: record };
      })
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? `Line ${error.lines}: ` : '';
    throw new Refusal('invalid', `${line}the quotes don’t match. Check that each opening quote is closed.`);
  }
}

/** The separator that occurs most in the first line, outside of quotes. */
function separatorOf(text: string): string {
  const first = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (mark: string) => first.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
