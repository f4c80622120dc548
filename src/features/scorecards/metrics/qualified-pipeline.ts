import { pluralise } from '../../../core/text.ts';
import { leftOut } from '../deal-money.ts';
import { exact, metric, type Note } from './metric.ts';

export const qualifiedPipeline = metric({
  key: 'qualified_pipeline',
  label: 'Qualified pipeline',
  definition:
    'What the open deals come to that we have let in: registered, and waiting for nobody’s approval.',
  formula:
    'amounts added up of open deals whose registration waits for no approval, in the partner’s own currency',
  unit: 'money',
  better: 'higher',
  isStock: true,
  needs: ['won', 'lost', 'own', 'foreign', 'currency'],
  minimum: 1,
  parts: null,
  interval: 'none',
  behind: 'qualified_deals',
  estimate: ({ won, lost, own: { open, qualified }, foreign, currency }) => {
    const notes: Note[] = leftOut(foreign.qualified, foreign.currencies, 'open deal');
    const waiting = open.count + foreign.open - qualified.count - foreign.qualified;
    if (waiting > 0) {
      const words = `${pluralise(waiting, 'open deal')} left out, waiting for approval`;
      notes.push({ kind: 'left_out', words });
    }
    // Who has no deals yet has no empty pipeline to answer for.
    const hasDeals = won + lost + open.count + foreign.open > 0;
    const amount = Number(qualified.minor);
    return { ...exact(amount, 1, hasDeals ? amount : null), n: qualified.count, currency, notes };
  },
});
