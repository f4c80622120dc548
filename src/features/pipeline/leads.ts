import type { Actor } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import { button, md, say } from '../../platform/slack/kit/index.ts';
import { takeNumber } from '../../platform/store/numbers.ts';
import type { Work } from '../../platform/work.ts';
import { loadPeople, numbersChanged } from '../partners/public.ts';
import { announceLead, calendarOf, namesOf } from './announce.ts';
import { route } from './routing/route.ts';
import { customerKey } from './rules/customer-key.ts';
import { type LeadState, leadStage, reopenLead, reviewLead, submittedLead } from './rules/lifecycle.ts';
import { type Lead, loadLead } from './store.ts';
import { leadWords } from './views/lead.ts';

export interface NewLead {
  readonly partnerId: string;
  readonly customer: string;
  readonly contact: string | null;
  readonly note: string | null;
  readonly territory: string | null;
  readonly segment: string | null;
  readonly capability: string | null;
}

/** Submits a lead by a person: shown in the partner's channel, and to whom the playbook's rules route it, else to the manager. */
export async function submitLead(work: Work, actor: Actor, details: NewLead): Promise<Lead> {
  const number = await takeNumber(work, 'Lead');
  const created = await work.tx.lead.create({
    data: {
      id: work.newId(),
      workspaceId: work.workspaceId,
      number,
      ...details,
      customerKey: customerKey(details.customer),
      ...submittedLead,
      submittedById: actor.personId,
      createdAt: work.now,
    },
  });
  const submitted: Lead = { ...created, deals: [], routings: [] };
  await remember(
    work,
    actor,
    submitted,
    'submitLead',
    `submitted lead L-${submitted.number}, ${submitted.customer}`,
  );
  const lead = await route(work, submitted);
  await announceLead(work, lead);
  return lead;
}

/** Accepts a lead, or declines it for a reason, and tells who submitted it. */
export async function review(
  work: Work,
  actor: Actor,
  lead: Lead,
  declineReason: string | null,
): Promise<Lead> {
  const state = reviewLead(lead, declineReason, { byPersonId: actor.personId, at: work.now });
  if (!state) throw await staleLead(work, lead);
  const reviewed = await save(work, lead, state);
  await announceLead(work, reviewed);
  await tellSubmitter(work, actor, reviewed);
  const because = declineReason ? `: ${declineReason}` : '';
  const verb = declineReason === null ? 'acceptLead' : 'declineLead';
  await remember(
    work,
    actor,
    reviewed,
    verb,
    `${reviewed.status} lead L-${lead.number}, ${lead.customer}${because}`,
  );
  return reviewed;
}

/** Says that the need is real. */
export async function qualify(work: Work, actor: Actor, lead: Lead): Promise<Lead> {
  if (leadStage(lead) !== 'accepted') {
    const why = lead.status === 'submitted' ? 'has to be accepted first' : 'is past that';
    throw new Refusal('stale', `L-${lead.number} ${why}. Nothing was changed.`);
  }
  await work.tx.lead.update({
    where: { id: lead.id, workspaceId: work.workspaceId },
    data: { qualifiedAt: work.now, qualifiedById: actor.personId },
  });
  const qualified = await loadLead(work, lead.id);
  await announceLead(work, qualified);
  await remember(work, actor, qualified, 'qualifyLead', `qualified lead L-${lead.number}, ${lead.customer}`);
  return qualified;
}

/** Puts a reviewed lead back, because the review was a mistake. */
export async function reopenReview(work: Work, actor: Actor, lead: Lead): Promise<Lead> {
  const state = reopenLead(lead, lead.deals.length);
  if (!state) {
    const deal = lead.deals[0];
    const why = deal ? `has become deal D-${deal.number}` : 'waits for review already';
    throw new Refusal('stale', `L-${lead.number} ${why}. Nothing was changed.`);
  }
  const opened = await save(work, lead, { ...state, qualifiedAt: null, qualifiedById: null });
  await announceLead(work, opened);
  await remember(work, actor, opened, 'reopenLead', `put lead L-${lead.number} back for review`);
  return opened;
}

/** What someone is told who wants to review a lead that is reviewed. */
export async function staleLead(work: Work, lead: Lead): Promise<Refusal> {
  const words = leadWords(lead, await namesOf(work, lead), await calendarOf(work));
  return new Refusal(
    'stale',
    `L-${lead.number} has been reviewed already: ${words.charAt(0).toLowerCase()}${words.slice(1)}. Nothing was changed.`,
  );
}

async function save(
  work: Work,
  lead: Lead,
  state: LeadState & { readonly qualifiedAt?: null; readonly qualifiedById?: null },
): Promise<Lead> {
  await work.tx.lead.update({ where: { id: lead.id, workspaceId: work.workspaceId }, data: state });
  return loadLead(work, lead.id);
}

async function tellSubmitter(work: Work, actor: Actor, lead: Lead): Promise<void> {
  const submitter = (await loadPeople(work, [lead.submittedById])).get(lead.submittedById ?? '');
  if (!submitter || submitter.id === actor.personId || submitter.deactivatedAt) return;
  const what = md`your lead L-${lead.number} (${lead.customer})`;
  await post(work, {
    key: `pipeline.${lead.status}:${lead.id}:${work.now.toISOString()}`,
    to: { person: submitter.slackUserId },
    audience: 'partner',
    message:
      lead.status === 'accepted'
        ? say(
            md`Good news: ${actor.name} accepted ${what}.`,
            button('platform.command', 'Register a deal', {
              value: `deal L-${lead.number}`,
              style: 'primary',
            }),
          )
        : say(md`${actor.name} declined ${what}: ${lead.declineReason ?? ''}`),
  });
}

async function remember(work: Work, actor: Actor, lead: Lead, verb: string, did: string): Promise<void> {
  await audit(work, {
    actorPersonId: actor.personId,
    verb: `pipeline.${verb}`,
    partnerId: lead.partnerId,
    subject: `lead:${lead.id}`,
    summary: `${actor.name} ${did}`,
  });
  await work.emit({ type: 'work.changed', personIds: [lead.ownerPersonId] });
  await numbersChanged(work, [lead.partnerId]);
}
