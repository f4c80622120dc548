import { z } from 'zod';
import { key, list, mapping, share, text } from '../fields.ts';

const option = mapping('an option with key and text', { key, text: text('the answer in words', 75) });

const quizQuestion = mapping('a question with key, text, options and answers', {
  key,
  text: text('the question', 300),
  options: z
    .array(option, { error: 'a list of options' })
    .min(2, { error: 'at least two options' })
    .max(10, { error: 'at most ten options' })
    .readonly(),
  /** Keys of the right options; more than one makes it a question with several answers, all of which count. */
  answers: list('a list of the keys of the right options', z.string({ error: 'the key of an option' })),
});
export type QuizQuestion = z.output<typeof quizQuestion>;

/** A few questions with right answers; may be taken again. */
export const quiz = mapping('a quiz with passMark and questions', {
  kind: z.literal('quiz'),
  prompt: text('a sentence that introduces the quiz', 300),
  /** Share of questions that must be right. */
  passMark: share('a share of right answers such as 80%'),
  questions: list('a list of questions', quizQuestion),
});
