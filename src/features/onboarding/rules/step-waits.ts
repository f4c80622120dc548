import { daysBetween, type LocalDate } from '../../../core/calendar.ts';

/** What is needed of a journey to say how long its steps waited. */
export interface WaitingJourney {
  readonly kickoffOn: LocalDate;
  readonly today: LocalDate;
  /** In the order of the playbook; `passedOn` is null while the gate is closed. */
  readonly gates: readonly { readonly key: string; readonly passedOn: LocalDate | null }[];
  readonly steps: readonly {
    readonly key: string;
    readonly gateKey: string;
    readonly after: readonly string[];
    readonly doneOn: LocalDate | null;
  }[];
}

/** How long a step took from the day somebody could have begun it; still counting when it is not done. */
export interface StepWait {
  readonly key: string;
  readonly days: number;
  readonly isDone: boolean;
}

/**
 * A step can be begun once everything it comes after is done, and the gates before its own are passed, at the
 * earliest on kickoff. Steps that cannot be begun yet wait for others and are left out.
 */
export function stepWaits({ kickoffOn, today, gates, steps }: WaitingJourney): StepWait[] {
  const doneOn = new Map(steps.map((step) => [step.key, step.doneOn]));
  return steps.flatMap((step) => {
    const position = gates.findIndex((gate) => gate.key === step.gateKey);
    const awaited = [
      kickoffOn,
      ...gates.slice(0, Math.max(0, position)).map((gate) => gate.passedOn),
      ...step.after.map((key) => doneOn.get(key) ?? null),
    ];
    if (awaited.includes(null)) return [];
    const readyOn = awaited.reduce<LocalDate>(
      (last, day) => (day !== null && day > last ? day : last),
      kickoffOn,
    );
    const until = step.doneOn ?? today;
    // Done before it was its turn, or before kickoff: it never waited.
    return [{ key: step.key, days: Math.max(0, daysBetween(readyOn, until)), isDone: step.doneOn !== null }];
  });
}
