import type { SurveyVisibility } from '../../playbook/public.ts';

/** From this many answers on, answers without names are shown: fewer would tell whose they are. */
export const fewestUnnamed = 4;

/** `managers`: the vendor's managers of this partner. `everyone`: whoever reads the channel. */
export type Reader = 'managers' | 'everyone';

/**
 * What a reader is shown of a question's answers: each with its name, what they come to together with the texts,
 * what they come to without the texts (a text often names its author), or nothing yet.
 */
export type Disclosure = 'names' | 'numbers_and_texts' | 'numbers' | 'nothing';

export function disclose(visibility: SurveyVisibility, reader: Reader, answers: number): Disclosure {
  if (visibility === 'named') return 'names';
  if (visibility === 'managers' && reader === 'managers') return 'names';
  if (answers < fewestUnnamed) return 'nothing';
  return visibility === 'managers' ? 'numbers' : 'numbers_and_texts';
}

/**
 * Whether results may be read yet. While a survey is open only its managers may, and nobody may when it is
 * anonymous: from two looks, before and after an answer, one could tell that answer.
 */
export function mayReadResults(visibility: SurveyVisibility, reader: Reader, isClosed: boolean): boolean {
  return isClosed || (reader === 'managers' && visibility !== 'anonymous');
}

/** What those who are asked are told. */
export const visibilityWords: Readonly<Record<SurveyVisibility, string>> = {
  named: 'Everyone in the channel sees who said what.',
  managers: 'Only partner managers see who said what.',
  anonymous: `Nobody sees who said what. Results are shown from ${fewestUnnamed} answers on, without names.`,
};
