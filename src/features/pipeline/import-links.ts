import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { Work } from '../../platform/work.ts';
import { numbersChanged } from '../partners/public.ts';
import { refreshDeals, refreshLeads } from './announce.ts';
import { type NamingDeal, type NamingLead, type Relinked, relinked } from './rules/link-deals.ts';

/**
 * Links deals that have just come in, or say something new, with the leads they came from. Of a deal from elsewhere the
 * link is no more than what deals and leads say of each other, so whichever comes first, the end is the same.
 */
export async function linkDeals(
  work: Work,
  dealIds: readonly string[],
  actorPersonId: string | null,
): Promise<void> {
  if (dealIds.length === 0) return;
  const deals = await dealsFromElsewhere(work, dealIds);
  const linked = relinked(deals, await leadsWith(work, deals));
  if (linked.length === 0) return;
  await saveLinks(work, linked);
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

/** The same from the other side: of leads that have just come in or say something new, all deals they have to do with. */
export async function linkLeads(
  work: Work,
  leadIds: readonly string[],
  actorPersonId: string | null,
): Promise<void> {
  const { tx, workspaceId } = work;
  const leads = await tx.lead.findMany({
    where: { workspaceId, id: { in: [...leadIds] } },
    select: { partnerId: true, externalId: true, dealExternalIds: true },
  });
  if (leads.length === 0) return;
  const partnerIds = [...new Set(leads.map(({ partnerId }) => partnerId))];
  const own = leads.flatMap(({ externalId }) => externalId ?? []);
  const named = leads.flatMap(({ dealExternalIds }) => dealExternalIds);
  const concerned = await tx.$queryRaw<{ readonly id: string }[]>`
    SELECT "id"::text FROM "Deal" WHERE "workspaceId" = ${workspaceId}::uuid AND "leadId" = ANY(${[...leadIds]}::uuid[])
    UNION
    SELECT "id"::text FROM "Deal"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "partnerId" = ANY(${partnerIds}::uuid[])
      AND ("externalId" = ANY(${named}::text[])
        OR EXISTS (SELECT 1 FROM unnest("leadExternalIds") AS said("id") WHERE said."id" = ANY(${own}::text[])))`;
  await linkDeals(
    work,
    concerned.map(({ id }) => id),
    actorPersonId,
  );
}

function dealsFromElsewhere({ tx, workspaceId }: Work, dealIds: readonly string[]): Promise<NamingDeal[]> {
  return tx.$queryRaw<NamingDeal[]>`
    SELECT "id"::text, "partnerId"::text, "externalId", "leadExternalIds", "leadId"::text FROM "Deal"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "id" = ANY(${[...dealIds]}::uuid[]) AND "externalId" IS NOT NULL`;
}

/**
 * The leads that these deals name, and those that name one of them. No operator of arrays: under row security none of
 * them may use an index, and compared with a long list each row takes as long as the list is.
 */
async function leadsWith(
  { tx, workspaceId }: Work,
  deals: readonly NamingDeal[],
): Promise<readonly NamingLead[]> {
  if (deals.length === 0) return [];
  const partnerIds = [...new Set(deals.map(({ partnerId }) => partnerId))];
  const named = deals.flatMap(({ leadExternalIds }) => leadExternalIds);
  const own = deals.map(({ externalId }) => externalId);
  return tx.$queryRaw<NamingLead[]>`
    SELECT "id"::text, "partnerId"::text, "externalId", "dealExternalIds", "createdAt" FROM "Lead"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "partnerId" = ANY(${partnerIds}::uuid[]) AND "externalId" IS NOT NULL
      AND ("externalId" = ANY(${named}::text[])
        OR EXISTS (SELECT 1 FROM unnest("dealExternalIds") AS said("id") WHERE said."id" = ANY(${own}::text[])))`;
}

async function saveLinks({ tx, workspaceId }: Work, linked: readonly Relinked[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Deal" d SET "leadId" = said."after"
    FROM jsonb_to_recordset(${JSON.stringify(linked)}::jsonb) AS said("id" uuid, "after" uuid)
    WHERE d."workspaceId" = ${workspaceId}::uuid AND d."id" = said."id"`;
}
