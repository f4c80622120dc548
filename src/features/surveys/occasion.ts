import type { Post } from '../../platform/delivery/message.ts';
import type { Survey } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { dealThread, loadDeal } from '../pipeline/public.ts';

/** Where a survey's invitation stands: in its deal's thread, or by itself in the channel. */
export function invitationThread({ dealId }: Survey): Post['thread'] {
  return dealId === null ? undefined : dealThread(dealId);
}

/** Where its results are posted: below the deal, else below the invitation. */
export function resultsThread(survey: Survey): NonNullable<Post['thread']> {
  return invitationThread(survey) ?? { surface: `surveys.invitation:${survey.id}` };
}

/** What the survey is about: "D-17 Roll-out for Acme"; null when it is about no deal. */
export async function subjectWords(work: Work, { dealId }: Survey): Promise<string | null> {
  if (dealId === null) return null;
  const deal = await loadDeal(work, dealId);
  const { number, name, customer } = deal;
  return name === customer ? `D-${number} ${name}` : `D-${number} ${name} for ${customer}`;
}

export async function dealClosedAt(work: Work, dealId: string): Promise<Date | null> {
  return (await loadDeal(work, dealId)).closedAt;
}
