import { addDays, daysBetween, formatLocalDate } from '../../../core/calendar.ts';
import { startOf } from '../../../core/partner-start.ts';
import { pluralise } from '../../../core/text.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import { dayCell, type Found, type Ground } from './found.ts';

/** “no deal won yet”; “the step “go live” is not done yet”. */
function awaited(event: string): string {
  if (event === 'first_deal') return 'no deal won yet';
  if (event === 'onboarding') return 'onboarding is not finished';
  const [kind = '', key = ''] = event.split(':');
  const ending = { step: 'done', gate: 'passed' }[kind] ?? 'reached';
  return `the ${kind} “${key.replaceAll('-', ' ')}” is not ${ending} yet`;
}

export function activationOverdue(
  rule: Extract<SignalRule, { kind: 'activation_overdue' }>,
  { signedOn, onboarding, activeOn, today }: HealthFacts,
): Found | null {
  const startedOn = startOf({ signedOn, kickoffOn: onboarding?.kickoffOn ?? null });
  if (!startedOn) return null;
  const days = daysBetween(startedOn, today);
  if (activeOn || days <= rule.days) return null;
  return {
    severity: rule.serious !== undefined && days > rule.serious ? 'serious' : 'watch',
    since: addDays(startedOn, rule.days + 1),
    evidence: `${pluralise(days, 'day')} since ${signedOn ? 'the signature' : 'kickoff'} on ${formatLocalDate(startedOn, today)}, and ${awaited(rule.event)}. The playbook allows ${rule.days}.`,
  };
}

/** The days it is told from. */
export function behindActivation(
  { event, days, serious }: Extract<SignalRule, { kind: 'activation_overdue' }>,
  { signedOn, onboarding, activeOn, today }: HealthFacts,
): Ground {
  const worse = serious === undefined ? '' : ` Serious after ${pluralise(serious, 'day')}.`;
  return {
    rule: `More than ${pluralise(days, 'day')} since the contract was signed, or since kickoff where that day is not known, and ${awaited(event)}.${worse}`,
    noun: 'days',
    columns: ['What', 'Day'],
    rows: [
      ['Contract signed', dayCell(signedOn, today)],
      ['Kickoff', dayCell(onboarding?.kickoffOn ?? null, today)],
      ['What makes a partner active', dayCell(activeOn, today)],
    ],
  };
}
