/** What a seat is to a part of the work: responsible, accountable, both, consulted, informed. */
export const raciLetters = ['R', 'A', 'AR', 'C', 'I'] as const;
export type RaciLetter = (typeof raciLetters)[number];

/** What is wrong with who does what, completing “expected …”; null when exactly one is accountable and somebody responsible. */
export function raciFault(letters: readonly string[]): string | null {
  const accountable = letters.filter((letter) => letter.includes('A')).length;
  if (accountable !== 1) return `exactly one seat with A (accountable), got ${accountable}`;
  const isDone = letters.some((letter) => letter.includes('R'));
  return isDone ? null : 'at least one seat with R (responsible), got none';
}
