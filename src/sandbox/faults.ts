/**
 * How a call is made to fail. `no-answer-after-accepting` does the work and then breaks the connection;
 * `late-answer` does it and answers only after `delayMs`, when nobody waits any more; `silent` does nothing and
 * leaves the connection open without an answer.
 */
export type FaultMode =
  | 'ratelimited'
  | 500
  | 502
  | 503
  /** Something on the way answers in Slack's place, with a page. */
  | { readonly proxy: number }
  | 'reset'
  | 'silent'
  | 'no-answer-after-accepting'
  | 'late-answer'
  | { readonly error: string };

export interface PlannedFault {
  /** A method, or `*` for all of them. */
  readonly method: string;
  /** Only calls for this channel. */
  readonly channel?: string;
  /** Default 1. */
  readonly times?: number;
  readonly mode: FaultMode;
  /** For `ratelimited`; default 1. */
  readonly retryAfterSeconds?: number;
  /** For `late-answer`. */
  readonly delayMs?: number;
}

export interface Faults {
  plan(fault: PlannedFault): void;
  take(method: string, channel: unknown): PlannedFault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let planned: { fault: PlannedFault; left: number }[] = [];
  return {
    plan: (fault) => planned.push({ fault, left: fault.times ?? 1 }),
    take(method, channel) {
      const found = planned.find(
        ({ fault, left }) =>
          left > 0 &&
          (fault.method === method || fault.method === '*') &&
          (fault.channel === undefined || fault.channel === channel),
      );
      if (found) found.left -= 1;
      planned = planned.filter((one) => one.left > 0);
      return found?.fault;
    },
    clear: () => {
      planned = [];
    },
  };
}
