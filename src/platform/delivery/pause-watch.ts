import { surelyHeldSeconds } from './queue.ts';

/** Notices that this process stood still for so long that another may have taken over what it had in hand. */
export interface PauseWatch {
  /** Makes the question for what is begun now: whether the process has stood still since. */
  begin(): () => boolean;
  stop(): void;
}

const lookEveryMs = 1000;

export function watchPauses(): PauseWatch {
  let lookedAt = performance.now();
  let pausedAt = Number.NEGATIVE_INFINITY;
  // Asked as well as looked: what has waited for the process to go on may run before any timer.
  const look = (): void => {
    const now = performance.now();
    if (now - lookedAt > surelyHeldSeconds * 1000) pausedAt = now;
    lookedAt = now;
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return {
    begin: () => {
      look();
      const begunAt = performance.now();
      return () => {
        look();
        return pausedAt > begunAt;
      };
    },
    stop: () => clearInterval(timer),
  };
}
