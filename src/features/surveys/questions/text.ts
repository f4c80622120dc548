import { sha256Hex } from '../../../core/hash.ts';
import { pluralise } from '../../../core/text.ts';
import { textInput } from '../../../platform/slack/kit/index.ts';
import type { Question } from '../../playbook/public.ts';
import { type Asked, nothing, single } from '../asked.ts';

const longest = 2000;

/** An answer in the person's own words. */
export function text(question: Extract<Question, { kind: 'text' }>): Asked {
  return {
    choices: null,
    input: (name, earlier) =>
      textInput(name, question.text, {
        multiline: true,
        maxLength: longest,
        optional: !question.required,
        ...(typeof earlier === 'string' && { initial: earlier }),
      }),
    read(given) {
      const words = single(given)?.trim() ?? '';
      if (words === '') return nothing(question.required, 'Write a few words.');
      if (words.length > longest) return { fault: `Keep it to ${longest} characters.` };
      return { answer: words };
    },
    words: (answer) => String(answer),
    summarise(answers) {
      const texts = answers.filter((answer) => typeof answer === 'string');
      return {
        words: texts.length === 0 ? 'No answers.' : `${pluralise(texts.length, 'answer')}.`,
        counts: null,
        // By the hash of what was written: an order that has nothing to do with who wrote, or when.
        texts: texts
          .map((words) => ({ words, place: sha256Hex(words) }))
          .sort((a, b) => (a.place < b.place ? -1 : 1))
          .map(({ words }) => words),
      };
    },
    working: (answers) => ({
      definition: 'What people wrote in their own words. Only their number is worked out.',
      formula: 'the number of answers with words in them',
      inputs: [['Answers', String(answers.filter((answer) => typeof answer === 'string').length)]],
    }),
  };
}
