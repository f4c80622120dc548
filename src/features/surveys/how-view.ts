import { truncate } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  fields,
  header,
  type Md,
  md,
  menu,
  message,
  pagedTable,
  section,
  type TableCell,
} from '../../platform/slack/kit/index.ts';
import type { SurveyDefinition } from '../playbook/public.ts';
import { withheld } from './result-views.ts';
import type { QuestionResult } from './results.ts';

const asked = 'How is this worked out?';

/** Asks how what is shown of these questions came about; nothing where nothing is shown. */
export function askHow(surveyId: string, results: readonly QuestionResult[]): Blocks {
  const choices = results
    .filter(({ summary }) => summary !== null)
    .map(({ question }) => ({ label: question.text, value: `${surveyId}:${question.key}:0` }));
  const [only, ...others] = choices;
  if (!only) return [];
  if (others.length > 0) return [actions(menu('surveys.how', asked, choices))];
  const accessibilityLabel = `${asked} ${only.label}`;
  return [actions(button('surveys.how', asked, { value: only.value, accessibilityLabel }))];
}

interface Behind {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** So much of a text stands in a row; a file holds all of it. */
const longestShown = 200;

/**
 * The answers behind a result, no closer than the result shows them: by name, else how often each was given, else the
 * texts without their authors. What one person chose together is not told without a name: it could give them away.
 * Null where none is shown.
 */
export function behindResult({ named, summary }: QuestionResult): Behind | null {
  const text = (words: string) => ({ value: words, text: truncate(words, longestShown) });
  if (named.length > 0)
    return { columns: ['Name', 'Answer'], rows: named.map(({ name, words }) => [name, text(words)]) };
  if (summary?.counts)
    return {
      columns: ['Answer', 'Times given'],
      rows: summary.counts.map(({ label, count }) => [label, count]),
    };
  if (!summary || summary.texts.length === 0) return null;
  return { columns: ['Answer'], rows: summary.texts.map((words) => [text(words)]) };
}

interface HowFacts {
  readonly surveyId: string;
  readonly definition: SurveyDefinition;
  readonly partnerName: string;
  readonly result: QuestionResult;
  /** People. */
  readonly answered: number;
  readonly invited: number;
  readonly opened: Md;
  readonly closes: Md;
  readonly isClosed: boolean;
  /** From 0. */
  readonly page: number;
  /** Whether whoever asks may have all of it as a file. */
  readonly mayExport: boolean;
}

/** How what a question's answers come to is worked out, and the answers as far as the result shows them. */
export function howMessage(facts: HowFacts): Message {
  const { surveyId, definition, result, opened, closes, isClosed, page, mayExport } = facts;
  const { question, summary, working } = result;
  const title = header(`How this is worked out: ${definition.title}`);
  const window = isClosed
    ? md`Answers given from ${opened} to ${closes}.`
    : md`Answers given since ${opened}; it is open until ${closes}.`;
  const people = context(
    md`${facts.partnerName}. ${facts.answered} of ${facts.invited} people answered the survey. ${window}`,
  );
  if (!summary || !working)
    return message([title, section(md`${bold(question.text)}\n${withheld(definition)}`), people]);
  const behind = behindResult(result);
  const rows = behind
    ? pagedTable(`Answers to “${question.text}”`, behind.columns, behind.rows, page, {
        actionId: 'surveys.how',
        valueOf: (other) => `${surveyId}:${question.key}:${other}`,
        exportActionId: mayExport ? 'surveys.howExport' : null,
      })
    : [];
  return message([
    title,
    section(md`${bold(question.text)}\n${summary.words}`),
    section(md`${working.definition}\n${bold('Formula')}: ${working.formula}.`),
    fields(...working.inputs),
    people,
    ...rows,
    ...(result.answers && result.named.length === 0
      ? [
          context(
            behind
              ? 'Shown without names, as the survey promised.'
              : 'What people wrote is not shown here, as the survey promised.',
          ),
        ]
      : []),
  ]);
}
