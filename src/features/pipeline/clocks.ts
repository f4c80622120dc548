import { type SlaEvents, type SlaState, type SlaTerms, slaClock, slaDeadline } from '../../core/sla-clock.ts';
import { schedule, unschedule } from '../../platform/schedule/schedule.ts';
import type { Handoff, Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartner, loadPartners, programmeSettings } from '../partners/public.ts';
import {
  findCurrentPlaybook,
  type HandoffDefinition,
  type Region,
  regionOf,
  responseTerms,
  sideOf,
} from '../playbook/public.ts';
import { clockWords, handoffEvents, registrationEvents } from './rules/clocks.ts';
import { answersOf, missingIn } from './rules/handoff.ts';
import type { Deal } from './store.ts';

/** What has a clock here; that of leads is in lead-clock.ts, by the terms of the scorecard. */
export type Clocked = 'registration' | 'handoff';

/** What the newest playbook promises, and in whose hours. */
interface Promised {
  readonly registration: SlaTerms | null;
  readonly handoff: (
    partner: Partner,
    definition: HandoffDefinition,
  ) => { readonly terms: SlaTerms; readonly region: Region | null } | null;
  readonly handoffs: readonly HandoffDefinition[];
}

/**
 * By the newest playbook: it holds for everybody, as the rules of registrations and handoffs do. The hours that count are
 * those of whoever answers. Who takes a handoff over for the partner keeps its region’s, our people the programme’s; a
 * registration is decided in the programme’s too, because partners of all regions may claim the same customer.
 */
async function promisedNow(work: Work): Promise<Promised> {
  const playbook = (await findCurrentPlaybook(work))?.playbook ?? null;
  const programme = await programmeSettings(work);
  return {
    registration: responseTerms(playbook, 'registration', programme, null),
    handoff: ({ segments }, { to }) => {
      const region = sideOf(to) === 'partner' ? regionOf(playbook, segments) : null;
      const terms = responseTerms(playbook, 'handoff', programme, region);
      return terms && { terms, region };
    },
    handoffs: playbook?.handoffs ?? [],
  };
}

/** How long a registration may wait yet, in words; null where nothing is promised, or nobody’s word was needed. */
export async function registrationClock(work: Work, deal: Deal): Promise<string | null> {
  const events = await registrationEventsOf(work, deal);
  const terms = events && (await promisedNow(work)).registration;
  return events && terms && clockWords(events, terms, null, work.now);
}

/** How long a handoff may wait to be accepted yet, in words; null where nothing is promised. */
export async function handoffClock(
  work: Work,
  handoff: Handoff,
  definition: HandoffDefinition,
): Promise<string | null> {
  const partner = await loadPartner(work, handoff.partnerId);
  const promised = (await promisedNow(work)).handoff(partner, definition);
  if (!promised) return null;
  const events = await eventsOf(work, handoff, definition);
  return clockWords(events, promised.terms, promised.region, work.now);
}

async function registrationEventsOf(work: Work, deal: Deal): Promise<SlaEvents | null> {
  return registrationEvents(deal, (await loadPartner(work, deal.partnerId)).endedAt);
}

async function eventsOf(work: Work, handoff: Handoff, definition: HandoffDefinition): Promise<SlaEvents> {
  const { workspaceId } = work;
  const lost =
    handoff.dealId &&
    (await work.tx.deal.findFirst({
      where: { id: handoff.dealId, workspaceId, stage: { in: ['lost', 'declined'] } },
      select: { closedAt: true },
    }));
  const isComplete = missingIn(definition.requires, answersOf(handoff)).length === 0;
  const { endedAt } = await loadPartner(work, handoff.partnerId);
  return handoffEvents(handoff, isComplete, lost ? lost.closedAt : endedAt);
}

const kinds = { soon: 'pipeline.clock-due-soon', late: 'pipeline.clock-runs-out' } as const;

export async function followRegistration(work: Work, deal: Deal): Promise<void> {
  const { registration: terms } = await promisedNow(work);
  if (terms) await follow(work, `registration:${deal.id}`, await registrationEventsOf(work, deal), terms);
}

