import type { Actor } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { personBySlackId } from '../partners/public.ts';
import { zoneOf } from './agenda.ts';
import { scheduleFollowUps } from './follow-ups.ts';
import { unscheduleCall } from './planning.ts';
import type { CallRecord } from './rules/read-record.ts';
import { type NewAction, saveActions } from './store/actions.ts';
import type { ScheduledCall } from './store/calls.ts';
import { touchSummary } from './summary.ts';
import { momentIn } from './views/moment.ts';

/** Keeps what a call came to: decisions into the log, action items with their owners, all of it in the channel. */
export async function recordCall(
  work: Work,
  actor: Actor,
  call: ScheduledCall,
  record: CallRecord,
): Promise<void> {
  const { workspaceId } = work;
  const { count } = await work.tx.call.updateMany({
    where: { id: call.id, workspaceId, status: 'planned' },
    data: {
      status: record.isHeld ? 'held' : 'missed',
      heldAt: record.isHeld ? call.startsAt : null,
      summary: record.summary,
      recordedAt: work.now,
      recordedById: actor.personId,
    },
  });
  if (count === 0) {
    throw new Refusal(
      'stale',
      'Somebody recorded or cancelled this call just now. What they wrote is in the channel.',
    );
  }
  const items: NewAction[] = [];
  for (const { row, text, ownerSlackId, dueOn } of record.actions) {
    const owner = await ownerOf(work, ownerSlackId, call.partnerId, `owner${row}`);
    items.push({
      partnerId: call.partnerId,
      callId: call.id,
      text,
      ownerPersonId: owner.id,
      dueOn,
      createdById: actor.personId,
    });
  }
  const saved = await saveActions(work, items);
  await work.tx.decision.createMany({
    data: record.decisions.map((text, position) => ({
      id: work.newId(),
      workspaceId,
      partnerId: call.partnerId,
      callId: call.id,
      position,
      text,
      recordedById: actor.personId,
      recordedAt: work.now,
    })),
  });
  await unscheduleCall(work, call.id);
  await touchSummary(work, call.partnerId, call.id);
  const owners = saved.map((item) => item.ownerPersonId);
  await scheduleFollowUps(work, owners);
  const counts = `${pluralise(record.decisions.length, 'decision')} and ${pluralise(saved.length, 'action item')}`;
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'calls.record',
    partnerId: call.partnerId,
    subject: `call:${call.id}`,
    summary: `${actor.name} recorded ${call.series.title} of ${momentIn(call.startsAt, zoneOf(call), work.now)} as ${record.isHeld ? 'held' : 'not held'}, with ${counts}`,
  });
  await work.emit({ type: 'work.changed', personIds: [actor.personId, ...owners] });
}

/** The person a Slack id stands for, if they may own something of this partner's. */
export async function ownerOf(
  work: Work,
  slackUserId: string,
  partnerId: string,
  field?: string,
): Promise<Person> {
  const person = await personBySlackId(work, slackUserId).catch((error: unknown) => {
    throw error instanceof Refusal ? new Refusal(error.code, error.message, field) : error;
  });
  if (person.side === 'vendor' || person.partnerId === partnerId) return person;
  throw new Refusal(
    'invalid',
    `${person.name} isn’t on this partnership. Choose someone from either side.`,
    field,
  );
}
