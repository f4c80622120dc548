import type { Work } from '../../platform/work.ts';

/** How somebody of a partner last showed that they are there. */
export type Sign = 'word' | 'act' | 'pipeline' | 'answer';

export const signWords: Readonly<Record<Sign, string>> = {
  word: 'wrote in the channel',
  act: 'did something in the programme',
  pipeline: 'brought in or closed a deal or lead',
  answer: 'answered a survey',
};

export interface LastSign {
  readonly what: Sign;
  readonly at: Date;
}

/** The last sign of life from each of these partners; those without any are left out. One query for all. */
export async function lastSigns(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, LastSign>> {
  const last = new Map<string, LastSign>();
  for (const { partnerId, what, at } of await signsOf(work, partnerIds))
    if (!last.has(partnerId)) last.set(partnerId, { what, at });
  return last;
}

/**
 * The last sign of each kind from the people of each of these partners: a word in the channel, anything they did with
 * the bot, a lead or deal they brought in, a survey answered. The newest comes first.
 */
export function signsOf(
  work: Work,
  partnerIds: readonly string[],
): Promise<(LastSign & { readonly partnerId: string })[]> {
  return work.tx.$queryRaw<(LastSign & { readonly partnerId: string })[]>`
    WITH theirs AS (
      SELECT "id", "partnerId" FROM "Person"
      WHERE "workspaceId" = ${work.workspaceId}::uuid AND "side" = 'partner'
        AND "partnerId" = ANY(${[...partnerIds]}::uuid[])
    )
    SELECT "partnerId"::text AS "partnerId", "what", max("at") AS "at" FROM (
      SELECT w."partnerId", 'word' AS "what", w."heardAt" AS "at" FROM "ChannelWord" w
        WHERE w."workspaceId" = ${work.workspaceId}::uuid AND w."partnerId" = ANY(${[...partnerIds]}::uuid[])
      UNION ALL
      SELECT t."partnerId", 'act', max(a."at") FROM "AuditEntry" a JOIN theirs t ON t."id" = a."actorPersonId"
        WHERE a."workspaceId" = ${work.workspaceId}::uuid AND a."partnerId" = t."partnerId" GROUP BY 1
      UNION ALL
      SELECT t."partnerId", 'pipeline', max(l."createdAt") FROM "Lead" l JOIN theirs t ON t."id" = l."submittedById"
        WHERE l."workspaceId" = ${work.workspaceId}::uuid GROUP BY 1
      UNION ALL
      SELECT t."partnerId", 'pipeline', max(d."registeredAt") FROM "Deal" d JOIN theirs t ON t."id" = d."registeredById"
        WHERE d."workspaceId" = ${work.workspaceId}::uuid GROUP BY 1
      UNION ALL
      SELECT t."partnerId", 'pipeline', max(d."closedAt") FROM "Deal" d JOIN theirs t ON t."id" = d."closedById"
        WHERE d."workspaceId" = ${work.workspaceId}::uuid GROUP BY 1
      UNION ALL
      SELECT t."partnerId", 'answer', max(i."answeredAt") FROM "SurveyInvitation" i JOIN theirs t ON t."id" = i."personId"
        WHERE i."workspaceId" = ${work.workspaceId}::uuid GROUP BY 1
    ) signs
    WHERE "at" IS NOT NULL AND "at" <= ${work.now}::timestamptz
    GROUP BY 1, 2 ORDER BY 3 DESC`;
}
