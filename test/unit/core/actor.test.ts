import { expect, test } from 'vitest';
import { partnerRoles, rolesHeld, vendorRoles } from '../../../src/core/actor.ts';
import { fc } from './properties.ts';

const place = fc.constantFrom('brightpath', 'northwind', null);
const grants = fc.array(
  fc.record({ role: fc.constantFrom(...vendorRoles, ...partnerRoles, 'retired'), partnerId: place }),
);

test('a partner’s person holds a partner’s roles at their own partner, and nothing they were given elsewhere or before', () => {
  fc.assert(
    fc.property(grants, place, (given, own) => {
      const expected = given.filter(
        ({ role, partnerId }) =>
          own !== null && partnerId === own && partnerRoles.some((known) => known === role),
      );
      expect(rolesHeld('partner', own, given)).toEqual(expected);
    }),
  );
});

test('the vendor’s people hold the vendor’s roles, wherever they were given', () => {
  fc.assert(
    fc.property(grants, (given) => {
      const expected = given.filter(({ role }) => vendorRoles.some((known) => known === role));
      expect(rolesHeld('vendor', null, given)).toEqual(expected);
    }),
  );
});
