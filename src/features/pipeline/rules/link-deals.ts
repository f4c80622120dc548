/** A deal from elsewhere, and the leads it says it came from, by their ids there. */
export interface NamingDeal {
  readonly id: string;
  readonly partnerId: string;
  readonly externalId: string;
  readonly leadExternalIds: readonly string[];
  /** What it is linked with now. */
  readonly leadId: string | null;
}

/** A lead from elsewhere, and the deals it says it became. */
export interface NamingLead {
  readonly id: string;
  readonly partnerId: string;
  readonly externalId: string;
  readonly dealExternalIds: readonly string[];
  readonly createdAt: Date;
}

/** A deal whose lead is another than it is linked with. */
export interface Relinked {
  readonly id: string;
  readonly partnerId: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Which of these deals are to be linked otherwise. A deal comes from that lead of its partner which it names, or which
 * names it; of several, from the one that was submitted first. The order of deals and leads says nothing.
 */
export function relinked(deals: readonly NamingDeal[], leads: readonly NamingLead[]): Relinked[] {
  const first = leads.toSorted(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.externalId < b.externalId ? -1 : 1),
  );
  const key = (partnerId: string, externalId: string) => JSON.stringify([partnerId, externalId]);
  const place = new Map(first.map(({ partnerId, externalId }, index) => [key(partnerId, externalId), index]));
  const naming = new Map<string, number>();
  first.forEach(({ partnerId, dealExternalIds }, index) => {
    for (const named of dealExternalIds) {
      const deal = key(partnerId, named);
      if (!naming.has(deal)) naming.set(deal, index);
    }
  });
  return deals.flatMap(({ id, partnerId, externalId, leadExternalIds, leadId: before }) => {
    const found = [
      naming.get(key(partnerId, externalId)),
      ...leadExternalIds.map((named) => place.get(key(partnerId, named))),
    ].filter((index) => index !== undefined);
    const after = found.length > 0 ? (first[Math.min(...found)]?.id ?? null) : null;
    return after === before ? [] : [{ id, partnerId, before, after }];
  });
}
