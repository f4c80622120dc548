import { closestMatch } from '../../../core/text.ts';
import type { Finding, Spot } from './spot.ts';
import { child, items, shown, words } from './spot.ts';

interface PlacedStep {
  readonly key: string;
  readonly gate: number;
  readonly due: number | undefined;
  readonly after: readonly Spot[];
}

/** Dependencies that name no step, wait for a later gate or a later day, or for themselves in a circle. */
export function dependencyFaults(gates: readonly Spot[]): readonly Finding[] {
  const steps = new Map<string, PlacedStep>();
  gates.forEach((gate, index) => {
    for (const step of items(child(gate, 'steps'))) {
      const key = words(child(step, 'key'));
      if (key === undefined || steps.has(key)) continue;
      const due = Number(child(step, 'due').value ?? Number.NaN);
      steps.set(key, {
        key,
        gate: index,
        due: Number.isInteger(due) ? due : undefined,
        after: items(child(step, 'after')),
      });
    }
  });

  const found: Finding[] = [];
  for (const step of steps.values()) {
    for (const spot of step.after) {
      const fault = dependencyFault(step, spot, steps);
      if (fault) found.push({ path: spot.path, message: fault });
    }
  }
  return [...found, ...circles(steps)];
}

function dependencyFault(
  step: PlacedStep,
  spot: Spot,
  steps: ReadonlyMap<string, PlacedStep>,
): string | undefined {
  const key = words(spot);
  if (key === undefined) return undefined;
  const first = steps.get(key);
  if (!first) {
    const close = closestMatch(key, [...steps.keys()]);
    return `expected the key of a step, got ${shown(key)}${close ? `; did you mean "${close}"?` : ''}`;
  }
  if (first.gate > step.gate) {
    return `"${key}" belongs to a later gate; a step can only wait for steps of its own gate or an earlier one`;
  }
  if (first.due !== undefined && step.due !== undefined && first.due > step.due) {
    return `"${key}" is due on working day ${first.due}, after this step on working day ${step.due}; a step can’t be due before what it waits for`;
  }
  return undefined;
}

/** Depth first over the dependencies; each one that closes a circle is reported where it is written. */
function circles(steps: ReadonlyMap<string, PlacedStep>): readonly Finding[] {
  const found: Finding[] = [];
  const finished = new Set<string>();
  const visit = (step: PlacedStep, trail: readonly string[]): void => {
    for (const spot of step.after) {
      const next = steps.get(words(spot) ?? '');
      // One that leads into a later gate is a fault of its own.
      if (!next || next.gate > step.gate || finished.has(next.key)) continue;
      const start = trail.indexOf(next.key);
      if (start < 0) visit(next, [...trail, next.key]);
      else {
        const circle = [...trail.slice(start), next.key].join(' → ');
        found.push({ path: spot.path, message: `steps wait for each other in a circle: ${circle}` });
      }
    }
    finished.add(step.key);
  };
  for (const step of steps.values()) if (!finished.has(step.key)) visit(step, [step.key]);
  return found;
}
