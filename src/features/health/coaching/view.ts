import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  bold,
  button,
  context,
  header,
  joinMd,
  md,
  message,
  section,
  when,
} from '../../../platform/slack/kit/index.ts';
import { askEvidence } from '../evidence/view.ts';
import type { CoachingCard } from './rules.ts';

/** What a manager takes into a call. Internal. */
export function coachingMessage(card: {
  readonly partner: { readonly id: string; readonly name: string };
  /** Those open now. */
  readonly signals: readonly { readonly kind: string }[];
  /** What asks how the sums among the points came about. */
  readonly sums: readonly ReturnType<typeof button>[];
  readonly callId: string;
  readonly title: string;
  readonly startsAt: Date;
  /** The start in words, for where Slack cannot show it in the reader's own time. */
  readonly moment: string;
  readonly since: string;
  readonly points: CoachingCard;
}): Message {
  const { partner, signals, sums, callId, title, startsAt, moment, since, points } = card;
  const { id: partnerId, name } = partner;
  const part = (heading: string, lines: readonly string[], none: string) =>
    section(
      joinMd([bold(heading), ...(lines.length > 0 ? lines.map((line) => md`• ${line}`) : [none])], '\n'),
    );
  return message([
    header(`Before your call with ${name}`),
    section(md`${title}, ${when(startsAt, moment)}.`),
    part(`What changed ${since}`, points.changed, 'Nothing that I know of.'),
    part('What to ask', points.ask, 'Nothing is late, blocked or found by a rule. Ask how they are.'),
    part('What to praise', points.praise, 'Nothing stands out this time.'),
    actions(
      button('calls.agenda', 'Agenda', { value: callId }),
      button('platform.command', 'Health', { value: `health ${name}` }),
      button('platform.command', 'Scorecard', { value: `scorecard ${name}` }),
      ...sums,
      ...askEvidence(
        signals.map(({ kind }) => ({ kind, partnerId })),
        name,
      ),
    ),
    context('From the programme’s records. Only for the vendor’s team.'),
  ]);
}
