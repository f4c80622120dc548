import type { Gate } from '../schema/gates.ts';
import type { Playbook } from '../schema/playbook.ts';
import type { Step } from '../schema/steps.ts';
import { type Graded, isFor } from './segments.ts';

/** A step at its place in a partner's journey. `position` counts from 0 through all gates. */
export interface PlacedStep {
  readonly step: Step;
  readonly gate: Gate;
  readonly position: number;
}

/**
 * The steps a partner on these tracks takes, in order. A step that names no tracks is for all of them. What a step
 * waits for is cut down to steps that are there, its links to those that are for the partner.
 */
export function stepsFor(
  playbook: Playbook,
  partner: Graded,
  tracks: readonly string[],
): readonly PlacedStep[] {
  const taken = playbook.gates.flatMap((gate) =>
    gate.steps
      .filter((step) => isFor(step.for, partner) && isOnTracks(step, tracks))
      .map((step) => ({ gate, step: withOwnResources(step, partner) })),
  );
  const keys = new Set(taken.map(({ step }) => step.key));
  return taken.map(({ gate, step }, position) => ({
    gate,
    step: { ...step, after: step.after.filter((key) => keys.has(key)) },
    position,
  }));
}

/** Every step at its place, whoever it is for. */
export function allSteps(playbook: Playbook): readonly PlacedStep[] {
  return playbook.gates
    .flatMap((gate) => gate.steps.map((step) => ({ gate, step })))
    .map((placed, position) => ({ ...placed, position }));
}

function isOnTracks(step: Step, tracks: readonly string[]): boolean {
  return step.tracks.length === 0 || step.tracks.some((track) => tracks.includes(track));
}

/** A step with those of its links that are for this partner. */
export function withOwnResources(step: Step, partner: Graded): Step {
  return { ...step, resources: step.resources.filter((resource) => isFor(resource.for, partner)) };
}

/** A step by its key, with its gate; undefined when the playbook has none. */
export function findStep(
  playbook: Playbook,
  key: string,
): { readonly step: Step; readonly gate: Gate } | undefined {
  for (const gate of playbook.gates) {
    const step = gate.steps.find((candidate) => candidate.key === key);
    if (step) return { step, gate };
  }
  return undefined;
}
