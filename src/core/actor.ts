/** Which organisation a person belongs to: the vendor that runs the programme, or one of its partners. */
export type Side = 'vendor' | 'partner';

export const vendorRoles = [
  'admin',
  'manager',
  'reviewer',
  'trainer',
  'support',
  'marketing',
  'finance',
  'product',
  'sales',
] as const;
export const partnerRoles = ['lead', 'sales', 'technical', 'support', 'marketing'] as const;
export type VendorRole = (typeof vendorRoles)[number];
export type PartnerRole = (typeof partnerRoles)[number];
export type Role = VendorRole | PartnerRole;

/** A role held either for one partner, or (`partnerId: null`, vendor side only) for the whole programme. */
export interface RoleGrant {
  readonly role: Role;
  readonly partnerId: string | null;
}

/** A person resolved on the server from a verified Slack payload. Ids from the client never reach this. */
export interface Actor {
  readonly workspaceId: string;
  readonly personId: string;
  readonly slackUserId: string;
  readonly side: Side;
  readonly name: string;
  /** IANA zone from the person's Slack profile. */
  readonly timeZone: string;
  /** The partner a partner-side person belongs to; null for the vendor's people. */
  readonly partnerId: string | null;
  readonly roles: readonly RoleGrant[];
}

/**
 * The roles that count for somebody on this side. Who becomes a guest, or moves from one organisation to the other,
 * takes none along: a partner's person holds only a partner's roles, and only at their own partner.
 */
export function rolesHeld(
  side: Side,
  partnerId: string | null,
  grants: readonly { readonly role: string; readonly partnerId: string | null }[],
): RoleGrant[] {
  const known: readonly Role[] = side === 'vendor' ? vendorRoles : partnerRoles;
  return grants.flatMap((grant) => {
    const role = known.find((each) => each === grant.role);
    const isElsewhere = side === 'partner' && (grant.partnerId === null || grant.partnerId !== partnerId);
    return role === undefined || isElsewhere ? [] : [{ role, partnerId: grant.partnerId }];
  });
}
