import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { toCsv } from '../../../src/core/csv.ts';
import { fc } from './properties.ts';

test('no cell of a file is a formula, and whoever reads it gets back what was written', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('=1+1', '+49 30', '-5', '@sum', '\tx', 'a "b", c', 'x\ny'),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ a: cell, b: cell }), { minLength: 1, maxLength: 5 }), (rows) => {
      const read: unknown = parse(toCsv(['a', 'b'], rows), { bom: true, columns: true, relax_quotes: false });
      const expected = rows.map(({ a, b }) => ({ a: guarded(a), b: guarded(b) }));
      expect(read).toEqual(expected);
    }),
  );
});

const guarded = (text: string) =>
  /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;

test('what is nothing is an empty cell, and numbers stay numbers', () => {
  expect(toCsv(['a', 'b', 'c'], [{ a: null, b: -1.5, c: '-1.50' }])).toBe('\uFEFFa,b,c\r\n,-1.5,-1.50\r\n');
});
