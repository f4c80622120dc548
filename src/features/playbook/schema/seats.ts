import { z } from 'zod';
import type { PartnerRole, Side, VendorRole } from '../../../core/actor.ts';
import { partnerRoles, vendorRoles } from '../../../core/actor.ts';
import { leftToReferences, mapping, text } from './fields.ts';

/** A seat names a side and a role there: `vendor.reviewer`, `partner.technical`. People are put on seats when a journey starts. */
export type SeatKey = `vendor.${VendorRole}` | `partner.${PartnerRole}`;

export const seatKeys: readonly SeatKey[] = [
  ...vendorRoles.map((role) => `vendor.${role}` as const),
  ...partnerRoles.map((role) => `partner.${role}` as const),
];

/** A reference to a seat. That the playbook declares it is checked in references.ts. */
export function seatReference(expected: string) {
  return z.string({ error: expected }).transform((value, context): SeatKey => {
    const seat = seatKeys.find((known) => known === value);
    if (seat) return seat;
    // Together with the seats that exist but are not declared.
    context.issues.push({ code: 'custom', message: leftToReferences, input: value });
    return z.NEVER;
  });
}

export const seat = mapping('a seat with key, name and description', {
  key: z.enum(seatKeys, { error: `one of the seats ${seatKeys.join(', ')}` }),
  name: text('the name of the seat such as "Partner manager"', 75),
  description: text('what this person does in the programme', 300),
});
export type Seat = z.output<typeof seat>;

export function sideOf(seatKey: SeatKey): Side {
  return seatKey.startsWith('vendor.') ? 'vendor' : 'partner';
}

/** The role of core/actor.ts that goes with the seat. */
export function roleOf(seatKey: SeatKey): VendorRole | PartnerRole {
  return seatKey.slice(seatKey.indexOf('.') + 1) as VendorRole | PartnerRole;
}
