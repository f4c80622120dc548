import { surelyHeldSeconds } from './queue.ts';

/** Notices that this process stood still for so long that another may have taken over what it had in hand. */
export interface PauseWatch {
  /** Makes the question for what is begun now: whether the process has stood still since. */
  begin(): () => boolean;
  stop(): void;
}

const lookEveryMs = 1000;

/** The one stands still with a machine that is suspended, the other may be set; a pause shows in either. */
const bothClocks = (): readonly number[] => [performance.now(), Date.now()];

export function watchPauses(readClocks = bothClocks): PauseWatch {
  let lookedAt = readClocks();
  let pauses = 0;
  // Asked as well as looked: what has waited for the process to go on may run before any timer.
  const look = (): void => {
    const now = readClocks();
    const passedMs = Math.max(...now.map((at, clock) => at - (lookedAt[clock] ?? at)));
    if (passedMs > surelyHeldSeconds * 1000) pauses += 1;
    lookedAt = now;
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return {
    begin: () => {
      look();
      const before = pauses;
      return () => {
        look();
        return pauses > before;
      };
    },
    stop: () => clearInterval(timer),
  };
}
