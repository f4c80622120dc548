import type { Answers, Field } from './parts.ts';

/** A field of which two people wrote different things. */
export interface Clash {
  readonly field: Field;
  /** Before either of them. */
  readonly was: string;
  /** Saved meanwhile by somebody else. */
  readonly theirs: string;
}

/**
 * What a save makes of a form: `base` is what the writer began from, `now` what stands by now, `typed` what they
 * wrote. A field only one of them changed takes that change, whoever it was; one that both changed differently
 * clashes, and nothing may be saved.
 */
export function mergeAnswers(
  fields: readonly Field[],
  base: Answers,
  now: Answers,
  typed: Answers,
): { readonly merged: Answers; readonly clashes: readonly Clash[] } {
  const merged: Record<string, string> = { ...now };
  const clashes: Clash[] = [];
  for (const field of fields) {
    const [was, theirs, mine] = [base, now, typed].map((answers) => answers[field.id] ?? '') as [
      string,
      string,
      string,
    ];
    if (mine === was || mine === theirs) continue;
    if (theirs === was) merged[field.id] = mine;
    else clashes.push({ field, was, theirs });
  }
  return { merged, clashes };
}

/** The fields that differ. */
export function changedFields(fields: readonly Field[], before: Answers, after: Answers): readonly Field[] {
  return fields.filter((field) => (before[field.id] ?? '') !== (after[field.id] ?? ''));
}
