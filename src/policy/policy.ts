import type { Actor, PartnerRole, VendorRole } from '../core/actor.ts';
import { Refusal } from '../core/refusal.ts';

/**
 * Who may do what: the one table. A rule grants an action to
 * - `vendor`: vendor people who hold one of these roles for the resource's partner or for the whole programme
 *   (`anyone`: every person of the vendor),
 * - `partner`: people of the resource's own partner who hold one of these roles (`anyone`: all who have a role
 *   at that partner),
 * - `own`: whoever the resource belongs to (its owner or reviewer), on either side.
 * Admins may do whatever a manager may. Nobody of a partner ever reaches another partner's resources.
 */
interface Rule {
  readonly says: string;
  readonly vendor: 'anyone' | readonly VendorRole[];
  readonly partner: 'anyone' | readonly PartnerRole[];
  readonly own?: true;
}

export const policy = {
  'help.read': { says: 'read help', vendor: 'anyone', partner: 'anyone' },
  'programme.administer': { says: 'change roles and programme settings', vendor: ['admin'], partner: [] },
  'playbook.read': { says: 'read the playbook', vendor: 'anyone', partner: 'anyone' },
  'playbook.publish': { says: 'publish a playbook', vendor: ['admin'], partner: [] },
  'partner.view': { says: 'see a partner', vendor: 'anyone', partner: 'anyone' },
  'partner.manage': { says: 'set up a partner and its people', vendor: ['manager'], partner: [] },
  'journey.start': { says: 'start onboarding', vendor: ['manager'], partner: [] },
  'journey.view': { says: 'see onboarding progress', vendor: 'anyone', partner: 'anyone' },
  'step.complete': { says: 'complete a step', vendor: ['manager'], partner: 'anyone', own: true },
  'step.review': { says: 'review a step', vendor: ['manager', 'reviewer'], partner: [], own: true },
  'step.assign': { says: 'change the owner or due date of a step', vendor: ['manager'], partner: ['lead'] },
  'gate.decide': { says: 'decide a gate', vendor: ['manager'], partner: [] },
  'call.view': { says: 'see calls', vendor: 'anyone', partner: 'anyone' },
  'call.manage': { says: 'plan, move or cancel calls', vendor: ['manager'], partner: ['lead'] },
  'call.contribute': { says: 'add to an agenda', vendor: 'anyone', partner: 'anyone' },
  'call.record': {
    says: 'record decisions and actions',
    vendor: ['manager', 'trainer', 'sales'],
    partner: ['lead'],
  },
  'action.complete': { says: 'close an action item', vendor: ['manager'], partner: ['lead'], own: true },
  'survey.answer': { says: 'answer a survey', vendor: 'anyone', partner: 'anyone', own: true },
  'survey.open': { says: 'open a survey', vendor: ['manager'], partner: [] },
  'survey.results': { says: 'see survey results', vendor: ['manager'], partner: [] },
  'lead.submit': {
    says: 'submit a lead',
    vendor: ['manager', 'sales', 'marketing'],
    partner: ['lead', 'sales', 'marketing'],
  },
  'lead.review': { says: 'review a lead', vendor: ['manager', 'sales'], partner: [] },
  'lead.take': { says: 'review a routed lead', vendor: ['manager', 'sales'], partner: [], own: true },
  'lead.route': { says: 'decide who takes leads', vendor: ['manager'], partner: [] },
  'deal.register': { says: 'register a deal', vendor: ['manager', 'sales'], partner: ['lead', 'sales'] },
  'deal.close': { says: 'mark a deal won or lost', vendor: ['manager', 'sales'], partner: ['lead', 'sales'] },
  'deal.edit': { says: 'change a deal', vendor: ['manager', 'sales'], partner: ['lead', 'sales'] },
  'deal.approve': { says: 'approve a deal', vendor: ['manager'], partner: [] },
  'win.tell': { says: 'tell the story of a win', vendor: ['manager', 'sales'], partner: ['lead', 'sales'] },
  'win.use': { says: 'use the story of a win', vendor: ['manager', 'marketing'], partner: [] },
  'customers.manage': {
    says: 'keep the list of own customers',
    vendor: ['manager', 'sales'],
    partner: [],
  },
  'handoff.fill': {
    says: 'hand a lead or a deal over',
    vendor: ['manager', 'sales', 'marketing', 'support'],
    partner: ['lead', 'sales', 'technical', 'support', 'marketing'],
    own: true,
  },
  'handoff.accept': { says: 'accept a handoff', vendor: ['manager'], partner: ['lead'], own: true },
  'plan.view': { says: 'see the joint plan', vendor: 'anyone', partner: 'anyone' },
  'plan.open': { says: 'open a joint plan', vendor: ['manager'], partner: [] },
  'plan.fill': {
    says: 'fill in the joint plan',
    vendor: ['manager', 'sales', 'marketing'],
    partner: ['lead', 'sales', 'marketing'],
  },
  'plan.agree': { says: 'agree to the joint plan', vendor: ['manager'], partner: ['lead'] },
  'plan.review': {
    says: 'compare the joint plan with what happened',
    vendor: ['manager'],
    partner: ['lead'],
  },
  'plan.internal': {
    says: 'see our own notes on the joint plan',
    vendor: ['manager', 'sales', 'marketing', 'finance'],
    partner: [],
  },
  'pipeline.view': { says: 'see leads and deals', vendor: 'anyone', partner: 'anyone' },
  'mentor.view': { says: 'see mentoring between partners', vendor: ['manager'], partner: 'anyone' },
  'mentor.agree': { says: 'offer help, ask for it or agree to it', vendor: [], partner: ['lead'] },
  'mentor.match': { says: 'bring partners together', vendor: ['manager'], partner: [] },
  'scorecard.view': {
    says: 'see a scorecard',
    vendor: ['manager', 'finance', 'product', 'sales'],
    partner: ['lead', 'sales'],
  },
  'scorecard.internal': { says: 'see margins and comparisons', vendor: ['manager', 'finance'], partner: [] },
  'figures.export': {
    says: 'export leads, deals and scorecards',
    vendor: ['manager', 'finance', 'sales'],
    partner: ['lead', 'sales'],
  },
  'figures.import': { says: 'import leads and deals', vendor: ['manager'], partner: [] },
  'keys.manage': { says: 'make and revoke keys of other systems', vendor: ['admin'], partner: [] },
  'health.view': { says: 'see how a partner is doing', vendor: ['manager'], partner: [] },
  'health.act': { says: 'plan what to do about a partner in trouble', vendor: ['manager'], partner: [] },
  'audit.view': { says: 'see the history', vendor: ['manager'], partner: ['lead'] },
  'audit.internal': { says: 'see internal history', vendor: ['manager'], partner: [] },
} as const satisfies Record<string, Rule>;

