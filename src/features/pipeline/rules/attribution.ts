interface Protection {
  readonly protectedUntil: Date | null;
  readonly renewalAskedAt: Date | null;
}

interface Attributable extends Protection {
  readonly stage: string;
  readonly closedAt: Date | null;
  readonly isContested: boolean;
  readonly influence: string | null;
}

/** Until its protection ends, and while a renewal is asked for and not decided. */
function isProtectedAt({ protectedUntil, renewalAskedAt }: Protection, at: Date): boolean {
  return (
    (protectedUntil !== null && at < protectedUntil) || (renewalAskedAt !== null && renewalAskedAt <= at)
  );
}

/**
 * How a deal is the partner's. Sourced: registered, approved, nobody else in touch before, and won while protected.
 * Influenced: it was logged what the partner did for it, and it is not sourced. Never both; null while it is open or
 * neither. deal-sums.ts and behind.ts ask the store by the same conditions.
 */
export function attributionOf(deal: Attributable): 'sourced' | 'influenced' | null {
  const { closedAt } = deal;
  if (deal.stage !== 'won' || !closedAt) return null;
  if (isProtectedAt(deal, closedAt) && !deal.isContested) return 'sourced';
  return deal.influence ? 'influenced' : null;
}
