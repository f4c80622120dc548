import type { Inputs } from '../../../platform/feature.ts';
import { choicesInput, md, radioInput, section } from '../../../platform/slack/kit/index.ts';
import type { QuizQuestion } from '../../playbook/public.ts';
import type { EvidenceType } from './form.ts';

/** A few questions with right answers; may be taken again. */
export const quiz: EvidenceType<'quiz'> = {
  kind: 'quiz',
  form: ({ prompt, passMark, questions }) => ({
    inputs: [section(prompt), ...questions.map(asInput)],
    read: (inputs) => {
      const unanswered = questions.filter((question) => chosen(inputs, question).length === 0);
      if (unanswered.length > 0)
        return { ok: false, errors: says(unanswered, 'Please answer this one too.') };
      const wrong = questions.filter((question) => !isRight(chosen(inputs, question), question.answers));
      const right = questions.length - wrong.length;
      // Which part to look at again, not which answer is right.
      if (right / questions.length < passMark)
        return {
          ok: false,
          errors: says(
            wrong,
            `${right} of ${questions.length} are right, which isn’t enough yet. Have another look at this part, then try again.`,
          ),
        };
      return { ok: true, evidence: { kind: 'quiz', right, asked: questions.length } };
    },
    fromWords: () => null,
  }),
  show: (evidence) =>
    md`Quiz passed with ${Number(evidence.right ?? 0)} of ${Number(evidence.asked ?? 0)} right answers.`,
};

function asInput(question: QuizQuestion) {
  const choices = question.options.map(({ key, text }) => ({ label: text, value: key }));
  return question.answers.length > 1
    ? choicesInput(nameOf(question), question.text, choices)
    : radioInput(nameOf(question), question.text, choices);
}

function nameOf(question: QuizQuestion): string {
  return `answer:${question.key}`;
}

function chosen(inputs: Inputs, question: QuizQuestion): readonly string[] {
  const value = inputs[nameOf(question)] ?? [];
  return typeof value === 'string' ? [value] : value;
}

function isRight(answers: readonly string[], right: readonly string[]): boolean {
  return answers.length === right.length && right.every((key) => answers.includes(key));
}

function says(questions: readonly QuizQuestion[], message: string): Record<string, string> {
  return Object.fromEntries(questions.map((question) => [nameOf(question), message]));
}