export type PolicyAction = keyof typeof policy;

/** What is acted upon. `partnerId: null` means the programme itself. */
export interface Resource {
  readonly partnerId: string | null;
  /** People the resource belongs to: a step's owner and reviewer, an action item's owner, an invited respondent. */
  readonly ownerPersonIds?: readonly (string | null)[];
}

/** Whether the table lets this actor do this to this resource. */
export function can(actor: Actor, action: PolicyAction, resource: Resource): boolean {
  const rule: Rule = policy[action];
  if (actor.side === 'partner') {
    if (resource.partnerId === null ? action !== 'help.read' : resource.partnerId !== actor.partnerId)
      return false;
  }
  if (rule.own && resource.ownerPersonIds?.includes(actor.personId)) return true;
  const held = actor.roles.filter(
    (grant) => grant.partnerId === null || grant.partnerId === resource.partnerId,
  );
  if (actor.side === 'vendor') {
    if (rule.vendor === 'anyone') return true;
    const roles = rule.vendor;
    return (
      held.some((grant) => grant.role === 'admin' || roles.some((role) => role === grant.role)) &&
      roles.length > 0
    );
  }
  if (rule.partner === 'anyone') return action === 'help.read' || held.length > 0;
  const roles = rule.partner;
  return held.some(
    (grant) => grant.partnerId === actor.partnerId && roles.some((role) => role === grant.role),
  );
}

/** Whether there is any resource on which the actor may do this; decides what help and completion offer. */
export function canSomewhere(actor: Actor, action: PolicyAction): boolean {
  const partnerIds = [actor.partnerId, ...actor.roles.map((grant) => grant.partnerId)];
  return (
    partnerIds.some((partnerId) => can(actor, action, { partnerId })) ||
    Boolean((policy[action] as Rule).own && actor.roles.length > 0)
  );
}

/** Throws the Refusal a person is shown when the table says no. */
export function demand(actor: Actor, action: PolicyAction, resource: Resource): void {
  if (can(actor, action, resource)) return;
  throw new Refusal(
    'not_allowed',
    `You can’t ${policy[action].says} here. Ask your partner manager if you think you should.`,
  );
}
