import { expect, test } from 'vitest';
import { createStatementNames } from '../../../src/platform/store/statement-names.ts';

const asked = (sql: string) => ({ sql, args: [1] });

test('what comes again gets a name, the same each time and another than other statements', () => {
  const nameOf = createStatementNames();
  expect(nameOf(asked('SELECT $1'))).toBe('');
  const name = nameOf(asked('SELECT $1'));
  expect(name).not.toBe('');
  expect(nameOf(asked('SELECT $1'))).toBe(name);
  nameOf(asked('SELECT $1, 2'));
  expect(nameOf(asked('SELECT $1, 2'))).not.toBe(name);
});

test('what takes no values gets none: it may be several statements', () => {
  const nameOf = createStatementNames();
  const script = { sql: 'BEGIN; SELECT 1', args: [] };
  expect([nameOf(script), nameOf(script), nameOf(script)]).toEqual(['', '', '']);
});

test('what takes a list gets none: how it is best done depends on how long that is', () => {
  const nameOf = createStatementNames();
  const listed = { sql: 'SELECT ANY($1)', args: [['a', 'b']] };
  expect([nameOf(listed), nameOf(listed)]).toEqual(['', '']);
});

test('a connection is not given plans without end', () => {
  const nameOf = createStatementNames();
  const names = Array.from({ length: 10_000 }, (_, index) => `SELECT $1 /* ${index} */`).map((sql) => {
    nameOf(asked(sql));
    return nameOf(asked(sql));
  });
  expect(new Set(names.filter((name) => name !== '')).size).toBeLessThanOrEqual(300);
});
