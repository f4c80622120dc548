import { expect, test } from 'vitest';
import { Refusal } from '../../../src/core/refusal.ts';
import {
  type Contribution,
  contributionAnswers,
  contributionFields,
  promiseWords,
  readGiven,
  readQuantity,
  sideTotals,
  totalsOf,
} from '../../../src/features/plans/rules/contributions.ts';
import { changedFields } from '../../../src/features/plans/rules/merge.ts';
import { fc } from '../core/properties.ts';

const said = { byId: 'somebody', at: new Date('2026-03-30T10:00:00Z') };

const contribution: fc.Arbitrary<Contribution> = fc
  .record({
    id: fc.uuid(),
    side: fc.constantFrom('vendor' as const, 'partner' as const),
    unit: fc.constantFrom('EUR', 'USD', 'JPY', 'days', 'in kind'),
    amount: fc.bigInt({ min: 2n, max: 10n ** 12n }),
    how: fc.constantFrom(null, 'wholly' as const, 'part' as const, 'not' as const),
    share: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  })
  .map(({ id, side, unit, amount, how, share }) => {
    const isInKind = unit === 'in kind';
    const kind = isInKind ? 'in_kind' : unit === 'days' ? 'days' : 'money';
    const given = how === 'wholly' ? amount : how === 'part' ? 1n + (share % (amount - 1n)) : 0n;
    return {
      ...{ id, side, kind, purpose: 'A stand', dueOn: null, ownerPersonId: null },
      amount: isInKind ? null : amount,
      currency: kind === 'money' ? unit : null,
      given: how && { how, amount: isInKind ? null : given, ...said },
    };
  });
const some = fc.array(contribution, { maxLength: 12 });

test('in whatever order they come, the totals are the same', () => {
  fc.assert(
    fc.property(
      some.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        ),
      ),
      ([all, shuffled]) => {
        expect(totalsOf(shuffled)).toEqual(totalsOf(all));
      },
    ),
  );
});

test('what is added in one currency, in days or in kind changes no other total, and its own by just as much', () => {
  fc.assert(
    fc.property(some, contribution, (all, more) => {
      const [before, after] = [totalsOf(all), totalsOf([...all, more])];
      const rest = (totals: typeof before) =>
        totals.money.filter(({ currency }) => currency !== more.currency);
      expect(rest(after)).toEqual(rest(before));
      const own = (totals: typeof before) =>
        totals.money.find(({ currency }) => currency === more.currency) ?? { promised: 0n, given: 0n };
      const added = (is: boolean) => (is ? (more.amount ?? 0n) : 0n);
      expect(own(after).promised - own(before).promised).toBe(added(more.kind === 'money'));
      expect(after.halfDays.promised - before.halfDays.promised).toBe(added(more.kind === 'days'));
      expect(after.inKind.promised - before.inKind.promised).toBe(more.kind === 'in_kind' ? 1 : 0);
      expect(after.unsaid - before.unsaid).toBe(more.given ? 0 : 1);
    }),
  );
});

test('never more is given than was promised, and all of it only when all was', () => {
  fc.assert(
    fc.property(some, (all) => {
      const { money, halfDays, inKind } = totalsOf(all);
      for (const { promised, given } of [...money, halfDays]) expect(given <= promised).toBe(true);
      expect(inKind.wholly + inKind.part).toBeLessThanOrEqual(inKind.promised);
      const isAll = all.every(({ given }) => given?.how === 'wholly');
      const isFull =
        [...money, halfDays].every(({ promised, given }) => given === promised) &&
        inKind.wholly === inKind.promised;
      expect(isFull).toBe(isAll);
    }),
  );
});

const base: Contribution = {
  ...{ id: 'a', side: 'vendor', kind: 'money', amount: 500_000n, currency: 'EUR' },
  ...{ purpose: 'Half of the stand', dueOn: '2026-03-04', ownerPersonId: null, given: null },
};
const days: Contribution = { ...base, id: 'b', kind: 'days', amount: 5n, currency: null, dueOn: null };
const inKind: Contribution = { ...days, id: 'c', kind: 'in_kind', amount: null };

test('totals in words say what is promised, and what came of it as soon as anything is said', () => {
  const words = (...all: Contribution[]) => sideTotals(all);
  expect(words()).toBe('nothing promised');
  expect(words(base, days, inKind)).toBe('€5,000, 2.5 days and 1 thing in kind promised');
  const half = { ...base, given: { how: 'part' as const, amount: 250_000n, ...said } };
  expect(words(half, days, inKind)).toBe(
    '€2,500 of €5,000, 0 of 2.5 days and 0 of 1 thing in kind given; 2 not marked yet',
  );
  const used = { ...inKind, given: { how: 'part' as const, amount: null, ...said } };
  expect(words(used)).toBe('0 of 1 thing in kind (and 1 in part) given');
});

test('amounts are read for their kind; in part is less than the whole, in the same currency', () => {
  expect(readQuantity('money', '5,000', 'EUR', 'amount')).toEqual({
    ...{ kind: 'money', amount: 500_000n, currency: 'EUR' },
  });
  expect(readQuantity('days', '2,5 days', 'EUR', 'amount').amount).toBe(5n);
  expect(readQuantity('in_kind', '', 'EUR', 'amount').amount).toBeNull();
  for (const [kind, typed] of [
    ['money', '0 EUR'],
    ['money', 'much'],
    ['days', '0'],
    ['days', '2.3'],
    ['days', '1001'],
    ['days', '-1'],
    ['in_kind', '3'],
  ] as const)
    expect(() => readQuantity(kind, typed, 'EUR', 'amount'), typed).toThrow(Refusal);
  expect(readGiven(base, 'wholly', '', 'amount')).toBe(500_000n);
  expect(readGiven(base, 'not', '17 EUR', 'amount')).toBe(0n);
  expect(readGiven(base, 'part', '2,500', 'amount')).toBe(250_000n);
  expect(readGiven(inKind, 'part', '', 'amount')).toBeNull();
  for (const typed of ['', '0', '5,000', '6,000 EUR', '2,500 USD'])
    expect(() => readGiven(base, 'part', typed, 'amount'), typed).toThrow(Refusal);
});

test('versions tell a contribution by its side and id, and say it in words that change only with it', () => {
  const first = '2026-01-01' as const;
  expect(promiseWords(base, first)).toBe('€5,000: Half of the stand, by Wed 4 Mar');
  const before = contributionAnswers([base, days], first);
  const after = contributionAnswers(
    [
      { ...base, ownerPersonId: 'p', given: { how: 'not', amount: 0n, ...said } },
      { ...inKind, side: 'partner' },
    ],
    first,
  );
  const fields = contributionFields(before, after, { vendor: 'Lumen', partner: 'Brightpath' });
  expect(changedFields(fields, before, after).map(({ prompt, id }) => [prompt, after[id] ?? 'gone'])).toEqual(
    [
      ['What Lumen puts in', 'gone'],
      ['What Brightpath puts in', 'in kind: Half of the stand'],
    ],
  );
});
