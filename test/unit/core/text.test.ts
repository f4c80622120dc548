import { describe, expect, test } from 'vitest';
import {
  closestMatch,
  editDistance,
  findByName,
  listing,
  pluralise,
  slug,
  truncate,
} from '../../../src/core/text.ts';
import { fc } from './properties.ts';

test('counts and lists read as a person would say them', () => {
  expect([pluralise(1, 'step'), pluralise(0, 'step'), pluralise(1200n, 'step')]).toEqual([
    '1 step',
    '0 steps',
    '1,200 steps',
  ]);
  expect(pluralise(2, 'reply', 'replies')).toBe('2 replies');
  expect([listing([]), listing(['a']), listing(['a', 'b']), listing(['a', 'b', 'c'], 'or')]).toEqual([
    '',
    'a',
    'a and b',
    'a, b or c',
  ]);
});

describe('truncate', () => {
  test('cuts by code points and shows that it did', () => {
    expect(truncate('onboarding', 6)).toBe('onboa…');
    expect(truncate('👍👍👍', 3)).toBe('👍👍👍');
    expect(truncate('👍👍👍', 2)).toBe('👍…');
    expect(truncate('abc', 0)).toBe('');
  });

  test('never exceeds the limit, never splits a character, changes nothing that fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 30 }), (text, max) => {
        const cut = truncate(text, max);
        expect(Array.from(cut).length).toBeLessThanOrEqual(max);
        expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
        // A lone half of a pair does not survive UTF-8.
        expect(Buffer.from(cut).toString()).toBe(cut);
        if (Array.from(text).length <= max) expect(cut).toBe(text);
      }),
    );
  });
});

describe('the closest match', () => {
  const commands = ['help', 'onboard', 'scorecard', 'survey', 'call', 'deal', 'lead', 'step'];

  test('forgives slips and finishes words', () => {
    expect(closestMatch('hlep', commands)).toBe('help');
    expect(closestMatch('Scorecrad', commands)).toBe('scorecard');
    expect(closestMatch('onb', commands)).toBe('onboard');
    expect(closestMatch('survy', commands)).toBe('survey');
    expect(closestMatch('ste', commands)).toBe('step');
  });

  test('suggests nothing when nothing is near', () => {
    expect(closestMatch('quarterly', commands)).toBeNull();
    expect(closestMatch('x', commands)).toBeNull();
    expect(closestMatch('', commands)).toBeNull();
    expect(closestMatch('help'.repeat(2_500), commands)).toBeNull();
  });

  test('one slip in a word of four letters or more is found', () => {
    const word = fc.stringMatching(/^[a-z]{4,10}$/);
    fc.assert(
      fc.property(word, fc.nat(), (original, place) => {
        const at = place % (original.length - 1);
        const swapped = original.slice(0, at) + original[at + 1] + original[at] + original.slice(at + 2);
        expect(editDistance(original, swapped)).toBeLessThanOrEqual(1);
        expect(closestMatch(swapped, [original])).toBe(original);
        expect(closestMatch(original.slice(0, at) + original.slice(at + 1), [original])).toBe(original);
      }),
    );
  });

  test('the distance is symmetric and zero only for the same text', () => {
    const short = fc.stringMatching(/^[abc]{0,7}$/);
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});

describe('finding by name', () => {
  const partners = ['Acme', 'Acme Labs', 'Café Nord GmbH', 'Northwind Traders', 'North Star'].map((name) => ({
    name,
  }));
  const found = (query: string) => {
    const match = findByName(query, partners);
    if (match.kind === 'one') return match.item.name;
    return match.kind === 'several' ? match.items.map(({ name }) => name) : [match.suggestion?.name ?? null];
  };

  test('the same name wins over names that begin with it, those over names that hold its words', () => {
    expect(found('acme')).toBe('Acme');
    expect(found('acme l')).toBe('Acme Labs');
    expect(found('cafe nord')).toBe('Café Nord GmbH');
    expect(found('gmbh')).toBe('Café Nord GmbH');
    expect(found('traders north')).toBe('Northwind Traders');
  });

  test('several are all named, and a slip gets a suggestion', () => {
    expect(found('north')).toEqual(['Northwind Traders', 'North Star']);
    expect(found('Amce')).toEqual(['Acme']);
    expect(findByName('Amce', partners).kind).toBe('none');
    expect(found('zzz')).toEqual([null]);
    expect(found('!!!')).toEqual([null]);
  });

  test('every item is found by its own name', () => {
    expect(slug('Café Nord GmbH')).toBe('cafe-nord-gmbh');
    for (const partner of partners)
      expect(findByName(partner.name, partners)).toEqual({ kind: 'one', item: partner });
  });
});
