import { defaultMinimum } from '../../../core/statistics.ts';
import { survivalMedian } from '../../../core/survival.ts';
import { type Overall, watched } from './overall.ts';
import { waitWords } from './wait-words.ts';

export const timeToFirstValue: Overall = {
  key: 'overall_first_value',
  label: 'Time to first value',
  definition:
    'How long partners take from kickoff to the first live customer: the event that the playbook names for it, else the end of onboarding.',
  formula:
    'Kaplan–Meier median of the days over the partners; who is not there yet counts as still waiting, who left until the day it left',
  unit: 'days',
  better: 'lower',
  minimum: defaultMinimum,
  interval: 'kaplan_meier',
  targetKey: 'firstValue',
  watch: (facts) => watched(facts.kickoffOn, facts.firstValueOn, facts),
  estimate: (all) => survivalMedian(all),
  words: (estimate) => waitWords(estimate, 'have a first customer live', 'kickoff'),
};
