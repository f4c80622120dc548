import { localDateOf } from '../../core/calendar.ts';
import type { Rendered } from '../../platform/delivery/message.ts';
import { touch } from '../../platform/delivery/post.ts';
import { md } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { openSteps } from '../onboarding/public.ts';
import { channelOf, loadPartner, loadPeople } from '../partners/public.ts';
import { assembleAgenda } from './rules/agenda.ts';
import { dueDay, openActionItems } from './store/actions.ts';
import { agendaItemsOf, findCall, recurrenceOfSeries, type ScheduledCall } from './store/calls.ts';
import { type AgendaView, agendaMessage, overtakenAgenda } from './views/agenda.ts';
import { moment } from './views/moment.ts';

/** The zone a call's series is planned in. */
export function zoneOf(call: ScheduledCall): string {
  return recurrenceOfSeries(call.series).timeZone;
}

/** Gathers what a call's agenda is made of, as of now. */
export async function loadAgenda(work: Work, call: ScheduledCall): Promise<AgendaView> {
  const { partnerId, series } = call;
  const partner = await loadPartner(work, partnerId);
  const added = await agendaItemsOf(work, call.id);
  const steps = await openSteps(work, partnerId);
  const open = await openActionItems(work, { partnerIds: [partnerId] });
  const people = await loadPeople(work, [
    ...added.map((item) => item.addedById),
    ...steps.map((step) => step.ownerPersonId),
    ...open.map((item) => item.ownerPersonId),
  ]);
  const nameOf = (personId: string | null) => (personId && people.get(personId)?.name) || null;
  const zone = zoneOf(call);
  const sections = assembleAgenda({
    standingItems: series.standingItems,
    steps: steps.map(({ title, ownerPersonId, dueOn, phase }) => ({
      title,
      owner: nameOf(ownerPersonId),
      dueOn,
      phase,
    })),
    actions: open.map((item) => ({
      number: item.number,
      text: item.text,
      owner: nameOf(item.ownerPersonId) ?? 'nobody',
      dueOn: dueDay(item),
    })),
    added: added.map((item) => ({ text: item.text, by: nameOf(item.addedById) ?? 'somebody' })),
    on: localDateOf(call.startsAt, zone),
  });
  const { title, durationMinutes, link } = series;
  return { call, title, partnerName: partner.name, zone, durationMinutes, link, sections, now: work.now };
}

/** Brings the agenda in the channel up to date, where it has been posted. */
export async function touchAgenda(work: Work, call: ScheduledCall): Promise<void> {
  if (call.agendaRevision === null) return;
  const channel = await channelOf(work, call.partnerId);
  await touch(work, {
    kind: 'calls.agenda',
    subject: `${call.id}:${call.agendaRevision}`,
    to: { channel: channel.slackChannelId },
  });
}

/** The agenda in the channel: one message for each time the call was set for. `subject` is the call's id and that revision. */
export async function renderAgenda(work: Work, subject: string): Promise<Rendered | null> {
  const [callId = '', revision] = subject.split(':');
  const call = await findCall(work, callId);
  if (!call) return null;
  const { title } = call.series;
  if (call.status === 'cancelled') {
    return { audience: 'partner', message: overtakenAgenda(title, md`This call is cancelled.`) };
  }
  if (String(call.revision) !== revision) {
    const words = md`This call has moved to ${moment(call.startsAt, zoneOf(call), work.now)}.`;
    return { audience: 'partner', message: overtakenAgenda(title, words) };
  }
  return { audience: 'partner', message: agendaMessage(await loadAgenda(work, call)) };
}
