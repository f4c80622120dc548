import { addDays, daysBetween, formatLocalDate } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import { signWords } from '../signs.ts';
import type { Found } from './found.ts';

/** Counted from the last sign of life, or from the day the partner came when there was none. */
export function silentPartner(
  rule: Extract<SignalRule, { kind: 'silent_partner' }>,
  { lastSign, startedOn, today }: HealthFacts,
): Found | null {
  const from = lastSign?.on ?? startedOn;
  const days = daysBetween(from, today);
  if (days < rule.days) return null;
  return {
    severity: rule.serious !== undefined && days >= rule.serious ? 'serious' : 'watch',
    since: addDays(from, rule.days),
    evidence: lastSign
      ? `Nobody of theirs has been heard of for ${pluralise(days, 'day')}. On ${formatLocalDate(from, today)} somebody ${signWords[lastSign.what]}.`
      : `Nobody of theirs has been heard of since they joined ${pluralise(days, 'day')} ago, on ${formatLocalDate(from, today)}.`,
  };
}
