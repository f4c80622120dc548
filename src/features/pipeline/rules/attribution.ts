interface Attributable {
  readonly stage: string;
  readonly closedAt: Date | null;
  readonly protectedUntil: Date | null;
  readonly isContested: boolean;
  readonly influence: string | null;
}

/**
 * How a deal is the partner's. Sourced: registered, approved, nobody else in touch before, and won while protected.
 * Influenced: it was logged what the partner did for it, and it is not sourced. Never both; null while it is open or
 * neither. facts.ts counts by the same conditions.
 */
export function attributionOf(deal: Attributable): 'sourced' | 'influenced' | null {
  const { closedAt, protectedUntil } = deal;
  if (deal.stage !== 'won' || !closedAt) return null;
  if (protectedUntil && closedAt < protectedUntil && !deal.isContested) return 'sourced';
  return deal.influence ? 'influenced' : null;
}
