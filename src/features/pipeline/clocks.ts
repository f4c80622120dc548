import { type SlaEvents, type SlaState, type SlaTerms, slaClock, slaDeadline } from '../../core/sla-clock.ts';
import { schedule, unschedule } from '../../platform/schedule/schedule.ts';
import type { Handoff } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartner, programmeSettings } from '../partners/public.ts';
import { findCurrentPlaybook, type HandoffDefinition, responseTerms } from '../playbook/public.ts';
import { clockWords, handoffEvents, registrationEvents } from './rules/clocks.ts';
import { answersOf, missingIn } from './rules/handoff.ts';
import type { Deal } from './store.ts';

/** What has a clock here; leads have theirs in the scorecard. */
export type Clocked = 'registration' | 'handoff';

/** By what the newest playbook promises: it holds for everybody, as the rules of registrations and handoffs do. */
async function termsOf(work: Work, what: Clocked): Promise<SlaTerms | null> {
  const playbook = (await findCurrentPlaybook(work))?.playbook ?? null;
  return responseTerms(playbook, what, await programmeSettings(work));
}

/** How long a registration may wait yet, in words; null where nothing is promised, or nobody’s word was needed. */
export async function registrationClock(work: Work, deal: Deal): Promise<string | null> {
  const events = await registrationEventsOf(work, deal);
  const terms = events && (await termsOf(work, 'registration'));
  return events && terms && clockWords(events, terms, work.now);
}

/** How long a handoff may wait to be accepted yet, in words; null where nothing is promised. */
export async function handoffClock(
  work: Work,
  handoff: Handoff,
  definition: HandoffDefinition,
): Promise<string | null> {
  const terms = await termsOf(work, 'handoff');
  return terms && clockWords(await eventsOf(work, handoff, definition), terms, work.now);
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
  await follow(work, 'registration', deal.id, await registrationEventsOf(work, deal));
}

export async function followHandoff(
  work: Work,
  handoff: Handoff,
  definition: HandoffDefinition,
): Promise<void> {
  await follow(work, 'handoff', handoff.id, await eventsOf(work, handoff, definition));
}

/** Plans when cards have to say something else: due soon, and late. Planning again moves both. */
async function follow(work: Work, what: Clocked, id: string, events: SlaEvents | null): Promise<void> {
  const terms = await termsOf(work, what);
  if (!terms || !events) return;
  const key = `${what}:${id}`;
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
  const ofRegistrations = await termsOf(work, 'registration');
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
  const ofHandoffs = await termsOf(work, 'handoff');
  if (ofHandoffs) {
    const definitions = (await findCurrentPlaybook(work))?.playbook.handoffs ?? [];
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
      const definition = definitions.find(({ key }) => key === handoff.key);
      if (!definition) continue;
      const isComplete = missingIn(definition.requires, answersOf(handoff)).length === 0;
      const cancelledAt = lost.find(({ id }) => id === handoff.dealId)?.closedAt ?? null;
      const events = handoffEvents(handoff, isComplete, cancelledAt);
      add(handoff.partnerId, 'handoff', `${handoff.ref} ${handoff.customer}`, events, ofHandoffs);
    }
  }
  return found;
}
