import type { Actor } from '../../core/actor.ts';
import { formatLocalDate, localDateOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import { scheduleRecurring, unschedule } from '../../platform/schedule/schedule.ts';
import type { ActionItem, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPeople, programmeSettings } from '../partners/public.ts';
import { nextFollowUp } from './rules/follow-up.ts';
import { dueDay, type NewAction, openActionsFor, saveActions } from './store/actions.ts';
import { touchAction, touchSummary } from './summary.ts';
import { givenNotice } from './views/notices.ts';

/** Plans each person's next reminder of what they have to do; those with nothing open are left in peace. */
export async function scheduleFollowUps(work: Work, personIds: readonly string[]): Promise<void> {
  const people = await loadPeople(work, personIds);
  const { holidays } = await programmeSettings(work);
  for (const person of people.values()) {
    const open = await openActionsFor(work, person);
    const next = nextFollowUp(open.map(dueDay), work.now, person.timeZone, holidays);
    if (next) await scheduleRecurring(work, { kind: 'calls.follow-up', key: person.id, dueAt: next });
    else await unschedule(work, 'calls.follow-up', person.id);
  }
}

/** Adds an action item outside a recorded call, and tells the channel, or of what is internal its owner alone. */
export async function addAction(work: Work, actor: Actor, action: NewAction): Promise<ActionItem> {
  const [item] = await saveActions(work, [action]);
  if (!item) throw new Error('the action item was not saved');
  const owner = (await loadPeople(work, [item.ownerPersonId])).get(item.ownerPersonId);
  await showAction(work, item);
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'calls.action',
    partnerId: item.partnerId,
    subject: `actionItem:${item.id}`,
    summary: `${actor.name} gave ${owner?.name ?? 'somebody'} the action item A-${item.number}: ${item.text}`,
    isInternal: item.isInternal,
  });
  if (item.isInternal && owner && owner.id !== actor.personId) {
    await post(work, {
      key: `calls.given:${item.id}:${owner.id}`,
      to: { person: owner.slackUserId },
      audience: 'internal',
      message: givenNotice(
        { ...item, dueOn: dueDay(item) },
        actor.name,
        localDateOf(work.now, owner.timeZone),
      ),
    });
  }
  await scheduleFollowUps(work, [item.ownerPersonId]);
  await work.emit({ type: 'work.changed', personIds: [item.ownerPersonId] });
  return item;
}

/** Closes an action item; answers with how it stands, also when somebody closed it before. */
export async function completeAction(work: Work, actor: Actor, item: ActionItem): Promise<string> {
  const { count } = await work.tx.actionItem.updateMany({
    where: { id: item.id, workspaceId: work.workspaceId, doneAt: null },
    data: { doneAt: work.now, doneById: actor.personId },
  });
  if (count === 0) return alreadyDone(work, actor, item);
  await showAction(work, item);
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'calls.done',
    partnerId: item.partnerId,
    subject: `actionItem:${item.id}`,
    summary: `${actor.name} closed the action item A-${item.number}: ${item.text}`,
    isInternal: item.isInternal,
  });
  await scheduleFollowUps(work, [item.ownerPersonId]);
  await work.emit({ type: 'work.changed', personIds: [item.ownerPersonId] });
  return `A-${item.number} is done: ${item.text}`;
}

/** Gives an open action item to somebody else; both hear of what that leaves them with. */
export async function giveAction(work: Work, actor: Actor, item: ActionItem, to: Person): Promise<string> {
  if (item.isInternal && to.side === 'partner')
    throw new Refusal('invalid', `A-${item.number} is internal. Give it to somebody of your own team.`);
  const { count } = await work.tx.actionItem.updateMany({
    where: { id: item.id, workspaceId: work.workspaceId, doneAt: null },
    data: { ownerPersonId: to.id },
  });
  if (count === 0) return alreadyDone(work, actor, item);
  await showAction(work, item);
  // The message in the channel is edited, and an edit notifies nobody.
  if (to.id !== actor.personId) {
    await post(work, {
      key: `calls.given:${item.id}:${to.id}:${work.now.toISOString()}`,
      to: { person: to.slackUserId },
      audience: item.isInternal ? 'internal' : 'partner',
      message: givenNotice({ ...item, dueOn: dueDay(item) }, actor.name, localDateOf(work.now, to.timeZone)),
    });
  }
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'calls.give',
    partnerId: item.partnerId,
    subject: `actionItem:${item.id}`,
    summary: `${actor.name} gave the action item A-${item.number} to ${to.name}: ${item.text}`,
    isInternal: item.isInternal,
  });
  const owners = [item.ownerPersonId, to.id];
  await scheduleFollowUps(work, owners);
  await work.emit({ type: 'work.changed', personIds: owners });
  return `A-${item.number} is ${to.name}’s now: ${item.text}`;
}

/** Brings what the channel shows of it up to date: the summary of its call, or a message of its own. What is internal stands nowhere. */
async function showAction(work: Work, item: ActionItem): Promise<void> {
  if (item.isInternal) return;
  if (item.callId) await touchSummary(work, item.partnerId, item.callId);
  else await touchAction(work, item);
}

async function alreadyDone(work: Work, actor: Actor, stale: ActionItem): Promise<string> {
  const item = await work.tx.actionItem.findUniqueOrThrow({
    where: { id: stale.id, workspaceId: work.workspaceId },
  });
  const by = (await loadPeople(work, [item.doneById])).get(item.doneById ?? '');
  const today = localDateOf(work.now, actor.timeZone);
  const on = item.doneAt ? ` on ${formatLocalDate(localDateOf(item.doneAt, actor.timeZone), today)}` : '';
  return `A-${item.number} was already done by ${by?.name ?? 'somebody'}${on}.`;
}
