/** A lead waits for review, then is accepted or declined; a correction puts it back. */
export type LeadState =
  | {
      readonly status: 'submitted';
      readonly reviewedAt: null;
      readonly reviewedById: null;
      readonly declineReason: null;
    }
  | {
      readonly status: 'accepted';
      readonly reviewedAt: Date;
      readonly reviewedById: string;
      readonly declineReason: null;
    }
  | {
      readonly status: 'declined';
      readonly reviewedAt: Date;
      readonly reviewedById: string;
      readonly declineReason: string;
    };

/** A deal is open until it is won or lost, or its registration declined; a correction opens it again. */
export type DealState =
  | { readonly stage: 'open'; readonly closedAt: null; readonly closedById: null; readonly lossReason: null }
  | { readonly stage: 'won'; readonly closedAt: Date; readonly closedById: string; readonly lossReason: null }
  | {
      readonly stage: 'lost' | 'declined';
      readonly closedAt: Date;
      readonly closedById: string;
      readonly lossReason: string;
    };

export const submittedLead: LeadState = {
  status: 'submitted',
  reviewedAt: null,
  reviewedById: null,
  declineReason: null,
};
export const openDeal: DealState = { stage: 'open', closedAt: null, closedById: null, lossReason: null };

interface Change {
  readonly byPersonId: string;
  readonly at: Date;
}

/** What a review makes of a lead; null when it has been reviewed already. Without a reason it is accepted. */
export function reviewLead(
  lead: { readonly status: string },
  declineReason: string | null,
  { byPersonId, at }: Change,
): LeadState | null {
  if (lead.status !== 'submitted') return null;
  const reviewed = { reviewedAt: at, reviewedById: byPersonId };
  return declineReason === null
    ? { status: 'accepted', ...reviewed, declineReason: null }
    : { status: 'declined', ...reviewed, declineReason };
}

/** A reviewed lead waits for review again; null when it does already, or a deal has come of it. */
export function reopenLead(lead: { readonly status: string }, deals: number): LeadState | null {
  return lead.status === 'submitted' || deals > 0 ? null : submittedLead;
}

/** What closing makes of a deal; null when it is closed already. Without a reason it is won. */
export function closeDeal(
  deal: { readonly stage: string },
  lossReason: string | null,
  { byPersonId, at }: Change,
): DealState | null {
  if (deal.stage !== 'open') return null;
  const closed = { closedAt: at, closedById: byPersonId };
  return lossReason === null
    ? { stage: 'won', ...closed, lossReason: null }
    : { stage: 'lost', ...closed, lossReason };
}

/** How far a lead has come. What becomes of its deals becomes of the lead. */
export type LeadStage = 'submitted' | 'accepted' | 'declined' | 'qualified' | 'won' | 'lost';

export function leadStage(lead: {
  readonly status: string;
  readonly qualifiedAt: Date | null;
  readonly deals: readonly { readonly stage: string }[];
}): LeadStage {
  const stages = lead.deals.map(({ stage }) => stage);
  if (stages.includes('won')) return 'won';
  if (stages.length > 0 && !stages.includes('open')) return 'lost';
  if (lead.status === 'declined') return 'declined';
  if (lead.qualifiedAt || stages.length > 0) return 'qualified';
  return lead.status === 'accepted' ? 'accepted' : 'submitted';
}

/** What declining its registration makes of a deal: it leaves the pipeline and counts neither as won nor as lost. */
export function declineDeal(reason: string, { byPersonId, at }: Change): DealState {
  return { stage: 'declined', closedAt: at, closedById: byPersonId, lossReason: reason };
}

/** A closed deal is open again; null when it is. */
export function reopenDeal(deal: { readonly stage: string }): DealState | null {
  return deal.stage === 'open' ? null : openDeal;
}
