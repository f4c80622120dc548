import { expect, test } from 'vitest';
import { missingIn } from '../../../src/features/pipeline/rules/handoff.ts';
import { fc } from '../core/properties.ts';

const requires = ['scope', 'success', 'contact'].map((key) => ({ key, prompt: `${key}?` }));

test('what is blank or not said is missing, in the order of the checklist', () => {
  expect(
    missingIn(requires, { success: 'less waste', contact: ' \n ', other: 'x' }).map(({ key }) => key),
  ).toEqual(['scope', 'contact']);
  expect(missingIn(requires, { scope: 'a', success: 'b', contact: 'c' })).toEqual([]);
});

test('saying more never makes more missing, and only what was missing can go', () => {
  const answers = fc.dictionary(
    fc.constantFrom('scope', 'success', 'contact', 'other'),
    fc.constantFrom('', ' ', 'x'),
  );
  fc.assert(
    fc.property(answers, fc.constantFrom('scope', 'success', 'contact'), (given, key) => {
      const before = missingIn(requires, given);
      const after = missingIn(requires, { ...given, [key]: 'said' });
      expect(after).toEqual(before.filter((each) => each.key !== key));
    }),
  );
});
