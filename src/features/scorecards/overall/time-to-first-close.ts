import { startOf } from '../../../core/partner-start.ts';
import { defaultMinimum } from '../../../core/statistics.ts';
import { survivalMedian } from '../../../core/survival.ts';
import { type Overall, watched } from './overall.ts';
import { waitWords } from './wait-words.ts';

export const timeToFirstClose: Overall = {
  key: 'overall_first_close',
  label: 'Time to first close',
  definition:
    'How long partners take from the signature (from kickoff, where nobody noted it) to their first won deal.',
  formula:
    'Kaplan–Meier median of the days over the partners; who has not won yet counts as still waiting, who left until the day it left',
  unit: 'days',
  better: 'lower',
  minimum: defaultMinimum,
  interval: 'kaplan_meier',
  targetKey: 'firstClose',
  watch: (facts) => watched(startOf(facts), facts.firstWonOn, facts),
  estimate: (all) => survivalMedian(all),
  words: (estimate) => waitWords(estimate, 'have won a first deal', 'signing'),
};
