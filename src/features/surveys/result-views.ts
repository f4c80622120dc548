import type { Message } from '../../platform/delivery/message.ts';
import {
  type Blocks,
  bold,
  chart,
  context,
  header,
  joinMd,
  type Md,
  md,
  message,
  quote,
  section,
} from '../../platform/slack/kit/index.ts';
import type { SurveyDefinition } from '../playbook/public.ts';
import type { QuestionResult } from './results.ts';
import { fewestUnnamed } from './rules/visibility.ts';

export interface ResultsFacts {
  readonly definition: SurveyDefinition;
  readonly partnerName: string;
  readonly about: string | null;
  readonly answered: number;
  readonly invited: number;
  readonly isClosed: boolean;
  readonly results: readonly QuestionResult[];
}

/** Slack shows two charts a message at most. */
const mostCharts = 2;

/** What a survey came to; `doors` lead on from it. */
export function resultsMessage(facts: ResultsFacts, doors: Blocks): Message {
  const { definition, about, answered, invited, results, isClosed } = facts;
  const charted = results.filter(isWorthAChart).slice(0, mostCharts);
  const what = about ? `${facts.partnerName}, ${about}` : facts.partnerName;
  return message([
    header(`Results: ${definition.title}`),
    context(`${what}. ${answered} of ${invited} answered${isClosed ? '' : ' so far; it is still open'}.`),
    ...(results.every(({ summary }) => summary === null)
      ? [section(withheld(definition))]
      : results.flatMap((result) => questionBlocks(result, definition, charted.includes(result)))),
    ...doors,
  ]);
}

function questionBlocks(result: QuestionResult, definition: SurveyDefinition, isCharted: boolean): Blocks {
  const { question, summary, named } = result;
  if (summary === null) return [section(md`${bold(question.text)}\n${withheld(definition)}`)];
  const lines: (string | Md)[] = [bold(question.text)];
  // A text question that shows its texts below needs no count.
  if (question.kind !== 'text' || (named.length === 0 && summary.texts.length === 0))
    lines.push(summary.words);
  for (const { name, words } of named) lines.push(md`${name}: ${words}`);
  for (const text of summary.texts) lines.push(quote(text));
  const counts = summary.counts ?? [];
  return [
    section(joinMd(lines, '\n')),
    ...(isCharted
      ? [
          chart(
            'bar',
            question.text,
            counts.map(({ label }) => label),
            [{ name: 'Answers', values: counts.map(({ count }) => count) }],
            { y: 'Answers' },
          ),
        ]
      : []),
  ];
}

/** Why nothing is shown of a question. */
export function withheld({ visibility }: SurveyDefinition): string {
  const managers = visibility === 'managers' ? ' Your partner manager sees the answers.' : '';
  return `Too few answers to show any without telling whose they are: that takes ${fewestUnnamed}.${managers}`;
}

/** A picture helps from three answers on. */
function isWorthAChart({ summary }: QuestionResult): boolean {
  const total = (summary?.counts ?? []).reduce((sum, { count }) => sum + count, 0);
  return total >= 3;
}
