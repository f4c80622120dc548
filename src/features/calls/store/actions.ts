import type { Actor } from '../../../core/actor.ts';
import { type LocalDate, localDateOfUtc, utcMidnightOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { ActionItem, Person } from '../../../platform/store/generated/client.ts';
import { takeNumbers } from '../../../platform/store/numbers.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPartners } from '../../partners/public.ts';

export interface NewAction {
  readonly partnerId: string;
  readonly callId: string | null;
  /** The vendor's own: its owner is reminded of it, and nobody of the partner learns of it. */
  readonly isInternal?: boolean;
  readonly text: string;
  readonly ownerPersonId: string;
  readonly dueOn: LocalDate;
  readonly createdById: string;
}

/** Saves action items under numbers of the workspace. */
export async function saveActions(work: Work, items: readonly NewAction[]): Promise<ActionItem[]> {
  if (items.length === 0) return [];
  const { workspaceId } = work;
  const numbers = await takeNumbers(work, 'ActionItem', items.length);
  return work.tx.actionItem.createManyAndReturn({
    data: items.map(({ dueOn, ...item }, index) => ({
      ...item,
      id: work.newId(),
      workspaceId,
      number: numbers[index] ?? 0,
      dueOn: utcMidnightOf(dueOn),
      createdAt: work.now,
    })),
  });
}

/** Null when there is none in this workspace, and for what is no id at all. */
export async function findAction(
  work: Work,
  where: { readonly id: string } | { readonly number: number },
): Promise<ActionItem | null> {
  if ('id' in where && !/^[0-9a-f-]{36}$/i.test(where.id)) return null;
  return work.tx.actionItem.findFirst({ where: { ...where, workspaceId: work.workspaceId } });
}

/** The item as this person may know it: to a partner's people what is internal does not exist. */
export async function loadAction(
  work: Work,
  actor: Actor,
  where: { readonly id: string } | { readonly number: number },
): Promise<ActionItem> {
  const item = await findAction(work, where);
  if (item && !(item.isInternal && actor.side === 'partner')) return item;
  throw new Refusal('not_found', 'I don’t know that action item. Type `actions` to see what is open.');
}

/** Open action items, the most urgent first. A partner's are those that both sides may see. */
export function openActionItems(
  work: Work,
  of: { readonly partnerIds: readonly string[] } | { readonly ownerIds: readonly string[] },
): Promise<ActionItem[]> {
  const whose =
    'partnerIds' in of
      ? { partnerId: { in: [...of.partnerIds] }, isInternal: false }
      : { ownerPersonId: { in: [...of.ownerIds] } };
  return work.tx.actionItem.findMany({
    where: { workspaceId: work.workspaceId, doneAt: null, ...whose },
    orderBy: [{ dueOn: 'asc' }, { number: 'asc' }],
  });
}

/** What a person may be reminded of: nothing of a partner that left, of a partner's person only what belongs to theirs. */
export async function openActionsFor(work: Work, person: Person): Promise<ActionItem[]> {
  const open = await openActionItems(work, { ownerIds: [person.id] });
  const partners = await loadPartners(
    work,
    open.map((item) => item.partnerId),
  );
  return open.filter(
    ({ partnerId }) =>
      !partners.get(partnerId)?.endedAt && (person.side === 'vendor' || partnerId === person.partnerId),
  );
}

export function actionsOfCall(work: Work, callId: string): Promise<ActionItem[]> {
  return work.tx.actionItem.findMany({
    where: { workspaceId: work.workspaceId, callId },
    orderBy: { number: 'asc' },
  });
}

export function dueDay(item: ActionItem): LocalDate {
  return localDateOfUtc(item.dueOn);
}