export async function followHandoff(
  work: Work,
  handoff: Handoff,
  definition: HandoffDefinition,
): Promise<void> {
  const partner = await loadPartner(work, handoff.partnerId);
  const promised = (await promisedNow(work)).handoff(partner, definition);
  if (!promised) return;
  const events = await eventsOf(work, handoff, definition);
  await follow(work, `handoff:${handoff.id}`, events, promised.terms);
}

/** Plans when cards have to say something else: due soon, and late. Planning again moves both. */
export async function follow(
  work: Work,
  key: string,
  events: SlaEvents | null,
  terms: SlaTerms,
): Promise<void> {
  if (!events) return;
  const soon = slaDeadline(events, terms, Math.max(0, terms.minutes - terms.dueSoonMinutes));
  // The last instant is still in time: late is only who has used a minute more, which may be the next morning.
  const late = slaDeadline(events, terms, terms.minutes + 1);
  for (const kind of Object.values(kinds)) await unschedule(work, kind, key);
  if (events.cancelledAt) return;
  if (soon) await schedule(work, { kind: kinds.soon, key, dueAt: soon });
  if (late) await schedule(work, { kind: kinds.late, key, dueAt: late });
}

/** Answers that a partner’s registrations and handoffs wait for, where they are late or will be soon. */
export interface DueAnswer {
  readonly what: Clocked;
  readonly state: Extract<SlaState, 'due_soon' | 'breached'>;
  /** “D-7 Acme”, the longest-waiting first. */
  readonly names: readonly string[];
  readonly withinHours: number;
}

/** Of all these partners, none of which has left, in queries that their number does not add to; partners without any are left out. */
export async function loadDueAnswers(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DueAnswer[]>> {
  const { tx, workspaceId, now } = work;
  const where = { workspaceId, partnerId: { in: [...partnerIds] } };
  const found = new Map<string, DueAnswer[]>();
  const add = (partnerId: string, what: Clocked, name: string, events: SlaEvents, terms: SlaTerms) => {
    const { state } = slaClock(events, terms, now);
    if (state !== 'due_soon' && state !== 'breached') return;
    const others = found.get(partnerId) ?? [];
    const same = others.find((each) => each.what === what && each.state === state);
    const grown = { what, state, names: [...(same?.names ?? []), name], withinHours: terms.minutes / 60 };
    found.set(partnerId, [...others.filter((each) => each !== same), grown]);
  };
  const promised = await promisedNow(work);
  const ofRegistrations = promised.registration;
  if (ofRegistrations) {
    const pending = await tx.deal.findMany({
      where: { ...where, stage: 'open', registration: 'pending' },
      orderBy: { number: 'asc' },
    });
    for (const deal of pending) {
      const events = registrationEvents(deal, null);
      if (events)
        add(deal.partnerId, 'registration', `D-${deal.number} ${deal.customer}`, events, ofRegistrations);
    }
  }
  if (promised.handoffs.length > 0) {
    const partners = await loadPartners(work, partnerIds);
    const open = await tx.handoff.findMany({
      where: { ...where, acceptedAt: null },
      orderBy: { createdAt: 'asc' },
    });
    const dealIds = open.flatMap(({ dealId }) => dealId ?? []);
    const lost = await tx.deal.findMany({
      where: { workspaceId, id: { in: dealIds }, stage: { in: ['lost', 'declined'] } },
      select: { id: true, closedAt: true },
    });
    for (const handoff of open) {
      const definition = promised.handoffs.find(({ key }) => key === handoff.key);
      const partner = partners.get(handoff.partnerId);
      const terms = definition && partner && promised.handoff(partner, definition)?.terms;
      if (!terms) continue;
      const isComplete = missingIn(definition.requires, answersOf(handoff)).length === 0;
      const cancelledAt = lost.find(({ id }) => id === handoff.dealId)?.closedAt ?? null;
      const events = handoffEvents(handoff, isComplete, cancelledAt);
      add(handoff.partnerId, 'handoff', `${handoff.ref} ${handoff.customer}`, events, terms);
    }
  }
  return found;
}
