import fc from 'fast-check';
import { expect, test } from 'vitest';
import { raciFault, raciLetters } from '../../../src/features/playbook/rules/raci.ts';

test('one accountable and somebody responsible is all it takes, in whatever order and with whoever else', () => {
  expect(raciFault(['AR'])).toBeNull();
  expect(raciFault(['A', 'R'])).toBeNull();
  expect(raciFault(['C', 'A', 'I', 'R', 'R'])).toBeNull();
  expect(raciFault([])).toContain('got 0');
  expect(raciFault(['A', 'AR'])).toContain('got 2');
  expect(raciFault(['A', 'C'])).toContain('responsible');
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...raciLetters), { maxLength: 9 }), (letters) => {
      const count = (letter: string) => letters.join('').split(letter).length - 1;
      const isSound = count('A') === 1 && count('R') >= 1;
      expect(raciFault(letters) === null).toBe(isSound);
      expect(raciFault([...letters].reverse())).toBe(raciFault(letters));
      expect(raciFault([...letters, 'C', 'I'])).toBe(raciFault(letters));
    }),
  );
});
