import { Prisma } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';

/** What a check of the data sees of a deal. Days are the programme's calendar days. Internal: it knows of costs. */
export interface DealTraits {
  readonly kind: 'deal';
  readonly stage: string;
  readonly hasAmount: boolean;
  readonly hasCost: boolean;
  readonly isInOwnCurrency: boolean;
  readonly isClosedBeforeRegistered: boolean;
  /** Registered or closed on a day that is still to come. */
  readonly isAhead: boolean;
  /** It came from elsewhere, and nobody ever registered it. */
  readonly isUnregistered: boolean;
  /** It came from elsewhere, as leads of its partner did, and names none of them. */
  readonly isUnlinked: boolean;
}

/** A lead that nobody has reviewed yet. */
export interface LeadTraits {
  readonly kind: 'lead';
  readonly waitingDays: number;
}

export type Traits = DealTraits | LeadTraits;

export interface TraitsRequest {
  readonly partnerIds: readonly string[];
  /** Deals registered or closed since then, and all open ones. */
  readonly since: Date;
  readonly asOf: Date;
  readonly timeZone: string;
  /** Only these rows; all where it is left out. */
  readonly ids?: readonly string[];
}

/** How many of a partner's rows look alike: as many entries as there are different looks, however many the rows. */
export interface TraitCount {
  readonly partnerId: string;
  readonly traits: Traits;
  readonly count: number;
}

/** One of those rows: what people call it, and when it was registered or submitted. */
export interface TraitRow extends TraitCount {
  readonly id: string;
  readonly ref: string;
  readonly customer: string;
  readonly beganAt: Date;
  /** Other as soon as anything of the row is that a check may look at. */
  readonly fingerprint: string;
}

type Flat<Kind extends Traits, More> = Omit<Kind, 'kind'> & More;
type Counted = Omit<TraitCount, 'traits'>;
type Listed = Omit<TraitRow, 'traits'>;

/** The looks of the leads and deals of all the partners, counted, in two queries. */
export async function countTraits(work: Work, request: TraitsRequest): Promise<TraitCount[]> {
  const deals = await work.tx.$queryRaw<Flat<DealTraits, Counted>[]>`
    SELECT looks.*, count(*)::int AS "count" FROM (SELECT ${dealLooks(request)} ${dealsOf(work, request)}) looks
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`;
  const leads = await work.tx.$queryRaw<Flat<LeadTraits, Counted>[]>`
    SELECT looks.*, count(*)::int AS "count" FROM (SELECT ${leadLooks(request)} ${leadsOf(work, request)}) looks
    GROUP BY 1, 2`;
  return [
    ...deals.map(({ partnerId, count, ...look }) => ({
      partnerId,
      count,
      traits: { kind: 'deal' as const, ...look },
    })),
    ...leads.map(({ partnerId, count, ...look }) => ({
      partnerId,
      count,
      traits: { kind: 'lead' as const, ...look },
    })),
  ];
}

/** The same rows one by one, the newest first. */
export async function listTraits(
  work: Work,
  kind: Traits['kind'],
  request: TraitsRequest,
): Promise<TraitRow[]> {
  if (kind === 'deal') {
    const deals = await work.tx.$queryRaw<Flat<DealTraits, Listed>[]>`
      SELECT ${dealLooks(request)}, d."id"::text AS "id", 'D-' || d."number" AS "ref", d."customer", d."registeredAt" AS "beganAt", 1 AS "count",
        md5(concat_ws('|', d."stage", d."amountMinor", d."currency", coalesce(d."partnerCostMinor"::text, '-'),
          extract(epoch FROM d."registeredAt"), coalesce(extract(epoch FROM d."closedAt")::text, '-'), d."registration",
          coalesce(d."leadId"::text, '-'), p."currency")) AS "fingerprint"
      ${dealsOf(work, request)} ORDER BY d."number" DESC`;
    return deals.map(({ id, partnerId, count, ref, customer, beganAt, fingerprint, ...look }) => ({
      ...{ id, partnerId, count, ref, customer, beganAt, fingerprint },
      traits: { kind: 'deal', ...look },
    }));
  }
  const leads = await work.tx.$queryRaw<Flat<LeadTraits, Listed>[]>`
    SELECT ${leadLooks(request)}, l."id"::text AS "id", 'L-' || l."number" AS "ref", l."customer", l."createdAt" AS "beganAt", 1 AS "count",
      md5(concat_ws('|', l."status", l."customer", coalesce(l."ownerPersonId"::text, '-'))) AS "fingerprint"
    ${leadsOf(work, request)} ORDER BY l."number" DESC`;
  return leads.map(({ id, partnerId, count, ref, customer, beganAt, fingerprint, ...look }) => ({
    ...{ id, partnerId, count, ref, customer, beganAt, fingerprint },
    traits: { kind: 'lead', ...look },
  }));
}

function dealLooks({ asOf, timeZone }: TraitsRequest): Prisma.Sql {
  const day = (instant: Prisma.Sql) => Prisma.sql`(${instant} AT TIME ZONE ${timeZone}::text)::date`;
  const registeredOn = day(Prisma.sql`d."registeredAt"`);
  const closedOn = day(Prisma.sql`d."closedAt"`);
  const today = day(Prisma.sql`${asOf}::timestamptz`);
  return Prisma.sql`d."partnerId"::text AS "partnerId", d."stage",
    d."amountMinor" <> 0 AS "hasAmount",
    d."partnerCostMinor" IS NOT NULL AS "hasCost",
    d."currency" = p."currency" AS "isInOwnCurrency",
    coalesce(${closedOn} < ${registeredOn}, false) AS "isClosedBeforeRegistered",
    greatest(${registeredOn}, ${closedOn}) > ${today} AS "isAhead",
    d."registration" = 'none' AND d."externalId" IS NOT NULL AS "isUnregistered",
    d."externalId" IS NOT NULL AND d."leadId" IS NULL AND EXISTS (
      SELECT 1 FROM "Lead" l
      WHERE l."workspaceId" = d."workspaceId" AND l."partnerId" = d."partnerId" AND l."externalId" IS NOT NULL
    ) AS "isUnlinked"`;
}

function dealsOf(work: Work, { partnerIds, since, ids }: TraitsRequest): Prisma.Sql {
  return Prisma.sql`FROM "Deal" d JOIN "Partner" p ON p."id" = d."partnerId" AND p."workspaceId" = d."workspaceId"
    WHERE d."workspaceId" = ${work.workspaceId}::uuid AND d."partnerId" = ANY(${[...partnerIds]}::uuid[])
      AND d."stage" <> 'declined'
      AND (d."closedAt" IS NULL OR d."closedAt" >= ${since}::timestamptz OR d."registeredAt" >= ${since}::timestamptz)
      ${ids ? Prisma.sql`AND d."id" = ANY(${[...ids]}::uuid[])` : Prisma.empty}`;
}

function leadLooks({ asOf }: TraitsRequest): Prisma.Sql {
  return Prisma.sql`l."partnerId"::text AS "partnerId",
    floor(extract(epoch FROM ${asOf}::timestamptz - l."createdAt") / 86400)::int AS "waitingDays"`;
}

function leadsOf(work: Work, { partnerIds, ids }: TraitsRequest): Prisma.Sql {
  return Prisma.sql`FROM "Lead" l
    WHERE l."workspaceId" = ${work.workspaceId}::uuid AND l."partnerId" = ANY(${[...partnerIds]}::uuid[])
      AND l."reviewedAt" IS NULL
      ${ids ? Prisma.sql`AND l."id" = ANY(${[...ids]}::uuid[])` : Prisma.empty}`;
}
