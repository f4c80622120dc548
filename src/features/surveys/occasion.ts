import type { Post } from '../../platform/delivery/message.ts';
import type { Survey } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';

/** Where a survey's invitation stands: in its deal's thread, or by itself in the channel. */
export async function invitationThread(work: Work, survey: Survey): Promise<Post['thread']> {
  const deal = await dealOf(work, survey);
  return deal?.announcementKey ? { post: deal.announcementKey } : undefined;
}

/** Where its results are posted: below the deal, else below the invitation. */
export async function resultsThread(work: Work, survey: Survey): Promise<Post['thread']> {
  return (await invitationThread(work, survey)) ?? { surface: `surveys.invitation:${survey.id}` };
}

/** What the survey is about: "D-17 Roll-out for Acme", or null. */
export async function subjectWords(work: Work, survey: Survey): Promise<string | null> {
  const deal = await dealOf(work, survey);
  return deal && `D-${deal.number} ${deal.name}`;
}

function dealOf(work: Work, { dealId }: Survey) {
  if (dealId === null) return null;
  return work.tx.deal.findFirst({ where: { id: dealId, workspaceId: work.workspaceId } });
}

export async function dealClosedAt(work: Work, dealId: string): Promise<Date | null> {
  const deal = await work.tx.deal.findFirst({ where: { id: dealId, workspaceId: work.workspaceId } });
  return deal?.closedAt ?? null;
}
