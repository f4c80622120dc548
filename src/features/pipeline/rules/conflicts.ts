/** Who the customer of a new deal is, as far as others' claims are concerned. */
export interface Wanted {
  readonly partnerId: string;
  /** Of rules/customer-key.ts; empty matches nothing. */
  readonly customerKey: string;
  readonly domain: string | null;
}

/** Somebody's earlier word on a customer: a deal, a lead, or the vendor's own list. */
export interface Claim {
  readonly kind: 'deal' | 'lead' | 'own';
  /** What people call it: `D-17`, `L-3`; the customer's name on the vendor's own list. */
  readonly ref: string;
  readonly customer: string;
  readonly customerKey: string;
  readonly domain: string | null;
  /** Null: the vendor's own. */
  readonly partnerId: string | null;
  /** open, won, lost or declined; of a lead submitted, accepted or declined. */
  readonly status: string;
  /** Of a deal: none, pending, approved, declined or lapsed. */
  readonly registration: string;
}

/** Why a registration wants a look. Internal: it names others. */
export interface Conflict {
  readonly kind: 'duplicate' | 'other_partner' | 'own_customer';
  readonly claim: Claim;
  readonly by: 'domain' | 'name';
}

/**
 * The claims that stand against a deal, the weightiest kind first. A deal that is lost or declined, or whose
 * protection has lapsed, claims nothing; neither does a partner's own lead, of which the deal may come.
 */
export function findConflicts(wanted: Wanted, claims: readonly Claim[]): readonly Conflict[] {
  const found = claims.flatMap((claim): readonly Conflict[] => {
    const by = sameCustomer(wanted, claim);
    const kind = by && kindOf(wanted, claim);
    return by && kind ? [{ kind, claim, by }] : [];
  });
  return found.sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compare(a.claim.ref, b.claim.ref),
  );
}

const order: readonly Conflict['kind'][] = ['own_customer', 'other_partner', 'duplicate'];

function sameCustomer(a: Wanted, b: Claim): Conflict['by'] | null {
  if (a.domain !== null && a.domain === b.domain) return 'domain';
  return a.customerKey !== '' && a.customerKey === b.customerKey ? 'name' : null;
}

function kindOf(wanted: Wanted, claim: Claim): Conflict['kind'] | null {
  if (claim.kind === 'own') return 'own_customer';
  const isOwn = claim.partnerId === wanted.partnerId;
  if (claim.kind === 'lead') return isOwn || claim.status === 'declined' ? null : 'other_partner';
  const isAlive = claim.status === 'open' && claim.registration !== 'lapsed';
  if (isOwn) return isAlive ? 'duplicate' : null;
  return isAlive || claim.status === 'won' ? 'other_partner' : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
