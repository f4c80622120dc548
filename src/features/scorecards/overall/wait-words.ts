import type { Estimate } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';

/** Says a Kaplan–Meier median: `event` reads "have won a first deal", `since` "signing". */
export function waitWords(
  { value, low, high, numerator, n, verdict }: Estimate,
  event: string,
  since: string,
): string {
  if (verdict === 'no_data') return 'no partner to count yet';
  const sofar = `${numerator} of ${pluralise(n, 'partner')} ${event}`;
  if (verdict === 'too_few') return `too few partners to judge; ${sofar}`;
  if (value === null) return `not reached: fewer than half are there yet; ${sofar}`;
  const interval = `${low ?? '…'}–${high ?? '…'}`;
  return `half within ${pluralise(value, 'day')} of ${since} (${interval}); ${sofar}`;
}
