import { setTimeout as wait } from 'node:timers/promises';

/** Rejects when the answer takes longer; whoever gives it is not stopped. */
export async function inTime<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const given = new AbortController();
  const tooLate = async (): Promise<never> => {
    await wait(milliseconds, undefined, { signal: given.signal });
    throw new Error(`no answer within ${milliseconds} ms`);
  };
  try {
    return await Promise.race([answer, tooLate()]);
  } finally {
    given.abort();
  }
}

/** Whoever asks how the app is should not be kept waiting by a database that does not answer. */
export const databaseAnswersWithinMs = 3000;
