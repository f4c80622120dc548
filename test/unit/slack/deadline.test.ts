import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startDeadline } from '../../../src/platform/slack/deadline.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const tooLate = /over before the commit began/;

test('what has not reached its commit in time never commits', async () => {
  const deadline = startDeadline(100);
  deadline.begin();
  vi.advanceTimersByTime(99);
  expect(deadline.isMissed()).toBe(false);
  vi.advanceTimersByTime(1);
  await deadline.missed;
  expect(() => deadline.commit()).toThrow(tooLate);
  expect(() => deadline.begin()).toThrow(tooLate);
});

test('a commit that has begun is waited for', () => {
  const deadline = startDeadline(100);
  deadline.begin();
  deadline.commit();
  vi.advanceTimersByTime(1000);
  expect(deadline.isMissed()).toBe(false);
});

test('a transaction the database asks to run again when the time is over gives up, and so says the answer', async () => {
  const deadline = startDeadline(100);
  deadline.begin();
  deadline.commit();
  vi.advanceTimersByTime(1000);
  expect(() => deadline.begin()).toThrow(tooLate);
  await deadline.missed;
});

test('after the answer no time is over', () => {
  const deadline = startDeadline(100);
  deadline.clear();
  vi.advanceTimersByTime(1000);
  deadline.begin();
  expect(() => deadline.commit()).not.toThrow();
});
