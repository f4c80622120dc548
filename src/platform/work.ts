import type { NewId } from './clock.ts';
import type { Prisma } from './store/generated/client.ts';

/** Prisma's client inside one transaction. Inside a transaction use only this: the embedded store has one connection. */
export type Tx = Prisma.TransactionClient;

/**
 * One transaction's worth of work for one workspace: handlers and jobs receive it, write state through `tx`,
 * and record what is to be sent with `post` and `touch` and what is due later with `schedule`; all of it
 * commits together or not at all.
 */
export interface Work {
  readonly tx: Tx;
  readonly now: Date;
  readonly newId: NewId;
  readonly workspaceId: string;
  /** Where the change came from, for the audit trail: `command:/partner deal`, `action:onboarding.complete`, `schedule:calls.remind`, `cli:import`. */
  readonly source: string;
}

/**
 * Runs one transaction. With a `receipt`, the same receipt runs only once: Slack's retries and double clicks
 * find it and change nothing. What throws inside rolls everything back, receipt included.
 */
export type InWork = <T>(
  options: { readonly workspaceId: string; readonly source: string; readonly receipt?: string },
  run: (work: Work) => Promise<T>,
) => Promise<{ readonly duplicate: true } | { readonly duplicate: false; readonly value: T }>;
