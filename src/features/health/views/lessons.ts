import type { Message } from '../../../platform/delivery/message.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  actions,
  bold,
  button,
  context,
  header,
  infoModal,
  md,
  message,
  say,
  section,
} from '../../../platform/slack/kit/index.ts';

/** A proposed change of the playbook, with the lesson behind it. */
export interface LessonRow {
  readonly id: string;
  readonly text: string;
  readonly proposal: string;
  /** Partner or data, writer and day. */
  readonly from: string;
}

const mostShown = 15;

/** The post-mortem behind a lesson, or what was compared. Internal. */
export function storyModal({
  text,
  proposal,
  story,
  from,
}: Omit<LessonRow, 'id'> & { readonly story: string }): Modal {
  return infoModal('health.storyShown', 'What happened', [
    context(from),
    section(md`${story}`),
    section(md`${bold('Lesson')}: ${text}\n${bold('Proposed')}: ${proposal}`),
  ]);
}

/** What post-mortems and the data of journeys ask to be changed. Internal. */
export function lessonsMessage(lessons: readonly LessonRow[], canSettle: boolean): Message {
  if (lessons.length === 0)
    return say(
      'No change of the playbook is proposed. “health postmortem” with a partner’s name writes one down, and “friction wording” says which wording of a step did better.',
    );
  const shown = lessons.slice(0, mostShown);
  return message([
    header('Proposed changes of the playbook'),
    ...shown.flatMap(({ id, text, proposal, from }) => [
      section(md`${bold(proposal)}\nBecause: ${text}\n${from}`),
      actions(
        ...(canSettle
          ? [
              button('health.settle', 'Adopt', {
                value: `${id}:adopted`,
                accessibilityLabel: `Adopt: ${proposal}`,
              }),
              button('health.settle', 'Set aside', {
                value: `${id}:set_aside`,
                accessibilityLabel: `Set aside: ${proposal}`,
              }),
            ]
          : []),
        button('health.story', 'What happened', {
          value: id,
          accessibilityLabel: `What happened, behind: ${proposal}`,
        }),
      ),
    ]),
    ...(lessons.length > shown.length
      ? [context(`And ${lessons.length - shown.length} more. They follow as these are settled.`)]
      : []),
  ]);
}
