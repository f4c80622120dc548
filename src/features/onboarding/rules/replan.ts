import { addWorkingDays } from '../../../core/business-time.ts';
import type { LocalDate } from '../../../core/calendar.ts';
import type { PlacedStep } from '../../playbook/public.ts';
import type { GateFacts, StepStatus } from './progress.ts';
import { currentGate } from './progress.ts';

/** A step that comes into a journey that runs. */
export interface AddedStep {
  readonly placed: PlacedStep;
  /** Its own gate, or the current one when that was passed before. */
  readonly gateKey: string;
  readonly dueOn: LocalDate;
}

interface Running {
  readonly steps: readonly { readonly key: string; readonly status: StepStatus }[];
  readonly gates: readonly GateFacts[];
  /** The day a step is due by the playbook. */
  readonly planned: (due: number) => LocalDate;
  readonly today: LocalDate;
  readonly holidays: readonly string[];
}

/** Nobody is late on the day they hear of a step. */
const leastWorkingDays = 10;

/**
 * What a running journey lacks of the steps its partner takes now. A step is due when it would have been, or ten working
 * days from today when that is sooner or past. Of gates already passed it comes into the current one: what was decided
 * stays decided. Nothing is added once every gate is passed.
 */
export function stepsToAdd(wanted: readonly PlacedStep[], run: Running): readonly AddedStep[] {
  const current = currentGate(run.gates);
  if (current === null) return [];
  const there = new Set(run.steps.map(({ key }) => key));
  const soonest = addWorkingDays(run.today, leastWorkingDays, run.holidays);
  return wanted
    .filter(({ step }) => !there.has(step.key))
    .map((placed) => {
      const isPassed = run.gates.some(({ key, status }) => key === placed.gate.key && status === 'passed');
      const planned = run.planned(placed.step.due);
      return {
        placed,
        gateKey: isPassed ? current : placed.gate.key,
        dueOn: planned > soonest ? planned : soonest,
      };
    });
}

/** Open steps that the partner would not take now. They stay until somebody takes them off; what is done or in review stays for good. */
export function stepsLeftOver<T extends { readonly key: string; readonly status: StepStatus }>(
  wanted: readonly PlacedStep[],
  steps: readonly T[],
): readonly T[] {
  const keys = new Set(wanted.map(({ step }) => step.key));
  return steps.filter(({ key, status }) => status === 'open' && !keys.has(key));
}
