import type { LocalDate } from '../../../core/calendar.ts';

export type StepStatus = 'open' | 'in_review' | 'done';
export type GateStatus = 'closed' | 'ready' | 'held' | 'passed';

/** What the rules need to know of a step. */
export interface StepFacts {
  readonly key: string;
  readonly gateKey: string;
  readonly status: StepStatus;
  readonly isBlocked: boolean;
  /** Keys of the steps that must be done first; all of them in the same journey. */
  readonly after: readonly string[];
  readonly dueOn: LocalDate | null;
}

/** What the rules need to know of a gate; in the order of the playbook. */
export interface GateFacts {
  readonly key: string;
  readonly status: GateStatus;
}

/** What keeps a step from being worked on: steps that come first, or a gate that is still closed. */
export interface Wait {
  readonly steps: readonly string[];
  /** The gate that has to be passed before; null when it already is. */
  readonly gate: string | null;
}

/** The gate the partner is working towards: the first that is not passed; null when all are. */
export function currentGate(gates: readonly GateFacts[]): string | null {
  return gates.find((gate) => gate.status !== 'passed')?.key ?? null;
}

/** What a step waits for; null when it can be worked on. A step of a later gate waits for the one before it. */
export function waitOf(
  step: StepFacts,
  steps: readonly StepFacts[],
  gates: readonly GateFacts[],
): Wait | null {
  const missing = steps.filter((other) => step.after.includes(other.key) && other.status !== 'done');
  const position = gates.findIndex((gate) => gate.key === step.gateKey);
  const closed = gates.slice(0, Math.max(position, 0)).findLast((gate) => gate.status !== 'passed');
  if (missing.length === 0 && !closed) return null;
  return { steps: missing.map((other) => other.key), gate: closed?.key ?? null };
}

/** `ready` can be done now; `waiting` waits for other steps or a gate. */
export type Phase = 'done' | 'in_review' | 'blocked' | 'waiting' | 'ready';

export function phaseOf(step: StepFacts, steps: readonly StepFacts[], gates: readonly GateFacts[]): Phase {
  if (step.status !== 'open') return step.status;
  if (step.isBlocked) return 'blocked';
  return waitOf(step, steps, gates) ? 'waiting' : 'ready';
}

/** Whether a step is past its due day and still not done; being in review does not stop the clock. */
export function isLate(step: Pick<StepFacts, 'status' | 'dueOn'>, today: LocalDate): boolean {
  return step.status !== 'done' && step.dueOn !== null && step.dueOn < today;
}

/** Whether a gate's decision can be asked for: it is the current one and every step of it is done. */
export function isDecidable(
  gateKey: string,
  steps: readonly StepFacts[],
  gates: readonly GateFacts[],
): boolean {
  return (
    currentGate(gates) === gateKey &&
    steps.every((step) => step.gateKey !== gateKey || step.status === 'done')
  );
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly late: number;
  readonly blocked: number;
  readonly inReview: number;
}

export function progressOf(
  steps: readonly Pick<StepFacts, 'status' | 'isBlocked' | 'dueOn'>[],
  today: LocalDate,
): Progress {
  return {
    done: steps.filter((step) => step.status === 'done').length,
    total: steps.length,
    late: steps.filter((step) => isLate(step, today)).length,
    blocked: steps.filter((step) => step.status === 'open' && step.isBlocked).length,
    inReview: steps.filter((step) => step.status === 'in_review').length,
  };
}
