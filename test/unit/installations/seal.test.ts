import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSealer, purposeOf, Unsealable } from '../../../src/platform/installations/seal.ts';

const first = { name: 'first', bytes: Buffer.alloc(32, 1) };
const second = { name: 'second', bytes: Buffer.alloc(32, 2) };
const purpose = purposeOf('T0LUMEN001', 'botToken');

describe('a sealed token', () => {
  test('opens to what it was, says nothing of it, and is another text each time', () => {
    const sealer = createSealer([first]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 8, maxLength: 300 }), (secret) => {
        const sealed = sealer.seal(secret, purpose);
        expect(sealer.open(sealed, purpose)).toBe(Buffer.from(secret, 'utf8').toString('utf8'));
        expect(sealed).not.toContain(secret);
        expect(sealer.seal(secret, purpose)).not.toBe(sealed);
      }),
    );
  });

  test('does not open once a bit of it was changed', () => {
    const sealer = createSealer([first, { ...second, name: 'First' }]);
    const sealed = sealer.seal('xoxb-a-token', purpose);
    fc.assert(
      fc.property(
        fc.nat({ max: sealed.length - 1 }),
        fc.constantFrom('A', 'b', '.', '0', '-'),
        (at, letter) => {
          const bytes = (text: string) =>
            text
              .split('.')
              .map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')))
              .join('.');
          const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
          // The last letter of base64 may say the same in several ways.
          fc.pre(bytes(changed) !== bytes(sealed));
          expect(() => sealer.open(changed, purpose)).toThrow(Unsealable);
        },
      ),
    );
  });

  test('opens for no other row and no other column', () => {
    const sealer = createSealer([first]);
    const sealed = sealer.seal('xoxb-a-token', purpose);
    for (const other of [purposeOf('T0OTHER', 'botToken'), purposeOf('T0LUMEN001', 'refreshToken')])
      expect(() => sealer.open(sealed, other)).toThrow('does not open');
  });

  test('opens with every key there is, and names the one that is missing', () => {
    const old = createSealer([first]).seal('xoxb-a-token', purpose);
    const both = createSealer([second, first]);
    expect([both.open(old, purpose), both.isNewest(old)]).toEqual(['xoxb-a-token', false]);
    expect(both.isNewest(both.seal('xoxb-a-token', purpose))).toBe(true);
    expect(() => createSealer([second]).open(old, purpose)).toThrow(
      'the key “first”, which is not in TOKEN_KEYS',
    );
  });
});
