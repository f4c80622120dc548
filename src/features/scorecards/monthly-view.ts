import type { LocalDate } from '../../core/calendar.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  header,
  md,
  message,
  section,
} from '../../platform/slack/kit/index.ts';
import { thingsTitle } from './digest-view.ts';
import type { PartnerCard } from './facts.ts';
import type { PartnerThing } from './partner-things.ts';
import { type Line, whatChanged } from './rules.ts';
import { isMeasured } from './unmeasured.ts';
import { scorecardMessage } from './views.ts';

/** What a partner's channel gets each month; `month` in words, "January 2027". */
export function monthlyMessage(
  { card, lines, things }: MonthlyScorecard,
  month: string,
  hasHappened: boolean,
  weekStarts: readonly LocalDate[],
): Message {
  const title = `Scorecard of ${card.name}, ${month}`;
  // The first numbers are news, however quiet the month was.
  const areNew = lines.some(isMeasured) && lines.every(({ before }) => before === null);
  if (hasHappened || areNew || whatChanged(lines).length > 0)
    return scorecardMessage(card, lines, title, weekStarts, ownThings(things));
  const waiting = things.length === 0 ? ' Nothing waits for you.' : '';
  return message([
    header(title),
    section(
      `A quiet month: no lead or deal came in, no step was done, and no number has moved to speak of.${waiting}`,
    ),
    ...ownThings(things),
    actions(button('platform.command', 'Show all numbers', { value: `scorecard ${card.name}` })),
  ]);
}

export interface MonthlyScorecard {
  readonly card: PartnerCard;
  readonly lines: readonly Line[];
  readonly things: readonly PartnerThing[];
}

/** Each with its reason and the way there. */
export function ownThings(things: readonly PartnerThing[]): Blocks {
  if (things.length === 0) return [];
  return [
    section(bold(thingsTitle(things.length))),
    ...things.map(({ reason, label, command }, index) =>
      section(
        md`${index + 1}. ${reason}`,
        button('platform.command', label, {
          value: command,
          accessibilityLabel: `${label} (${index + 1} of ${things.length})`,
        }),
      ),
    ),
  ];
}
