import type { Gate } from '../schema/gates.ts';
import type { Playbook } from '../schema/playbook.ts';
import type { Step } from '../schema/steps.ts';

/** A step at its place in a partner's journey. `position` counts from 0 through all gates. */
export interface PlacedStep {
  readonly step: Step;
  readonly gate: Gate;
  readonly position: number;
}

/**
 * The steps a partner of this tier on these tracks takes, in order. A step that names no tiers or tracks is for
 * all of them. What a step waits for is cut down to steps that are there.
 */
export function stepsFor(playbook: Playbook, tier: string, tracks: readonly string[]): readonly PlacedStep[] {
  const taken = playbook.gates.flatMap((gate) =>
    gate.steps.filter((step) => isFor(step, tier, tracks)).map((step) => ({ gate, step })),
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

function isFor(step: Step, tier: string, tracks: readonly string[]): boolean {
  const isForTier = step.tiers.length === 0 || step.tiers.includes(tier);
  const isForTracks = step.tracks.length === 0 || step.tracks.some((track) => tracks.includes(track));
  return isForTier && isForTracks;
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
