import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { Prisma } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { numbersChanged } from '../partners/public.ts';
import { refreshDeals, refreshLeads } from './announce.ts';

interface Linked {
  readonly id: string;
  readonly partnerId: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Links deals that have just come in, or say something new, with the leads they came from. Of a deal from elsewhere the
 * link is no more than what deals and leads say of each other, so whichever comes first, the end is the same: of the
 * leads of its partner that it names, or that name it, the one that was submitted first.
 */
export async function linkDeals(
  work: Work,
  dealIds: readonly string[],
  actorPersonId: string | null,
): Promise<void> {
  if (dealIds.length === 0) return;
  await link(work, actorPersonId, Prisma.sql`d."id" = ANY(${[...dealIds]}::uuid[])`);
}

/** The same from the other side: of leads that have just come in or say something new, all deals they have to do with. */
export async function linkLeads(
  work: Work,
  leadIds: readonly string[],
  actorPersonId: string | null,
): Promise<void> {
  if (leadIds.length === 0) return;
  const { workspaceId } = work;
  const ids = Prisma.sql`${[...leadIds]}::uuid[]`;
  const own = Prisma.sql`l."workspaceId" = ${workspaceId}::uuid AND l."id" = ANY(${ids})`;
  // A union, as each of them has its index, and all of them together none.
  await link(
    work,
    actorPersonId,
    Prisma.sql`d."id" IN (
      SELECT "id" FROM "Deal" WHERE "leadId" = ANY(${ids})
      UNION
      SELECT "id" FROM "Deal"
      WHERE "leadExternalIds" && (SELECT array_agg(l."externalId") FROM "Lead" l WHERE ${own})
      UNION
      SELECT named."id" FROM "Lead" l CROSS JOIN LATERAL unnest(l."dealExternalIds") AS said("externalId")
      JOIN "Deal" named ON named."workspaceId" = l."workspaceId" AND named."partnerId" = l."partnerId"
        AND named."externalId" = said."externalId"
      WHERE ${own}
    )`,
  );
}

async function link(work: Work, actorPersonId: string | null, concerned: Prisma.Sql): Promise<void> {
  const { workspaceId } = work;
  const linked = await work.tx.$queryRaw<Linked[]>`
    WITH "concerned" AS MATERIALIZED (
      SELECT d."id", d."partnerId", d."externalId", d."leadExternalIds", d."leadId" AS "before" FROM "Deal" d
      WHERE d."workspaceId" = ${workspaceId}::uuid AND d."externalId" IS NOT NULL AND ${concerned}
    ), "naming" AS MATERIALIZED (
      SELECT l."id", l."partnerId", l."createdAt", l."externalId", unnest(l."dealExternalIds") AS "said" FROM "Lead" l
      WHERE l."workspaceId" = ${workspaceId}::uuid
        AND l."dealExternalIds" && (SELECT array_agg("externalId") FROM "concerned")
    ), "named" AS MATERIALIZED (
      SELECT c."id", l."id" AS "leadId", l."createdAt", l."externalId"
      FROM "concerned" c CROSS JOIN LATERAL unnest(c."leadExternalIds") AS said("externalId")
      JOIN "Lead" l ON l."workspaceId" = ${workspaceId}::uuid AND l."partnerId" = c."partnerId"
        AND l."externalId" = said."externalId"
      UNION ALL
      SELECT c."id", n."id", n."createdAt", n."externalId"
      FROM "naming" n JOIN "concerned" c ON c."partnerId" = n."partnerId" AND c."externalId" = n."said"
    ), "first" AS MATERIALIZED (
      SELECT DISTINCT ON ("id") "id", "leadId" FROM "named" ORDER BY "id", "createdAt", "externalId"
    )
    UPDATE "Deal" d SET "leadId" = f."leadId"
    FROM "concerned" c LEFT JOIN "first" f ON f."id" = c."id"
    WHERE d."id" = c."id" AND f."leadId" IS DISTINCT FROM c."before"
    RETURNING d."id", d."partnerId", c."before", d."leadId" AS "after"`;
  if (linked.length === 0) return;
  const partnerIds = [...new Set(linked.map(({ partnerId }) => partnerId))];
  await audit(
    work,
    // The timelines of deal and lead read it off the deal; the history has a line for all that one import linked.
    ...partnerIds.flatMap((partnerId) => {
      const count = linked.filter((each) => each.partnerId === partnerId && each.after !== null).length;
      const which = `${pluralise(count, 'deal')} with the ${count === 1 ? 'lead it' : 'leads they'} came from`;
      return count === 0
        ? []
        : [
            {
              actorPersonId,
              verb: 'pipeline.linkDeals',
              partnerId,
              summary: `An import linked ${which}`,
            },
          ];
    }),
  );
  await numbersChanged(work, partnerIds);
  await refreshDeals(
    work,
    linked.map(({ id }) => id),
  );
  await refreshLeads(
    work,
    linked.flatMap(({ before, after }) => [before, after].filter((id) => id !== null)),
  );
}
