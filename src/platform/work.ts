import type { ProgrammeEvent } from '../core/programme-event.ts';
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
  /** Of the interaction this work answers; its messages carry it, so that the log can be followed. */
  readonly reference?: string;
  /** Of the live views that change: who acted waits to see it, what the clock changes gives way to them. */
  readonly urgency: Urgency;
  /** Queues a job for the delivery workers, in this transaction just before it commits and in this order. Called by `post` and `touch`. */
  enqueueDelivery(job: DeliveryRequest, urgency: Urgency): void;
  /** Tells the other features, here and now, in this transaction: `await work.emit({type: 'deal.won', …})`. */
  emit(event: ProgrammeEvent): Promise<void>;
}

/** What the features do when something happens, by event type. */
export type Reactions = ReadonlyMap<
  ProgrammeEvent['type'],
  readonly ((work: Work, event: ProgrammeEvent) => Promise<void>)[]
>;

/** `interactive` answers a person who is waiting; `bulk` gives way to it. */
export type Urgency = 'interactive' | 'bulk';

/** One thing to be sent to a target: its oldest pending post, or a live view that has changed. */
export interface DeliveryRequest {
  readonly target: string;
  /** Try whether a closed channel takes posts again, with the oldest one held back. */
  readonly isProbe?: boolean;
  readonly surface?: { readonly kind: string; readonly subject: string };
}

/** What a transaction is begun with. */
export interface WorkOptions {
  readonly workspaceId: string;
  readonly source: string;
  /** Names the payload being handled (Slack's event id, a press): with the same receipt nothing happens a second time. */
  readonly receipt?: string;
  /** Short enough to read out: what the log and the person call this interaction. */
  readonly reference?: string;
  /** The transaction can change nothing; only without a receipt, which is a change. */
  readonly isReadOnly?: boolean;
  /** `interactive` when absent. */
  readonly urgency?: Urgency;
  /** A SELECT of one row that everything else in this work waits for: asked in the statement the transaction begins with. */
  readonly asking?: Prisma.Sql;
  /** Called last, right before the commit; what it throws undoes everything. */
  readonly beforeCommit?: () => void;
}

export type WorkResult<T> = { readonly duplicate: true } | { readonly duplicate: false; readonly value: T };

/** What `asking` answered, by column; each is null, or missing, where it found nothing. */
export type Asked = Readonly<Record<string, unknown>>;

/** Runs one transaction of work; what `createWorkRunner` makes. */
export type InWork = <T>(
  options: WorkOptions,
  fn: (work: Work, asked: Asked) => Promise<T>,
) => Promise<WorkResult<T>>;
