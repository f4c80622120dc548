export type CsvCell = string | number | boolean | null | undefined;

/**
 * Rows as CSV (RFC 4180): comma separated, lines end in CR LF, a byte order mark so that spreadsheets read UTF-8. What
 * a spreadsheet would take for a formula begins with an apostrophe (OWASP, “CSV Injection”); plain numbers stay.
 */
export function toCsv<Name extends string>(
  columns: readonly Name[],
  rows: readonly Readonly<Record<Name, CsvCell>>[],
): string {
  const lines = [columns.join(','), ...rows.map((row) => columns.map((name) => cellOf(row[name])).join(','))];
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function cellOf(value: CsvCell): string {
  if (typeof value !== 'string') return value == null ? '' : String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
}
