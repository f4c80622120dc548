import { radioInput } from '../../../platform/slack/kit/index.ts';
import type { Question } from '../../playbook/public.ts';
import { type Asked, keysOf, nothing, single } from '../asked.ts';
import { optionsWorking, optionWords, summariseOptions } from '../options.ts';

const fault = 'Choose one of the options.';

/** One of several options. */
export function choice(question: Extract<Question, { kind: 'choice' }>): Asked {
  const { options } = question;
  const choices = options.map(({ key, text }) => ({ label: text, value: key }));
  return {
    choices,
    input: (name, earlier) => {
      const initial = earlier === null ? undefined : keysOf(earlier)[0];
      return radioInput(name, question.text, choices, {
        optional: !question.required,
        ...(initial !== undefined && { initial }),
      });
    },
    read(given) {
      const key = single(given);
      if (key === null) return nothing(question.required, fault);
      return options.some((option) => option.key === key) ? { answer: [key] } : { fault };
    },
    words: (answer) => optionWords(options, answer),
    summarise: (answers) => summariseOptions(options, answers),
    working: (answers) => optionsWorking(answers, false),
  };
}
