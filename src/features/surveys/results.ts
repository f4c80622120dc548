import type { Question, SurveyDefinition } from '../playbook/public.ts';
import type { Answer, Summary, Working } from './asked.ts';
import { ask } from './questions/catalogue.ts';
import { disclose, type Reader } from './rules/visibility.ts';

/** One answer as stored; the name is null in anonymous surveys. */
export interface GivenAnswer {
  readonly question: string;
  readonly answer: Answer;
  readonly name: string | null;
}

/** What a reader is shown of a question. */
export interface QuestionResult {
  readonly question: Question;
  /** Null when nothing may be shown. */
  readonly summary: Summary | null;
  /** How many answered it; null when that may not be shown either. */
  readonly answers: number | null;
  /** How the summary is worked out; null with it. */
  readonly working: Working | null;
  /** Empty unless names are shown. */
  readonly named: readonly { readonly name: string; readonly words: string }[];
}

/** The results question by question, with no more in them than the reader may see. */
export function resultsFor(
  definition: SurveyDefinition,
  given: readonly GivenAnswer[],
  reader: Reader,
): QuestionResult[] {
  return definition.questions.map((question) => {
    const asked = ask(question);
    const answers = given.filter((each) => each.question === question.key);
    const disclosure = disclose(definition.visibility, reader, answers.length);
    if (disclosure === 'nothing') return { question, summary: null, answers: null, working: null, named: [] };
    const unnamed = answers.map(({ answer }) => answer);
    const [summary, working] = [asked.summarise(unnamed), asked.working(unnamed)];
    if (disclosure === 'numbers')
      return { question, summary: { ...summary, texts: [] }, answers: answers.length, working, named: [] };
    if (disclosure === 'numbers_and_texts')
      return { question, summary, answers: answers.length, working, named: [] };
    const named = answers
      .map(({ name, answer }) => ({ name: name ?? 'Someone', words: asked.words(answer) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
    // Texts stand beside their authors' names already.
    return { question, summary: { ...summary, texts: [] }, answers: answers.length, working, named };
  });
}
