import type { Actor } from '../../../core/actor.ts';
import { localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { md, say } from '../../../platform/slack/kit/index.ts';
import type { Work } from '../../../platform/work.ts';
import { calendarOf } from '../announce.ts';
import { followHandoffsOf } from '../handoffs/card.ts';
import { declineDeal } from '../rules/lifecycle.ts';
import { approveRegistration, waitsForApproval } from '../rules/registration.ts';
import type { Deal } from '../store.ts';
import { dealTitle } from '../views/deal.ts';
import { followProtection } from './protection.ts';
import {
  change,
  protectionColumns,
  registeredOf,
  registrationTerms,
  remember,
  show,
  tellOwner,
  untilWords,
} from './state.ts';

/**
 * Approves a deal that waits for it: in spite of what stands against it, or because that is about another customer, so
 * that nothing does.
 */
export async function approveDeal(
  work: Work,
  actor: Actor,
  deal: Deal,
  { isAnother }: { readonly isAnother: boolean },
): Promise<Deal> {
  const { timeZone } = await calendarOf(work);
  const begun = approveRegistration(
    registeredOf(deal, timeZone),
    await registrationTerms(work),
    localDateOf(work.now, timeZone),
  );
  if (!begun) throw notWaiting(deal);
  const approved = await change(work, deal, {
    ...protectionColumns(begun, timeZone),
    decidedAt: work.now,
    ...(isAnother && { isContested: false }),
  });
  await followProtection(work, approved);
  await show(work, approved);
  const until = await untilWords(work, approved);
  await remember(
    work,
    actor,
    approved,
    'approveDeal',
    `approved deal D-${deal.number}${isAnother && deal.isContested ? ' as another customer’s' : ''}${until}`,
  );
  await tellOwner(work, actor, approved, {
    key: 'approved',
    message: say(
      md`Good news: ${actor.name} approved your deal D-${deal.number} (${dealTitle(deal)})${until}.`,
    ),
  });
  return approved;
}

/** Declines a deal that waits for approval: it leaves the pipeline, and the partner reads why. */
export async function declineRegistration(
  work: Work,
  actor: Actor,
  deal: Deal,
  reason: string,
): Promise<Deal> {
  if (!waitsForApproval(deal)) throw notWaiting(deal);
  const state = declineDeal(reason, { byPersonId: actor.personId, at: work.now });
  const declined = await change(work, deal, { ...state, registration: 'declined', decidedAt: work.now });
  await show(work, declined);
  await followHandoffsOf(work, { dealId: deal.id });
  await remember(work, actor, declined, 'declineDeal', `declined deal D-${deal.number}: ${reason}`);
  await tellOwner(work, actor, declined, {
    key: 'declined',
    message: say(md`${actor.name} declined your deal D-${deal.number} (${dealTitle(deal)}): ${reason}`),
  });
  return declined;
}

export function notWaiting(deal: Deal): Refusal {
  return new Refusal('stale', `D-${deal.number} does not wait for approval. Nothing was changed.`);
}
