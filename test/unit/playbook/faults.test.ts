import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePlaybook } from '../../../src/features/playbook/public.ts';
import { formatFault } from '../../../src/features/playbook/schema/faults.ts';

const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');

/** The sample with one passage replaced, and the faults of the result as the author sees them. */
function faultsAfter(passage: string, replacement: string): readonly string[] {
  expect(sample.split(passage).length, `the sample holds “${passage}” once`).toBe(2);
  return faultsOf(sample.replace(passage, () => replacement));
}

function faultsOf(source: string): readonly string[] {
  const parsed = parsePlaybook(source, 'p.yaml');
  return parsed.ok ? [] : parsed.faults.map(formatFault);
}

/** Line and column, from 1, of the passage in the text. */
function place(source: string, passage: string): string {
  const before = source.slice(0, source.indexOf(passage)).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

test('the sample has no faults', () => {
  expect(faultsOf(sample)).toEqual([]);
});

describe('one fault, with its place, its field and what was expected', () => {
  const cases: readonly (readonly [
    what: string,
    passage: string,
    replacement: string,
    at: string,
    message: string,
  ])[] = [
    [
      'a wrong number of days',
      'due: +22',
      'due: soon',
      'soon',
      'gates[2].steps[0].due: expected a number of working days like "+5", got "soon"',
    ],
  ];
  test.each(cases)('%s', (_, passage, replacement, at, message) => {
    const source = sample.replace(passage, () => replacement);
    const line = place(source, replacement).split(':')[0];
    void line;
    const start = source.indexOf(replacement) + replacement.indexOf(at);
    const before = source.slice(0, start).split('\n');
    expect(faultsAfter(passage, replacement)).toEqual([
      `p.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}  ${message}`,
    ]);
  });
});
