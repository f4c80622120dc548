import { formatInstant } from '../../core/calendar.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Message } from '../../platform/delivery/message.ts';
import { bold, context, joinMd, md, menu, message, section } from '../../platform/slack/kit/index.ts';
import { formatNumber } from './figures.ts';
import { overalls } from './overall/catalogue.ts';
import { describeStanding, type PastLine } from './rules.ts';

const mostCorrections = 20;

interface SentAgain {
  /** “Your digest for the week of Mon 12 Jan”. */
  readonly title: string;
  readonly sentAt: Date;
  /** Of whoever asks. */
  readonly timeZone: string;
  readonly now: Date;
  /** As it was sent. */
  readonly message: Message;
  /** What is worked out again to find them: “its numbers”. */
  readonly numbers: string;
  /** Numbers that come out otherwise by now, in words. */
  readonly corrected: readonly string[];
  /** What was kept from the other organisation then, for those who may read it. */
  readonly ours: readonly PastLine[];
}

/** A digest as it was sent, whole and unchanged, between the word that it is one and what was corrected since. */
export function sentMessage(again: SentAgain): Message {
  const { title, sentAt, timeZone, now, message: sent, numbers, corrected, ours } = again;
  const shown = corrected.slice(0, mostCorrections);
  const more = corrected.length - shown.length;
  const head = `${title}, as it was sent on ${formatInstant(sentAt, timeZone, now)}.`;
  const foot = message([
    ...(shown.length > 0
      ? [
          section(
            joinMd(
              [
                md`${bold('Corrected since it was sent')}, as leads, deals, answers, dates or figures of its days were added or changed:`,
                ...shown.map((words) => md`• ${words}`),
                ...(more > 0 ? [md`• and ${more} more`] : []),
              ],
              '\n',
            ),
          ),
        ]
      : []),
    ...(ours.length > 0
      ? [
          section(
            joinMd(
              [
                md`${bold('Not on it, for us alone')}`,
                ...ours.map(
                  (line) =>
                    md`• ${line.metric.label}: ${formatNumber(line.metric, line.estimate)} (${describeStanding(line)})`,
                ),
              ],
              '\n',
            ),
          ),
        ]
      : []),
    context(
      `Kept as you see it; its buttons answer with what is so today. ${
        corrected.length > 0 ? '' : `Worked out again today, ${numbers} come out the same. `
      }Onboarding, late steps and what was open can’t be worked out again for a day that is past.`,
    ),
  ]);
  return {
    text: [head, sent.text, foot.text].join('\n'),
    blocks: [context(head), ...(sent.blocks ?? []), ...(foot.blocks ?? [])],
  };
}

/** “Lead quality: 67 % (35–88) → 44 % (19–73)”. */
export function correctionsOf(lines: readonly PastLine[]): string[] {
  return lines.flatMap(({ metric, estimate, now }) =>
    now ? [`${metric.label}: ${formatNumber(metric, estimate)} → ${formatNumber(metric, now)}`] : [],
  );
}

/** “All partners, Partner churn: no partner was active 90 days ago → 20 % (4–62); 1 of 5 partners …”. */
export function overallCorrections(
  sent: Readonly<Record<string, Estimate>>,
  now: Readonly<Record<string, Estimate>>,
): string[] {
  return overalls.flatMap(({ key, label, words }) => {
    const [said, says] = [sent[key], now[key]].map((estimate) => estimate && words(estimate));
    return said && says && said !== says ? [`All partners, ${label}: ${said} → ${says}`] : [];
  });
}

/** The ones there are, to choose from. */
export function sentList(
  title: string,
  sent: readonly { readonly id: string; readonly label: string }[],
): Message {
  return message([
    section(
      md`${bold(title)}\nEach opens as it was sent, with what was corrected since.`,
      menu(
        'scorecards.sent',
        'Open one',
        sent.map(({ id, label }) => ({ label, value: id })),
      ),
    ),
  ]);
}
