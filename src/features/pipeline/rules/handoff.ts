import { z } from 'zod';

interface Required {
  readonly key: string;
  readonly prompt: string;
}

/** What is still to be said before a handoff can be accepted, in the order of the checklist. */
export function missingIn(
  requires: readonly Required[],
  answers: Readonly<Record<string, string>>,
): readonly Required[] {
  return requires.filter(({ key }) => (answers[key] ?? '').trim() === '');
}

const answers = z.record(z.string(), z.string());

/** What was said so far, by the key of what is required. */
export function answersOf(handoff: { readonly answers: unknown }): Readonly<Record<string, string>> {
  return answers.parse(handoff.answers);
}
