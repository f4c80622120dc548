import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../docs/faults.md', import.meta.url), 'utf8');

/** The row of docs/faults.md that says what happens, what people see, and when it heals. */
export function describedFault(name: string): string {
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} `));
  if (row?.split('|').filter((cell) => cell.trim() !== '').length !== 4)
    throw new Error(`docs/faults.md does not say what happens on “${name}”.`);
  return row;
}
