import type { Actor } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import type { Attachment } from '../../platform/delivery/message.ts';
import { post } from '../../platform/delivery/post.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartner } from '../partners/public.ts';
import { touchAgenda, zoneOf } from './agenda.ts';
import { endSeries, scheduleCall, unscheduleCall } from './planning.ts';
import { calendarFile } from './rules/calendar-file.ts';
import { attendeesOf, loadCall, type ScheduledCall, upcomingCalls } from './store/calls.ts';
import { momentIn } from './views/moment.ts';
import { cancelledNotice, movedNotice } from './views/notices.ts';

/** Moves one occurrence; its place in the series stays taken. */
export async function moveCall(
  work: Work,
  actor: Actor,
  call: ScheduledCall,
  to: Date,
  reason: string | null,
): Promise<ScheduledCall> {
  const clash = await work.tx.call.findFirst({
    where: {
      workspaceId: work.workspaceId,
      seriesId: call.seriesId,
      status: 'planned',
      startsAt: to,
      id: { not: call.id },
    },
  });
  if (clash) {
    throw new Refusal(
      'conflict',
      'Another call of this series is at that very time. Choose a different one.',
      'date',
    );
  }
  if (to.getTime() === call.startsAt.getTime()) {
    throw new Refusal('invalid', 'That is when it takes place already. Choose a different time.', 'date');
  }
  const moved = await change(work, call, { startsAt: to, changeReason: reason });
  await scheduleCall(work, moved);
  await touchAgenda(work, moved);
  const zone = zoneOf(call);
  const attendees = await attendeesOf(work, call.series);
  const channel = await channelOf(work, call.partnerId);
  const partner = await loadPartner(work, call.partnerId);
  const slackIds = attendees.map((person) => person.slackUserId);
  await post(work, {
    key: `calls.moved:${call.id}:${moved.revision}`,
    to: { channel: channel.slackChannelId },
    audience: 'partner',
    message: movedNotice(
      { ...moved, title: call.series.title, partnerName: partner.name, link: call.series.link },
      call.startsAt,
      { by: actor.name, reason, attendees: slackIds, zone, now: work.now },
    ),
    attachment: calendarAttachment(moved, partner.name, work.now),
  });
  const [from, until] = [call.startsAt, to].map((instant) => momentIn(instant, zone, work.now));
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'calls.move',
    partnerId: call.partnerId,
    subject: `call:${call.id}`,
    summary: `${actor.name} moved ${call.series.title} from ${from} to ${until}`,
    detail: { reason },
  });
  await work.emit({ type: 'work.changed', personIds: attendees.map((person) => person.id) });
  return moved;
}

/** Cancels one occurrence, or it and all that follow: then the series ends. Posted to the channel once. */
export async function cancelCall(
  work: Work,
  actor: Actor,
  call: ScheduledCall,
  reason: string | null,
  scope: 'call' | 'series',
): Promise<void> {
  const all = await upcomingCalls(work, [call.partnerId]);
  const following = all.filter(
    (other) => other.seriesId === call.seriesId && other.id !== call.id && other.startsAt > call.startsAt,
  );
  const cancelled = await change(work, call, { status: 'cancelled', changeReason: reason });
  await unscheduleCall(work, call.id);
  await touchAgenda(work, cancelled);
  if (scope === 'series') {
    await endSeries(work, call.series);
    for (const other of following) {
      await touchAgenda(work, await change(work, other, { status: 'cancelled', changeReason: reason }));
      await unscheduleCall(work, other.id);
    }
  }
  const partner = await loadPartner(work, call.partnerId);
  const channel = await channelOf(work, call.partnerId);
  const attendees = await attendeesOf(work, call.series);
  const isEnded = scope === 'series';
  await post(work, {
    key: `calls.cancelled:${call.id}`,
    to: { channel: channel.slackChannelId },
    audience: 'partner',
    message: cancelledNotice(
      { ...cancelled, title: call.series.title, partnerName: partner.name, link: call.series.link },
      {
        by: actor.name,
        reason,
        next: isEnded ? null : (following[0]?.startsAt ?? null),
        isSeriesEnded: isEnded,
        attendees: attendees.map((person) => person.slackUserId),
        zone: zoneOf(call),
        now: work.now,
      },
    ),
    attachment: calendarAttachment(cancelled, partner.name, work.now),
  });
  await audit(work, {
    actorPersonId: actor.personId,
    verb: isEnded ? 'calls.end' : 'calls.cancel',
    partnerId: call.partnerId,
    subject: `call:${call.id}`,
    summary: `${actor.name} cancelled ${call.series.title} on ${momentIn(call.startsAt, zoneOf(call), work.now)}${isEnded ? ' and all that follow' : ''}`,
    detail: { reason },
  });
  await work.emit({ type: 'work.changed', personIds: attendees.map((person) => person.id) });
}

/** Writes a change as the call's next revision, unless somebody was faster. */
async function change(
  work: Work,
  call: ScheduledCall,
  data: { startsAt?: Date; status?: string; changeReason: string | null },
): Promise<ScheduledCall> {
  const { count } = await work.tx.call.updateMany({
    where: { id: call.id, workspaceId: work.workspaceId, revision: call.revision, status: 'planned' },
    data: { ...data, revision: { increment: 1 } },
  });
  if (count === 0) {
    throw new Refusal('stale', 'Somebody changed this call just now. Type `calls` to see how it stands.');
  }
  return loadCall(work, call.id);
}

/** The call as a calendar file: a new revision replaces the last, a cancellation removes it. */
export function calendarAttachment(call: ScheduledCall, partnerName: string, now: Date): Attachment {
  const { title, durationMinutes, link } = call.series;
  const isCancelled = call.status === 'cancelled';
  return {
    filename: isCancelled ? 'cancelled-call.ics' : 'call.ics',
    title: isCancelled ? `Cancelled: ${title}` : title,
    content: calendarFile({
      uid: call.id,
      sequence: call.revision,
      isCancelled,
      startsAt: call.startsAt,
      durationMinutes,
      title: `${title}: ${partnerName}`,
      description: [call.changeReason, link].filter((line) => line !== null).join('\n'),
      link,
      stamp: now,
    }),
  };
}
