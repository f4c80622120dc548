import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  button,
  context,
  header,
  joinMd,
  link,
  type Md,
  md,
  message,
  say,
  section,
} from '../../../platform/slack/kit/index.ts';
import type { AgendaSection } from '../rules/agenda.ts';
import { callValue, moment, momentIn } from './moment.ts';

export interface AgendaView {
  readonly call: { readonly id: string; readonly revision: number; readonly startsAt: Date };
  readonly title: string;
  readonly partnerName: string;
  readonly zone: string;
  readonly durationMinutes: number;
  readonly link: string | null;
  readonly sections: readonly AgendaSection[];
  readonly now: Date;
}

export function agendaMessage(view: AgendaView): Message {
  const { call, title, partnerName, zone, now } = view;
  const headline = `Agenda: ${title} with ${partnerName}, ${momentIn(call.startsAt, zone, now)}`;
  return message(agendaBlocks(view), headline);
}

function agendaBlocks(view: AgendaView): Blocks {
  const { call, title, partnerName, zone, durationMinutes, now } = view;
  const facts: Md[] = [moment(call.startsAt, zone, now), md`${durationMinutes} minutes`];
  if (view.link) facts.push(link(view.link, 'Join the call'));
  return [
    header(`Agenda: ${title} with ${partnerName}`),
    context(joinMd(facts, ' · ')),
    ...view.sections.map(({ title, lines }) =>
      section(joinMd([md`*${title}*`, ...lines.map((line) => md`• ${line}`)], '\n')),
    ),
    ...(view.sections.length === 0
      ? [section('Nothing is on the agenda yet. What should we talk about?')]
      : []),
    actions(
      button('calls.add-item', 'Add to the agenda', { value: call.id, style: 'primary' }),
      button('calls.move', 'Move', { value: callValue(call), accessibilityLabel: `Move ${title}` }),
      button('calls.cancel', 'Cancel this call', { value: callValue(call) }),
    ),
  ];
}

/** What an agenda in the channel turns into when its call is moved or cancelled. */
export function overtakenAgenda(title: string, words: Md): Message {
  return say(md`*Agenda: ${title}*\n${words}`);
}
