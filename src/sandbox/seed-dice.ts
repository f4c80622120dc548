/** Numbers that look random and are the same at every start: mulberry32, seeded with a text. */
export function dice(seed: string): () => number {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619),
    2_166_136_261,
  );
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Whole numbers a week that keep to the averages: at any moment their sum is within one of what the averages add up
 * to, so that a partner is of its kind on every day, and not only when the dice are kind.
 */
export function spread(averages: readonly number[], start: number): readonly number[] {
  let sum = start;
  return averages.map((average) => {
    const before = Math.floor(sum);
    sum += average;
    return Math.floor(sum) - before;
  });
}
