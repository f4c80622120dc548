import { addDays } from '../../../core/calendar.ts';
import { startOf } from '../../../core/partner-start.ts';
import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';
import { type Overall, watched } from './overall.ts';

export const activationRate: Overall = {
  key: 'activation_rate',
  label: 'Activation rate',
  definition:
    'The share of partners who became active within the days the playbook gives them, of those who have had those days; who left before then had not become active.',
  formula:
    'active within the days after the signature (after kickoff, where nobody noted it) ÷ partners signed at least so many days ago',
  unit: 'share',
  better: 'higher',
  minimum: defaultMinimum,
  interval: 'wilson',
  targetKey: 'activationRate',
  // All are watched for equally long: what comes later counts as not in time, and who has not had the days yet not at all.
  watch: (facts) => {
    const found = watched(startOf(facts), facts.activation.on, facts);
    const { withinDays } = facts.activation;
    if (!found || addDays(found.startedOn, withinDays) >= facts.today) return null;
    return { ...found, event: found.event && found.days <= withinDays };
  },
  estimate: (all) => proportion(all.filter(({ event }) => event).length, all.length),
  words: ({ value, low, high, numerator, n, verdict }) => {
    if (verdict === 'no_data' || value === null) return 'no partner has had its days yet';
    const sofar = `${numerator} of ${pluralise(n, 'partner')} were active in time`;
    if (verdict === 'too_few') return `too few partners to judge; ${sofar}`;
    const percent = (share: number | null) => Math.round(100 * (share ?? 0));
    return `${percent(value)} % (${percent(low)}–${percent(high)}); ${sofar}`;
  },
};
