import { pluralise } from '../../../core/text.ts';
import type { FactCondition } from '../schema/conditions.ts';
import type { Playbook } from '../schema/playbook.ts';
import { metricInWords, targetInWords, unitOf } from './changeWords.ts';

type Named = Pick<Playbook, 'gates' | 'milestones'>;

/** When a condition is met: “a deal is registered within 30 days of kickoff”, “win rate is surely at least 40 %”. */
export function factInWords(
  playbook: Named,
  { event, within, metric, atLeast, atMost, minimum }: FactCondition,
): string {
  if (event) {
    const by = within === undefined ? '' : ` within ${pluralise(within, 'day')} of kickoff`;
    return `${eventInWords(playbook, event)}${by}`;
  }
  const limit = atLeast ?? atMost ?? 0;
  const side = atLeast === undefined ? 'at most' : 'at least';
  const from = minimum === undefined ? '' : `, from ${minimum} observations on`;
  return `${metricInWords(metric ?? '')} is surely ${side} ${targetInWords(unitOf(metric), limit)}${from}`;
}

/** “the first deal is won”, “the gate “Enabled” is passed”. */
export function eventInWords({ gates, milestones }: Named, event: string): string {
  if (event === 'deal_registered') return 'a deal is registered';
  if (event === 'first_deal') return 'the first deal is won';
  if (event === 'onboarding') return 'onboarding is done';
  const [kind, key = ''] = event.split(':');
  if (kind === 'gate') return `the gate “${gates.find((gate) => gate.key === key)?.name ?? key}” is passed`;
  if (kind === 'milestone')
    return `the milestone “${milestones.find((each) => each.key === key)?.title ?? key}” is reached`;
  const step = gates.flatMap(({ steps }) => steps).find((each) => each.key === key);
  return `the step “${step?.title ?? key}” is done`;
}
