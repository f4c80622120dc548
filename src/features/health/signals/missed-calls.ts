import { formatLocalDate } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import { dayCell, type Found, type Ground } from './found.ts';

/** Since the missed call that made it as many as the rule says. A call held after them all ends it. */
export function missedCalls(
  rule: Extract<SignalRule, { kind: 'missed_calls' }>,
  { calls, today }: HealthFacts,
): Found | null {
  const missed = calls.filter((call) => !call.isHeld);
  const [latest] = missed;
  const deciding = missed.at(-rule.calls);
  if (!latest || !deciding || calls[0]?.isHeld) return null;
  return {
    severity: rule.serious !== undefined && missed.length >= rule.serious ? 'serious' : 'watch',
    since: deciding.on,
    evidence: `${missed.length} of ${pluralise(calls.length, 'recorded call')} in the last ${rule.days} days did not take place, the latest on ${formatLocalDate(latest.on, today)} (${latest.title}).`,
  };
}

/** Every recorded call of the days the rule looks at, the latest first. */
export function behindMissedCalls(
  rule: Extract<SignalRule, { kind: 'missed_calls' }>,
  { calls, today }: HealthFacts,
): Ground {
  const worse = rule.serious === undefined ? '' : ` Serious from ${pluralise(rule.serious, 'call')} on.`;
  return {
    rule: `At least ${pluralise(rule.calls, 'call')} of the last ${rule.days} days did not take place, and none has been held after them.${worse}`,
    noun: 'calls',
    columns: ['Call', 'Day', 'Took place'],
    rows: calls.map(({ title, on, isHeld }) => [title, dayCell(on, today), isHeld ? 'Yes' : 'No']),
  };
}
