import { proportion } from '../../../core/statistics.ts';
import { metric, missing } from './metric.ts';

/** The fewest calls a share of them is judged from. */
const fewestCalls = 100;

export const apiReliability = metric({
  key: 'api_reliability',
  label: 'API reliability',
  definition: 'The share of calls to our API that succeeded.',
  formula:
    'successful calls ÷ all calls counted in the window; the error budget is the calls that the target lets fail',
  unit: 'share',
  better: 'higher',
  needs: ['api'],
  minimum: fewestCalls,
  parts: ['successful calls', 'calls'],
  interval: 'wilson',
  decimals: 2,
  counts: 'calls',
  ledger: () => ({ isOfCalls: true }),
  estimate: ({ api }) =>
    api
      ? proportion(api.successful, api.total, fewestCalls)
      : missing('no calls of the API were counted in the window'),
  beside: ({ numerator, denominator }, target) =>
    target === null ? null : errorBudgetWords(denominator - numerator, denominator, target),
});

/** "62 % of the error budget left", "error budget used up". The budget: (1 − target) × calls may fail. */
export function errorBudgetWords(failed: number, calls: number, target: number): string | null {
  const budget = (1 - target) * calls;
  if (budget <= 0) return failed === 0 ? null : 'no error is allowed';
  const left = 1 - failed / budget;
  return left > 0 ? `${Math.floor(left * 100 + 1e-6)} % of the error budget left` : 'error budget used up';
}
