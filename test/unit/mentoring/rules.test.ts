import { expect, test } from 'vitest';
import { judgeOffers, type Offered } from '../../../src/features/mentoring/rules.ts';
import { fc } from '../core/properties.ts';

const asked = { partnerId: 'new', topic: 'integration', rank: 1 };
const offered: Offered = {
  ...{ partnerId: 'old', topics: ['integration', 'support'], rank: 2, tierName: 'Gold' },
  ...{ isOnboarded: true, helping: 1, hasPeople: true, wasTried: false },
};

test('whoever offers the topic, is ahead and has room fits, and why is said', () => {
  expect(judgeOffers(asked, [offered], 2)).toEqual([
    {
      offer: offered,
      fits: true,
      why: [
        'offers help with this topic',
        'finished its onboarding',
        'is Gold',
        'helps 1 partner of at most 2',
      ],
    },
  ]);
});

test.each([
  [{ helping: 2 }, 'it helps 2 already, of at most 2'],
  [{ rank: 0 }, 'it is in a lower tier'],
  [{ isOnboarded: false }, 'its own onboarding isn’t finished'],
  [{ hasPeople: false }, 'nobody it named is there any more'],
  [{ wasTried: true }, 'it was proposed for this request before'],
])('%j does not fit, and why is said', (other, why) => {
  expect(judgeOffers(asked, [{ ...offered, ...other }], 2)).toMatchObject([{ fits: false, why: [why] }]);
});

test('another topic and the partner itself are not even listed', () => {
  const others = [
    { ...offered, topics: ['support'] },
    { ...offered, partnerId: 'new' },
  ];
  expect(judgeOffers(asked, others, 2)).toEqual([]);
});

test('of those that fit whoever helps fewest is first, then whoever is in the higher tier', () => {
  const offers = [
    { ...offered, partnerId: 'a', helping: 1, rank: 2 },
    { ...offered, partnerId: 'b', helping: 1, rank: 3 },
    { ...offered, partnerId: 'c', helping: 0, rank: 1 },
  ];
  expect(judgeOffers(asked, offers, 2).map(({ offer }) => offer.partnerId)).toEqual(['c', 'b', 'a']);
});

test('nobody fits who is at capacity, behind or the partner itself; whoever fits and helps fewest is first', () => {
  const any: fc.Arbitrary<Offered> = fc.record({
    partnerId: fc.constantFrom('new', 'a', 'b', 'c', 'd'),
    topics: fc.subarray(['integration', 'support', 'sales'], { minLength: 1 }),
    rank: fc.nat(3),
    tierName: fc.constant('Gold'),
    isOnboarded: fc.boolean(),
    helping: fc.nat(4),
    hasPeople: fc.boolean(),
    wasTried: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), fc.integer({ min: 1, max: 4 }), (offers, perMentor) => {
      const judged = judgeOffers(asked, offers, perMentor);
      for (const { offer, fits } of judged) {
        expect(offer.partnerId).not.toBe('new');
        expect(offer.topics).toContain('integration');
        expect(fits).toBe(
          offer.helping < perMentor &&
            offer.rank >= asked.rank &&
            offer.isOnboarded &&
            offer.hasPeople &&
            !offer.wasTried,
        );
      }
      expect(judged.map(({ fits }) => fits)).toEqual(
        judged
          .map(({ fits }) => fits)
          .sort()
          .reverse(),
      );
      const helping = judged.filter(({ fits }) => fits).map(({ offer }) => offer.helping);
      expect(helping).toEqual(helping.toSorted((a, b) => a - b));
    }),
  );
});
