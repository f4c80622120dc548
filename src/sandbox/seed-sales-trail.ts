import type { TrailEntry } from './seed-insert.ts';
import type { SaleAsLead, SaleWithDeal } from './seed-sale.ts';

/** What the timeline of a lead says. */
export function trailOfLead({ setting, past, leadId, number, taker, why }: SaleAsLead): TrailEntry[] {
  const { partner, lead, manager } = setting;
  const name = `L-${number}`;
  const entry = { source: 'submission:pipeline', partnerId: partner.id, subject: `lead:${leadId}` };
  const reviewer = taker ?? manager;
  const reason = past.declineReason ? `: ${past.declineReason}` : '';
  return [
    {
      ...{ ...entry, at: past.createdAt, actorPersonId: lead.id, verb: 'pipeline.submitLead' },
      ...{ summary: `${lead.name} submitted lead ${name}, ${past.customer}`, isInternal: false },
    },
    {
      ...{ ...entry, at: past.createdAt, actorPersonId: null, verb: 'pipeline.routeLead', isInternal: true },
      summary: taker
        ? `Lead ${name} went to ${taker.name} because ${taker.name} ${why}`
        : `Lead ${name} went to ${manager.name}, because nobody covers its territory`,
    },
    ...(past.reviewedAt
      ? [
          {
            ...{ ...entry, at: past.reviewedAt, actorPersonId: reviewer.id, isInternal: false },
            verb: past.status === 'declined' ? 'pipeline.declineLead' : 'pipeline.acceptLead',
            summary: `${reviewer.name} ${past.status} lead ${name}, ${past.customer}${reason}`,
          },
        ]
      : []),
  ];
}

/** What the timeline of a deal says. */
export function trailOfDeal({ setting, past, dealId, deal, number }: SaleWithDeal): TrailEntry[] {
  const { partner, lead, current } = setting;
  const stages = current.playbook.deals?.stages ?? [];
  const name = `D-${number}`;
  const events = [
    { at: deal.registeredAt, verb: 'registerDeal', did: `registered deal ${name} with ${past.customer}` },
    ...deal.moves.map((at, index) => ({
      at,
      verb: 'editDeal',
      did: `changed deal ${name}: Stage: ${stages[index + 1]?.name ?? 'further'}`,
    })),
    ...(deal.closedAt
      ? [
          {
            at: deal.closedAt,
            verb: deal.stage,
            did: `marked deal ${name} as ${deal.stage}${deal.lossReason ? `: ${deal.lossReason}` : ''}`,
          },
        ]
      : []),
  ];
  return events.map(({ at, verb, did }) => ({
    ...{ at, actorPersonId: lead.id, verb: `pipeline.${verb}`, source: 'submission:pipeline' },
    ...{ partnerId: partner.id, subject: `deal:${dealId}`, summary: `${lead.name} ${did}` },
    isInternal: false,
  }));
}
