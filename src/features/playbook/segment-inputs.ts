import type { Inputs } from '../../platform/feature.ts';
import { type Blocks, choiceInput, choicesInput } from '../../platform/slack/kit/index.ts';
import { dimensionsOf } from './rules/segments.ts';
import type { Playbook } from './schema/playbook.ts';

type WithDimensions = Pick<Playbook, 'segments' | 'routing'>;

/** Asks of a form for a partner’s segments, with those it has; each may be left open. */
export function segmentInputs(playbook: WithDimensions, segments: readonly string[]): Blocks {
  return dimensionsOf(playbook).map(({ key, name, several, values }) => {
    const choices = values.map((value) => ({ label: value.name, value: `${key}:${value.key}` }));
    const own = choices.map(({ value }) => value).filter((value) => segments.includes(value));
    const options = { optional: true, hint: 'Stays on your side; the partner never sees it.' };
    if (several) return choicesInput(`segment:${key}`, name, choices, { ...options, initial: own });
    return choiceInput(`segment:${key}`, name, choices, { ...options, ...(own[0] && { initial: own[0] }) });
  });
}

/** What was chosen, as far as the playbook knows it; of one dimension more than one value only where it allows that. */
export function readSegments(playbook: WithDimensions, inputs: Inputs): readonly string[] {
  return dimensionsOf(playbook).flatMap(({ key, several, values }) => {
    const typed = inputs[`segment:${key}`] ?? [];
    const all = typeof typed === 'string' ? [typed] : typed;
    const chosen = values.map((value) => `${key}:${value.key}`).filter((value) => all.includes(value));
    return several ? chosen : chosen.slice(0, 1);
  });
}
