import { listing, pluralise } from '../../core/text.ts';
import { type Answer, keysOf, type Summary, type Working } from './asked.ts';

interface Option {
  readonly key: string;
  readonly text: string;
}

/** The chosen options in words. */
export function optionWords(options: readonly Option[], answer: Answer): string {
  const keys = keysOf(answer);
  return listing(options.filter(({ key }) => keys.includes(key)).map(({ text }) => text));
}

/** How many chose each option. */
export function summariseOptions(options: readonly Option[], answers: readonly Answer[]): Summary {
  const counts = options.map(({ key, text }) => ({
    label: text,
    count: answers.filter((answer) => keysOf(answer).includes(key)).length,
  }));
  const chosen = counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ label, count }) => `${label} (${count})`);
  return {
    words:
      chosen.length === 0
        ? 'No answers.'
        : `${listing(chosen)}, from ${pluralise(answers.length, 'answer')}.`,
    counts,
    texts: [],
  };
}

/** How the counts of options come about; `canBeSeveral` where one person may choose more than one. */
export function optionsWorking(answers: readonly Answer[], canBeSeveral: boolean): Working {
  const chosen = answers.reduce<number>((sum, answer) => sum + keysOf(answer).length, 0);
  return {
    definition: canBeSeveral
      ? 'How many chose each option. One person may choose several, so the counts can add up to more than the answers.'
      : 'How many chose each option; each person chooses one.',
    formula: 'for each option, the number of answers that hold it',
    inputs: [
      ['Answers', String(answers.length)],
      ...(canBeSeveral ? [['Options chosen', String(chosen)] as const] : []),
    ],
  };
}
