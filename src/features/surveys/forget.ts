import type { Work } from '../../platform/work.ts';
import { respondentKey } from './rules/respondent.ts';

/**
 * Forgets what a person wrote in their own words in anonymous surveys that are still open. Once such a survey has
 * closed, nobody can tell any more whose words they are.
 */
export async function forgetUnnamedWords(work: Work, personId: string): Promise<void> {
  const { tx, workspaceId } = work;
  const surveys = await tx.survey.findMany({
    where: { workspaceId, salt: { not: null }, invitations: { some: { personId } } },
  });
  for (const { id, salt } of surveys) {
    await tx.$executeRaw`
      DELETE FROM "SurveyResponse" WHERE "workspaceId" = ${workspaceId}::uuid AND "surveyId" = ${id}::uuid
        AND "respondentKey" = ${respondentKey(salt, personId)} AND jsonb_typeof("answer") = 'string'`;
  }
}
