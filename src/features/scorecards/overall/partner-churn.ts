import { startOf } from '../../../core/partner-start.ts';
import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';
import { type Overall, watched } from './overall.ts';

export const partnerChurn: Overall = {
  key: 'partner_churn',
  label: 'Partner churn',
  definition:
    'The share of partners lost in the last 90 days, of those who were active when the 90 days began. Active is who had signed by then (had kicked off, where nobody noted it) and had not left. Lost is who left and has not come back since.',
  formula: 'partners lost in the 90 days ÷ partners active at their start',
  unit: 'share',
  better: 'lower',
  minimum: defaultMinimum,
  interval: 'wilson',
  targetKey: 'partnerChurn',
  watch: (facts) => {
    const { from, hadLeft, leftOn } = facts.partnership;
    const startedOn = startOf(facts);
    return startedOn && startedOn < from && !hadLeft ? watched(startedOn, leftOn, facts) : null;
  },
  estimate: (all) => proportion(all.filter(({ event }) => event).length, all.length),
  words: ({ value, low, high, numerator, n, verdict }) => {
    if (verdict === 'no_data' || value === null) return 'no partner was active 90 days ago';
    const lost = `${numerator} of ${pluralise(n, 'partner')} active 90 days ago ${numerator === 1 ? 'was' : 'were'} lost`;
    if (verdict === 'too_few') return `too few partners to judge; ${lost}`;
    const percent = (share: number | null) => Math.round(100 * (share ?? 0));
    return `${percent(value)} % (${percent(low)}–${percent(high)}); ${lost}`;
  },
};
