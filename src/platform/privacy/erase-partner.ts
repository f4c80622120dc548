import { type Partner, Prisma } from '../store/generated/client.ts';
import type { Work } from '../work.ts';
import { type OwnedModel, ownedModels } from './belongings.ts';
import { eraseJobs, erasing } from './erasing.ts';
import { formerColleague } from './former.ts';
import { namedAs, replaceWords, slackIdAs } from './replace-words.ts';
import { partnerCondition } from './rows-of.ts';

const formerPartner = 'a former partner';
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * Erases everything held of a partner: its people, its channel's row, its journeys, calls, surveys, leads, deals and
 * scorecards, the trail of what was done for it, and every message to it, about one of these or naming it. Other
 * partners' rows are untouched; where the programme's own trail names it, it is a former partner.
 */
export async function erasePartnerData(work: Work, partner: Partner): Promise<void> {
  const { tx, workspaceId } = work;
  const { id: partnerId } = partner;
  await erasing(tx, workspaceId, async () => {
    const people = await tx.person.findMany({ where: { workspaceId, partnerId } });
    const channels = await tx.partnerChannel.findMany({ where: { workspaceId, partnerId } });
    const personIds = people.map(({ id }) => id);
    const slackIds = [
      ...people.map((each) => each.slackUserId),
      ...channels.map((each) => each.slackChannelId),
    ];
    const ids = await idsOf(work, partnerId);
    const named = (everywhere: boolean) => [
      ...channels.flatMap((each) => namedAs(each.name, formerPartner, everywhere)),
      ...namedAs(partner.name, formerPartner, everywhere),
      ...people.flatMap((each) => namedAs(each.name, formerColleague, everywhere)),
      ...people.flatMap((each) => slackIdAs(each.slackUserId, formerColleague, formerColleague)),
      ...channels.flatMap((each) => slackIdAs(each.slackChannelId, 'a former channel', 'a former channel')),
    ];
    await eraseMessages(
      work,
      partnerId,
      slackIds,
      ids,
      named(true).map(({ pattern }) => pattern),
    );
    await tx.digestPreference.deleteMany({ where: { workspaceId, personId: { in: personIds } } });
    await tx.roleGrant.deleteMany({ where: { workspaceId, personId: { in: personIds } } });
    await tx.auditEntry.deleteMany({ where: { workspaceId, actorPersonId: { in: personIds } } });
    // A digest that compares it with others is a message that names it.
    await tx.$executeRaw`
      DELETE FROM "SentDigest" WHERE "workspaceId" = ${workspaceId}::uuid AND jsonb_exists("values", ${partnerId})`;
    for (const model of ownedModels) {
      const condition = partnerCondition(model);
      if (condition !== null)
        await tx.$executeRawUnsafe(
          `DELETE FROM "${model}" WHERE "workspaceId" = $1::uuid AND ${condition}`,
          workspaceId,
          partnerId,
        );
    }
    await replaceWords(tx, workspaceId, named(false), {
      AuditEntry: '"partnerId" IS NULL',
      PlaybookVersion: 'true',
    });
    await eraseJobs(tx, workspaceId, [...slackIds, ...ids]);
  });
}

/** The ids of all its rows, by which messages and due work name what they are about. */
async function idsOf({ tx, workspaceId }: Work, partnerId: string): Promise<string[]> {
  const ids: string[] = [];
  for (const model of ownedModels.filter(hasId)) {
    const condition = partnerCondition(model);
    if (condition === null) continue;
    const rows = await tx.$queryRawUnsafe<{ id: string }[]>(
      `SELECT "id"::text AS "id" FROM "${model}" WHERE "workspaceId" = $1::uuid AND ${condition}`,
      workspaceId,
      partnerId,
    );
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

const hasId = (model: OwnedModel): boolean => 'id' in Reflect.get(Prisma, `${model}ScalarFieldEnum`);

/**
 * Posts, live views and due work that go to one of these Slack ids or are about one of these rows, and posts that
 * name the partner. What is written to another partner cannot name it, whatever it may be called.
 */
async function eraseMessages(
  { tx, workspaceId }: Work,
  partnerId: string,
  slackIds: readonly string[],
  ids: readonly string[],
  names: readonly string[],
): Promise<void> {
  const places = (list: string) => `string_to_array("target", ':') && ${list}::text[]`;
  const about = (text: string) =>
    `EXISTS (SELECT FROM regexp_matches(${text}, '${uuid}', 'g') AS found WHERE found[1] = ANY($2::text[]))`;
  const surfaces = `"workspaceId" = $1::uuid AND (${about('"subject"')} OR ${places('$3')})`;
  await tx.$executeRawUnsafe(
    `DELETE FROM "SendBudget" WHERE "key" IN (
       SELECT 'surface ' || "id" FROM "Surface" WHERE ${surfaces}
       UNION SELECT 'channel ' || $1 || ' ' || unnest($3::text[]))`,
    workspaceId,
    ids,
    slackIds,
  );
  await tx.$executeRawUnsafe(`DELETE FROM "Surface" WHERE ${surfaces}`, workspaceId, ids, slackIds);
  await tx.$executeRawUnsafe(
    `DELETE FROM "DueItem" WHERE "workspaceId" = $1::uuid AND ${about(`"key" || ' ' || "data"::text`)}`,
    workspaceId,
    ids,
  );
  const others = await tx.partnerChannel.findMany({ where: { workspaceId, partnerId: { not: partnerId } } });
  await tx.$executeRawUnsafe(
    `DELETE FROM "Delivery" WHERE "workspaceId" = $1::uuid AND (${about('"key"')} OR ${places('$3')}
       OR "payload"::text ~ ANY($4::text[]) AND NOT ${places('$5')})`,
    workspaceId,
    ids,
    slackIds,
    names,
    others.map(({ slackChannelId }) => slackChannelId),
  );
}
