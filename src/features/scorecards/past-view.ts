import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import type { Message } from '../../platform/delivery/message.ts';
import { context, header, message, section, table } from '../../platform/slack/kit/index.ts';
import { formatEstimate, formatNumber, formatTarget } from './figures.ts';
import { describeStanding, type PastLine } from './rules.ts';

interface PastScorecard {
  readonly name: string;
  /** "January 2026". */
  readonly period: string;
  readonly sentOn: LocalDate;
  readonly today: LocalDate;
  readonly lines: readonly PastLine[];
  readonly isInternal: boolean;
}

/** A scorecard as it was sent, with what was corrected since. */
export function pastMessage({ name, period, sentOn, today, lines, isInternal }: PastScorecard): Message {
  const corrected = lines.flatMap((line) => {
    const words = correctionWords(line);
    return words ? [`• ${line.metric.label}: ${words}`] : [];
  });
  return message([
    header(`Scorecard of ${name} for ${period}${isInternal ? ' (internal)' : ''}`),
    ...(lines.length > 0
      ? [
          table(
            `Scorecard of ${name} for ${period}`,
            ['Metric', 'As sent', 'Time before', 'Target', 'How it stood', 'Since corrected'],
            lines.map((line) => [
              line.metric.label,
              formatEstimate(line.metric, line.estimate, line.target),
              line.before ? formatEstimate(line.metric, line.before) : '–',
              line.target === null ? '–' : formatTarget(line.metric, line.target, line.estimate.currency),
              describeStanding(line),
              correctionWords(line) ?? '–',
            ]),
          ),
        ]
      : [section('No number was on it.')]),
    ...(corrected.length > 0
      ? [
          section(
            `Since it was sent, leads, deals or answers of its days were added or changed:\n${corrected.join('\n')}`,
          ),
        ]
      : []),
    context(
      `As it was sent on ${formatLocalDate(sentOn, today)}. ${
        corrected.length > 0 ? '' : 'Worked out again today, its numbers come out the same. '
      }Onboarding, late steps and what was open can’t be worked out again for a day that is past.`,
    ),
  ]);
}

function correctionWords({ metric, estimate, now }: PastLine): string | null {
  return now && `${formatNumber(metric, estimate)} → ${formatNumber(metric, now)}`;
}
