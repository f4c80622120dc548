import type { Work } from '../../platform/work.ts';

/** An open deal, and since when nothing has happened to it. */
export interface IdleDeal {
  readonly partnerId: string;
  readonly number: number;
  readonly customer: string;
  readonly idleSince: Date;
}

/**
 * The open deals of these partners to which nothing has happened for so many days: neither registered nor
 * changed by anybody; those that wait for the vendor's approval stand still for no fault of the partner. The one that has
 * waited longest comes first. One query for all.
 */
export function idleDeals(work: Work, partnerIds: readonly string[], days: number): Promise<IdleDeal[]> {
  const before = new Date(work.now.getTime() - days * 86_400_000);
  return work.tx.$queryRaw<IdleDeal[]>`
    SELECT d."partnerId"::text AS "partnerId", d."number", d."customer",
      greatest(d."registeredAt", moved."at") AS "idleSince"
    FROM "Deal" d
    LEFT JOIN LATERAL (
      SELECT max(a."at") AS "at" FROM "AuditEntry" a
      WHERE a."workspaceId" = d."workspaceId" AND a."subject" = 'deal:' || d."id"
    ) moved ON true
    WHERE d."workspaceId" = ${work.workspaceId}::uuid
      AND d."partnerId" = ANY(${[...partnerIds]}::uuid[])
      AND d."closedAt" IS NULL AND d."registration" <> 'pending'
      AND d."registeredAt" <= ${before}::timestamptz
      AND (moved."at" IS NULL OR moved."at" <= ${before}::timestamptz)
    ORDER BY 4, d."number"`;
}
