import { formatInstant, formatLocalDate, type LocalDate, monthNames, partsOf } from '../../core/calendar.ts';
import { pluralise } from '../../core/text.ts';
import { canvasTable, canvasText } from '../../platform/slack/kit/index.ts';
import { formatEstimate, formatTarget } from './figures.ts';
import { describeStanding, type Line } from './rules.ts';

/** What the channel's page says. Nothing in it is the vendor's alone: both organisations read it. */
export interface PartnerPage {
  readonly name: string;
  readonly today: LocalDate;
  readonly timeZone: string;
  readonly now: Date;
  readonly onboarding: { readonly done: number; readonly total: number; readonly gate: string | null } | null;
  /** The next steps, the most urgent first; `more` are left out. */
  readonly steps: readonly PageStep[];
  readonly more: number;
  readonly nextCall: { readonly title: string; readonly startsAt: Date } | null;
  readonly actions: readonly { readonly text: string; readonly owner: string; readonly dueOn: LocalDate }[];
  readonly month: { readonly leads: number; readonly registered: number; readonly won: number };
  readonly lines: readonly Line[];
}

export interface PageStep {
  readonly title: string;
  readonly owner: string | null;
  readonly dueOn: LocalDate | null;
  readonly phase: 'ready' | 'in_review' | 'blocked';
}

/** The page as Markdown. What changes with the hour alone is left out, so that it is redrawn for news only. */
export function partnerPage(page: PartnerPage): string {
  return [onboarding(page), nextCall(page), actions(page), month(page), numbers(page)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function onboarding({ onboarding: progress, steps, more, today }: PartnerPage): string {
  if (!progress || progress.total === 0) return '';
  const { done, total, gate } = progress;
  if (gate === null)
    return `## Onboarding\n\nDone: all ${pluralise(total, 'step')}. How? \`@Tandem steps\` lists them.`;
  const lines = steps.map(({ title, owner, dueOn, phase }) => {
    const details = [
      ...(owner ? [canvasText(owner)] : []),
      ...(dueOn ? [`due ${formatLocalDate(dueOn, today)}`] : []),
      ...(phase === 'in_review' ? ['in review'] : phase === 'blocked' ? ['blocked'] : []),
    ];
    return `- [ ] ${canvasText(title)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
  });
  return [
    `## Onboarding\n\n**${done} of ${pluralise(total, 'step')} done**, on the way to ${canvasText(gate)}. What comes next:`,
    [...lines, ...(more > 0 ? [`- … and ${more} more, on the checklist in this channel`] : [])].join('\n'),
    'Complete a step with the buttons of the checklist, or write `@Tandem done` and its name. How it is counted: `@Tandem status` shows every step.',
  ].join('\n\n');
}

function nextCall({ nextCall: call, timeZone, now }: PartnerPage): string {
  if (!call) return '';
  const when = `${formatInstant(call.startsAt, timeZone, now)} (${timeZone})`;
  return `## Next call\n\n**${canvasText(call.title)}**, ${when}. Add to its agenda with \`@Tandem agenda\`.`;
}

function actions({ actions: open, today }: PartnerPage): string {
  if (open.length === 0) return '';
  const lines = open.map(
    ({ text, owner, dueOn }) =>
      `- [ ] ${canvasText(text)} (${canvasText(owner)}, due ${formatLocalDate(dueOn, today)})`,
  );
  return `## Agreed on\n\n${lines.join('\n')}`;
}

function month({ month: { leads, registered, won }, today }: PartnerPage): string {
  const { month: number } = partsOf(today);
  const counts = [
    pluralise(leads, 'new lead'),
    `${pluralise(registered, 'deal')} registered`,
    `${pluralise(won, 'deal')} won`,
  ];
  return `## ${monthNames[number - 1]} so far\n\n${counts.join(', ')}. How? \`@Tandem pipeline\` lists them.`;
}

function numbers({ lines }: PartnerPage): string {
  const known = lines.filter(({ estimate }) => estimate.verdict !== 'no_data');
  if (known.length === 0) return '';
  const rows = known.map((line) => [
    line.metric.label,
    formatEstimate(line.metric, line.estimate, line.target),
    line.target === null ? '–' : formatTarget(line.metric, line.target, line.estimate.currency),
    describeStanding(line),
  ]);
  return [
    '## Numbers against targets',
    canvasTable(['Number', 'Now', 'Target', 'How it stands'], rows),
    'Of the last 90 days, with 95 % intervals in brackets. “Too few” means too few to judge. How? `@Tandem scorecard how win rate`, or any other of these names, says what went into it and lists what is behind it.',
  ].join('\n\n');
}
