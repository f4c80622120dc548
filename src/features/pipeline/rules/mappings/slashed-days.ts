import type { CsvRow } from '../csv.ts';

const dayColumns: readonly string[] = [
  ...['registered_on', 'closed_on', 'submitted_on', 'reviewed_on', 'last_changed_on', 'updated_at'],
];
/** What follows the day is a time by the clocks of whoever exported it, which are not known: it is left out. */
const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,? .*)?$/;

/**
 * Rows of one export with its days as `2026-11-23` where it has them as `11/23/2026` or `23/11/2026`, as reports of
 * Salesforce do by the settings of whoever runs them. One machine wrote all of them in one way, so any day that can be
 * read in one way only says how to read the others; without one, or where two disagree, all stay as they are.
 */
export function withPlainDays<Name extends string>(rows: readonly CsvRow<Name>[]): readonly CsvRow<Name>[] {
  const written = rows.flatMap(({ cells }) => daysIn(cells).map(([, day]) => day));
  const isMonthFirst = written.some(([, first, second]) => Number(first) <= 12 && Number(second) > 12);
  const isDayFirst = written.some(([, first]) => Number(first) > 12);
  if (isMonthFirst === isDayFirst) return rows;
  return rows.map(({ line, cells }) => {
    const plain = daysIn(cells).map(([name, [, first = '', second = '', year]]) => {
      const [month, day] = isMonthFirst ? [first, second] : [second, first];
      return [name, `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`];
    });
    return { line, cells: { ...cells, ...Object.fromEntries(plain) } };
  });
}

function daysIn(cells: Readonly<Record<string, string | undefined>>): (readonly [string, RegExpExecArray])[] {
  return Object.entries(cells).flatMap(([name, text = '']) => {
    const day = dayColumns.includes(name) ? slashed.exec(text) : null;
    return day ? [[name, day] as const] : [];
  });
}
