/**
 * An interaction's time for an answer. What has not reached its commit when it is over is never committed, so
 * that the person can be told so; a commit that has begun is waited for.
 */
export interface Deadline {
  /** Resolves when the time was over before a commit began; from then on nothing can be committed. */
  readonly missed: Promise<void>;
  isMissed(): boolean;
  /** Called where a transaction begins, also one that is run again. Throws TooLate when missed. */
  begin(): void;
  /** Called right before the commit. Throws TooLate when missed. */
  commit(): void;
  /** The answer has been given. */
  clear(): void;
}

/** Undoes the transaction of somebody who has been told that nothing was changed. */
class TooLate extends Error {
  override readonly name = 'TooLate';

  constructor() {
    super('the time for an answer was over before the commit began');
  }
}

export function startDeadline(milliseconds: number): Deadline {
  let isOver = false;
  let isCommitting = false;
  let isMissed = false;
  let resolveMissed: () => void;
  const missed = new Promise<void>((resolve) => {
    resolveMissed = resolve;
  });
  const look = (): void => {
    if (!isOver || isCommitting) return;
    isMissed = true;
    resolveMissed();
  };
  const refuse = (): void => {
    if (isMissed) throw new TooLate();
  };
  const timer = setTimeout(() => {
    isOver = true;
    look();
  }, milliseconds);
  return {
    missed,
    isMissed: () => isMissed,
    begin: () => {
      isCommitting = false;
      look();
      refuse();
    },
    commit: () => {
      refuse();
      isCommitting = true;
    },
    clear: () => clearTimeout(timer),
  };
}

/** For what Slack delivers again when it hears nothing. */
export const noDeadline: Deadline = {
  missed: new Promise(() => {}),
  isMissed: () => false,
  begin: () => {},
  commit: () => {},
  clear: () => {},
};
