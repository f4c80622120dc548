import type { Person } from '../store/generated/client.ts';
import type { Work } from '../work.ts';
import { eraseJobs, erasing } from './erasing.ts';
import { formerColleague, formerSlackId } from './former.ts';
import { namedAs, replaceWords, slackIdAs } from './replace-words.ts';

/**
 * Erases who a person is, and what was written to them; what they did remains, as a former colleague's: steps are
 * done, deals won and scores counted as before. Their own words in surveys and what still hangs on them (seats,
 * open work) are the features' to see to, before.
 */
export async function erasePersonalData(
  work: Work,
  person: Person,
  alsoKnownAs: readonly string[],
): Promise<void> {
  const { tx, workspaceId } = work;
  const { id, slackUserId, name } = person;
  await erasing(tx, workspaceId, async () => {
    await eraseCorrespondence(work, slackUserId);
    await tx.$executeRaw`
      DELETE FROM "DueItem" WHERE "workspaceId" = ${workspaceId}::uuid AND strpos("key", ${id}) > 0`;
    await tx.digestPreference.deleteMany({ where: { workspaceId, personId: id } });
    await tx.sentDigest.deleteMany({ where: { workspaceId, personId: id } });
    await tx.planDraft.deleteMany({ where: { workspaceId, personId: id } });
    await tx.roleGrant.deleteMany({ where: { workspaceId, personId: id } });
    // What was written in their own words; marks, scores and choices count on.
    await tx.$executeRaw`
      DELETE FROM "SurveyResponse"
      WHERE "workspaceId" = ${workspaceId}::uuid AND "personId" = ${id}::uuid AND jsonb_typeof("answer") = 'string'`;
    await tx.playbookVersion.updateMany({
      where: { workspaceId, publishedBy: name },
      data: { publishedBy: formerColleague },
    });
    const replacements = [
      ...slackIdAs(slackUserId, formerColleague, formerSlackId(id)),
      ...[name, ...alsoKnownAs].flatMap((each) => namedAs(each, formerColleague)),
    ];
    await replaceWords(tx, workspaceId, replacements);
    // What was sent may greet them by their first name, which elsewhere is anybody’s.
    const [first = ''] = name.trim().split(/\s+/u);
    await replaceWords(tx, workspaceId, namedAs(first, formerColleague, true), {
      Delivery: `"status" NOT IN ('pending', 'held')`,
    });
    await tx.person.update({
      where: { id, workspaceId },
      data: {
        name: formerColleague,
        slackUserId: formerSlackId(id),
        timeZone: 'UTC',
        isSlackAdmin: false,
        deactivatedAt: person.deactivatedAt ?? work.now,
        checkedAt: work.now,
      },
    });
    await eraseJobs(tx, workspaceId, [slackUserId]);
  });
}

/** What was sent, or is still to be sent, to this person alone, and where. */
async function eraseCorrespondence({ tx, workspaceId }: Work, slackUserId: string): Promise<void> {
  const isTheirs = `"workspaceId" = $1::uuid AND ("target" IN ('person:' || $2, 'home:' || $2)
    OR split_part("target", ':', 1) = 'ephemeral' AND split_part("target", ':', 3) = $2)`;
  await tx.$executeRawUnsafe(
    `DELETE FROM "SendBudget" WHERE "key" IN (
       SELECT 'surface ' || "id" FROM "Surface" WHERE ${isTheirs}
       UNION SELECT 'channel ' || $1 || ' ' || "slackChannelId" FROM "Surface" WHERE ${isTheirs}
       UNION SELECT 'channel ' || $1 || ' ' || "slackChannelId" FROM "Delivery"
         WHERE ${isTheirs} AND "target" NOT LIKE 'ephemeral:%')`,
    workspaceId,
    slackUserId,
  );
  for (const table of ['Delivery', 'Surface'])
    await tx.$executeRawUnsafe(`DELETE FROM "${table}" WHERE ${isTheirs}`, workspaceId, slackUserId);
}
