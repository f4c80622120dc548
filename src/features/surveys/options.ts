import { listing, pluralise } from '../../core/text.ts';
import { type Answer, keysOf, type Summary } from './asked.ts';

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
