/** One line of a table: what was measured, beside what it is held against. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly reference?: string;
  readonly ratio?: string;
  readonly goal?: string;
  /** Absent where nothing was promised. */
  readonly isMet?: boolean;
  /** What a profile showed to be the reason; printed when the goal is missed. */
  readonly cause?: string;
}

export interface Table {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** What one has to know to read it. */
  readonly notes?: readonly string[];
}

/** A part of the benchmark; `server` is a Postgres server, null when there is none. */
export type Part = (server: string | null) => Promise<readonly Table[]>;

const columns = ['', 'Measured', 'Reference', 'Ratio', 'Goal', 'Result'] as const;

/** As Markdown, fit to be put into the README. */
export function printTable({ title, figures, notes = [] }: Table): void {
  const rows = figures.map(({ what, measured, reference = '', ratio = '', goal = '', isMet }) => {
    const result = isMet === undefined ? '' : isMet ? 'met' : 'missed';
    return [what, measured, reference, ratio, goal, result];
  });
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const causes = figures.flatMap(({ what, isMet, cause }) =>
    isMet === false ? [`${what} misses its goal: ${cause ?? 'not yet looked into.'}`] : [],
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  console.log([title, '', line(columns), rule, ...rows.map(line)].join('\n'));
  for (const note of [...notes, ...causes]) console.log(`\n${note}`);
  console.log();
}

export const milliseconds = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
export const times = (value: number): string => `${value.toFixed(2)}×`;
export const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** The value below which this share of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
