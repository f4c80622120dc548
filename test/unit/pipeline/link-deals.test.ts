import { describe, expect, test } from 'vitest';
import {
  type NamingDeal,
  type NamingLead,
  relinked,
} from '../../../src/features/pipeline/rules/link-deals.ts';
import { fc } from '../core/properties.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n));
const deal = (id: string, rest: Partial<NamingDeal> = {}): NamingDeal => ({
  ...{ id, partnerId: 'p', externalId: id, leadExternalIds: [], leadId: null },
  ...rest,
});
const lead = (id: string, rest: Partial<NamingLead> = {}): NamingLead => ({
  ...{ id: `row ${id}`, partnerId: 'p', externalId: id, dealExternalIds: [], createdAt: day(0) },
  ...rest,
});

describe('a deal comes from the lead', () => {
  test('it names, or that names it; of several the one submitted first', () => {
    const leads = [
      lead('late', { createdAt: day(5), dealExternalIds: ['a'] }),
      lead('early', { createdAt: day(1) }),
      lead('b lead', { dealExternalIds: ['b'] }),
    ];
    const deals = [deal('a', { leadExternalIds: ['early', 'nobody'] }), deal('b'), deal('c')];
    expect(relinked(deals, leads)).toEqual([
      { id: 'a', partnerId: 'p', before: null, after: 'row early' },
      { id: 'b', partnerId: 'p', before: null, after: 'row b lead' },
    ]);
  });

  test('of its own partner alone, and of none that nobody names any more', () => {
    const foreign = lead('x', { partnerId: 'other', dealExternalIds: ['a'] });
    expect(relinked([deal('a', { leadExternalIds: ['x'] })], [foreign])).toEqual([]);
    expect(relinked([deal('a', { leadId: 'row x' })], [foreign])).toEqual([
      { id: 'a', partnerId: 'p', before: 'row x', after: null },
    ]);
    expect(relinked([deal('a', { leadId: 'row y', leadExternalIds: ['y'] })], [lead('y')])).toEqual([]);
  });

  test('whatever order they come in, and what another partner has changes nothing', () => {
    const ids = fc.constantFrom('1', '2', '3', '4');
    const leads = fc.uniqueArray(
      fc.record({ id: ids, names: fc.array(ids, { maxLength: 3 }), on: fc.nat(3) }),
      { selector: ({ id }) => id },
    );
    const deals = fc.uniqueArray(fc.record({ id: ids, names: fc.array(ids, { maxLength: 3 }) }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(leads, deals, leads, (some, own, others) => {
        const rows = some.map(({ id, names, on }) =>
          lead(id, { dealExternalIds: names, createdAt: day(on) }),
        );
        const all = own.map(({ id, names }) => deal(id, { leadExternalIds: names }));
        const found = relinked(all, rows);
        expect(relinked(all, rows.toReversed())).toEqual(found);
        const foreign = others.map(({ id, names }) => lead(id, { partnerId: 'q', dealExternalIds: names }));
        expect(relinked(all, [...foreign, ...rows])).toEqual(found);
        const settled = all.map((each) => ({
          ...each,
          leadId: found.find(({ id }) => id === each.id)?.after ?? null,
        }));
        expect(relinked(settled, rows)).toEqual([]);
      }),
      { seed: 31 },
    );
  });
});
