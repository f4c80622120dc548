import { expect, test } from 'vitest';
import { canonicalJson, contentHash, sha256Hex } from '../../../src/core/hash.ts';
import { fc } from './properties.ts';

test('the order of keys does not matter, the order of lists does', () => {
  expect(canonicalJson({ b: [2, 1], a: { d: null, c: 'é' } })).toBe('{"a":{"c":"é","d":null},"b":[2,1]}');
  expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1 }));
  expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
  expect(canonicalJson({ left: undefined, at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
});

test('SHA-256 as FIPS 180-2 has it for “abc”', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('what JSON cannot hold is refused', () => {
  for (const value of [1n, Number.NaN, { a: Number.POSITIVE_INFINITY }, () => 1]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  }
});

test('it is JSON, means the same, and is stable under shuffling', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      const parsed: unknown = JSON.parse(text);
      expect(parsed).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(parsed)).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (members) => {
      const shuffled = Object.fromEntries(Object.entries(members).reverse());
      expect(canonicalJson(shuffled)).toBe(canonicalJson(members));
    }),
  );
});
