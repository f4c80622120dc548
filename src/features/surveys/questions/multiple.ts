import { choicesInput } from '../../../platform/slack/kit/index.ts';
import type { Question } from '../../playbook/public.ts';
import { type Asked, keysOf, nothing } from '../asked.ts';
import { optionsWorking, optionWords, summariseOptions } from '../options.ts';

/** Any number of several options. */
export function multiple(question: Extract<Question, { kind: 'multiple' }>): Asked {
  const { options } = question;
  return {
    choices: null,
    input: (name, earlier) =>
      choicesInput(
        name,
        question.text,
        options.map(({ key, text }) => ({ label: text, value: key })),
        { optional: !question.required, ...(earlier !== null && { initial: keysOf(earlier) }) },
      ),
    read(given) {
      const keys = (typeof given === 'string' ? [given] : (given ?? [])).filter((key) => key !== '');
      if (keys.length === 0) return nothing(question.required, 'Choose at least one option.');
      // In the playbook's order and each once, whatever came in.
      const known = options.filter(({ key }) => keys.includes(key)).map(({ key }) => key);
      return keys.every((key) => known.includes(key))
        ? { answer: known }
        : { fault: 'Choose from the options shown.' };
    },
    words: (answer) => optionWords(options, answer),
    summarise: (answers) => summariseOptions(options, answers),
    working: (answers) => optionsWorking(answers, true),
  };
}
