import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  closeDeal,
  type DealState,
  declineDeal,
  type LeadState,
  leadStage,
  openDeal,
  reopenDeal,
  reopenLead,
  reviewLead,
  submittedLead,
} from '../../../src/features/pipeline/rules/lifecycle.ts';

const by = { byPersonId: 'maya', at: new Date('2026-01-12T08:00:00Z') };
const change = fc.record({
  byPersonId: fc.constantFrom('maya', 'diego'),
  at: fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
});
const reason = fc.option(fc.string({ minLength: 1 }));

describe('deal', () => {
  test('is won or lost once, and can be opened again', () => {
    const won = closeDeal(openDeal, null, by) as DealState;
    expect(won).toEqual({ stage: 'won', closedAt: by.at, closedById: 'maya', lossReason: null });
    expect(closeDeal(won, null, by)).toBeNull();
    expect(closeDeal(won, 'no budget', by)).toBeNull();
    expect(reopenDeal(won)).toEqual(openDeal);
    expect(reopenDeal(openDeal)).toBeNull();
    expect(closeDeal(openDeal, 'no budget', by)).toMatchObject({ stage: 'lost', lossReason: 'no budget' });
  });

  test('never reaches an impossible state, whatever is done to it in whatever order', () => {
    const acts = fc.array(fc.oneof(fc.constant('reopen' as const), fc.record({ change, reason })));
    fc.assert(
      fc.property(acts, (sequence) => {
        let deal: DealState = openDeal;
        for (const act of sequence) {
          deal = (act === 'reopen' ? reopenDeal(deal) : closeDeal(deal, act.reason, act.change)) ?? deal;
          expect(deal.closedAt === null).toBe(deal.stage === 'open');
          expect(deal.closedById === null).toBe(deal.stage === 'open');
          expect(deal.lossReason !== null).toBe(deal.stage === 'lost');
        }
      }),
    );
  });
});

describe('lead', () => {
  test('is reviewed once, and can be put back unless a deal came of it', () => {
    const accepted = reviewLead(submittedLead, null, by) as LeadState;
    expect(accepted).toEqual({
      status: 'accepted',
      reviewedAt: by.at,
      reviewedById: 'maya',
      declineReason: null,
    });
    expect(reviewLead(accepted, 'too small', by)).toBeNull();
    expect(reopenLead(accepted, 0)).toEqual(submittedLead);
    expect(reopenLead(accepted, 1)).toBeNull();
    expect(reopenLead(submittedLead, 0)).toBeNull();
  });

  test('never reaches an impossible state', () => {
    const acts = fc.array(fc.oneof(fc.record({ deals: fc.nat(2) }), fc.record({ change, reason })));
    fc.assert(
      fc.property(acts, (sequence) => {
        let lead: LeadState = submittedLead;
        for (const act of sequence) {
          lead =
            ('deals' in act ? reopenLead(lead, act.deals) : reviewLead(lead, act.reason, act.change)) ?? lead;
          expect(lead.reviewedAt === null).toBe(lead.status === 'submitted');
          expect(lead.reviewedById === null).toBe(lead.status === 'submitted');
          expect(lead.declineReason !== null).toBe(lead.status === 'declined');
        }
      }),
    );
  });
});

test('a declined deal is neither won nor lost, and can be opened again', () => {
  const declined = declineDeal('taken', by);
  expect(declined.stage).toBe('declined');
  expect(closeDeal(declined, null, by)).toBeNull();
  expect(reopenDeal(declined)).toEqual(openDeal);
});

test.each([
  ['submitted', 'submitted', null, []],
  ['accepted', 'accepted', null, []],
  ['declined', 'declined', null, []],
  ['qualified', 'accepted', by.at, []],
  ['qualified', 'submitted', null, ['open']],
  ['qualified', 'accepted', null, ['lost', 'open']],
  ['lost', 'accepted', by.at, ['lost', 'declined']],
  ['won', 'accepted', by.at, ['lost', 'won', 'open']],
] as const)('a lead is %s', (stage, status, qualifiedAt, deals) => {
  expect(leadStage({ status, qualifiedAt, deals: deals.map((each) => ({ stage: each })) })).toBe(stage);
});
