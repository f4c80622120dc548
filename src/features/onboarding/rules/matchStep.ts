import { editDistance, findByName, slug } from '../../../core/text.ts';

/** A step as people may name it: by key or by title. */
export interface NamedStep {
  readonly key: string;
  readonly title: string;
  /** Whether something can still be done about it: preferred when several fit. */
  readonly isOpen: boolean;
}

export type StepMatch<T> =
  | { readonly kind: 'one'; readonly step: T; readonly rest: string }
  | { readonly kind: 'several'; readonly steps: readonly T[]; readonly rest: string }
  | { readonly kind: 'none'; readonly suggestion: T | null };

/** Words people put around a step's name. */
const fillers = new Set(
  (
    'i we ive weve have has had just am is are now the a an my our your this that it step task with on of for to and ' +
    'finished completed complete done did finish already also please been was all ready here'
  ).split(' '),
);
const manyCharacters = 600;

/**
 * Which step somebody means, in their own words, and what they said beyond its name: `kickoff meeting
 * https://…`, "the value story: recorded on Monday", "I finished the security questionnaire". The name ends at
 * a link, a colon or a line's end, else at the last word that still belongs to it.
 */
export function matchStep<T extends NamedStep>(text: string, steps: readonly T[]): StepMatch<T> {
  const { head, tail } = splitAtEvidence(text.slice(0, manyCharacters));
  const rest = (shown: string) => `${shown} ${tail} ${text.slice(manyCharacters)}`.trim();
  const words = head.split(/\s+/).filter((word) => slug(word) !== '');
  const [first = ''] = words;
  const byKey = steps.find((step) => step.key === first.toLowerCase());
  if (byKey) return { kind: 'one', step: byKey, rest: rest(words.slice(1).join(' ')) };
  for (let count = words.length; count > 0; count -= 1) {
    const found = named(words.slice(0, count), steps);
    const after = rest(words.slice(count).join(' '));
    if (found.length === 1 && found[0]) return { kind: 'one', step: found[0], rest: after };
    if (found.length > 1) return { kind: 'several', steps: found, rest: after };
  }
  return { kind: 'none', suggestion: nearest(words, steps) };
}

function splitAtEvidence(text: string): { readonly head: string; readonly tail: string } {
  const at = text.search(/<?https?:\/\/|[:\n–—]|\s-\s/);
  if (at < 0) return { head: text, tail: '' };
  const tail = text.slice(at).replace(/^([:\n–—]|\s-\s)\s*/, '');
  return { head: text.slice(0, at), tail };
}

/** The steps these words name, at the best level at which any does; open ones before done ones. */
function named<T extends NamedStep>(words: readonly string[], steps: readonly T[]): readonly T[] {
  const all = words.flatMap((word) => slug(word).split('-')).filter((word) => word !== '');
  const telling = all.filter((word) => !fillers.has(word));
  if (telling.length === 0) return [];
  const exact = findByName(
    all.join(' '),
    steps.flatMap((step) => [
      { name: step.title, step },
      { name: step.key, step },
    ]),
  );
  if (exact.kind === 'one' && isSameName(all, exact.item.step)) return [exact.item.step];
  const candidates = steps.map((step) => ({ step, tokens: tokensOf(step) }));
  const levels = [
    candidates.filter(({ tokens }) =>
      telling.every((word) => tokens.some((token) => token.startsWith(word))),
    ),
    candidates.filter(({ tokens }) => telling.every((word) => tokens.some((token) => isNear(word, token)))),
  ];
  const found = (levels.find((level) => level.length > 0) ?? []).map(({ step }) => step);
  const open = found.filter((step) => step.isOpen);
  return open.length > 0 ? open : found;
}

function isSameName(words: readonly string[], step: NamedStep): boolean {
  const wanted = words.join('-');
  return wanted === step.key || wanted === slug(step.title);
}

function tokensOf(step: NamedStep): readonly string[] {
  return [...new Set([...slug(step.title).split('-'), ...step.key.split('-')])];
}

/** One slip in four letters, two in eight; the beginnings of words count too. */
function isNear(word: string, token: string): boolean {
  const slips = Math.min(2, Math.floor(word.length / 4));
  if (token.startsWith(word)) return true;
  if (slips === 0 || Math.abs(word.length - token.length) > slips) return false;
  return editDistance(word, token) <= slips;
}

/** The step that shares the most of the words; null when none shares any. */
function nearest<T extends NamedStep>(words: readonly string[], steps: readonly T[]): T | null {
  const telling = words.map(slug).filter((word) => word.length > 2 && !fillers.has(word));
  let best: T | null = null;
  let most = 0;
  for (const step of steps) {
    const tokens = tokensOf(step);
    const shared = telling.filter((word) => tokens.some((token) => isNear(word, token))).length;
    if (shared > most) [best, most] = [step, shared];
  }
  return best;
}
