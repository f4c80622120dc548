import { afterEach, describe, expect, test } from 'vitest';
import { type PauseWatch, watchPauses } from '../../../src/platform/delivery/pause-watch.ts';
import { surelyHeldSeconds } from '../../../src/platform/delivery/queue.ts';

/** What the clock that counts on and the clock on the wall say. */
let now: [counting: number, wall: number];
let watch: PauseWatch | undefined;
afterEach(() => watch?.stop());

function begin(): () => boolean {
  now = [1000, 1_768_204_800_000];
  watch = watchPauses(() => [...now]);
  return watch.begin();
}
function pass(countingSeconds: number, wallSeconds: number): void {
  now = [now[0] + countingSeconds * 1000, now[1] + wallSeconds * 1000];
}

const short = surelyHeldSeconds;
const long = surelyHeldSeconds + 1;

describe('a process has stood still', () => {
  test.each([
    ['when it was stopped, which both clocks count', long, long],
    ['when the machine was suspended, which only the clock on the wall counts', 0, long],
    ['when it was stopped while the clock on the wall was set back', long, -3600],
  ])('%s', (_when, counting, wall) => {
    const hasPaused = begin();
    pass(counting, wall);
    expect(hasPaused()).toBe(true);
    // What is begun afterwards is its own.
    expect(watch?.begin()()).toBe(false);
    expect(hasPaused()).toBe(true);
  });
});

describe('a process has not stood still', () => {
  test.each([
    ['while it looks often enough', short, short],
    ['when the clock on the wall was set back', 1, -3600],
  ])('%s', (_when, counting, wall) => {
    const hasPaused = begin();
    for (let looks = 0; looks < 3; looks += 1) {
      pass(counting, wall);
      expect(hasPaused()).toBe(false);
    }
  });
});
