import { pluralise } from '../../../core/text.ts';
import type { FactCondition } from '../schema/conditions.ts';
import { metricInWords, targetInWords, unitOf } from './changeWords.ts';

const eventWords = { deal_registered: 'a deal is registered', first_deal: 'the first deal is won' } as const;

/** When a condition is met: “a deal is registered within 30 days of kickoff”, “win rate is surely at least 40 %”. */
export function factInWords({ event, within, metric, atLeast, atMost, minimum }: FactCondition): string {
  if (event) {
    return `${eventWords[event]}${within === undefined ? '' : ` within ${pluralise(within, 'day')} of kickoff`}`;
  }
  const limit = atLeast ?? atMost ?? 0;
  const side = atLeast === undefined ? 'at most' : 'at least';
  const from = minimum === undefined ? '' : `, from ${minimum} observations on`;
  return `${metricInWords(metric ?? '')} is surely ${side} ${targetInWords(unitOf(metric), limit)}${from}`;
}
