import { addDays, daysBetween, formatLocalDate } from '../../../core/calendar.ts';
import { startOf } from '../../../core/partner-start.ts';
import { pluralise } from '../../../core/text.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import type { Found } from './found.ts';

const eventWords = { first_deal: 'no deal won yet', onboarding: 'onboarding is not finished' } as const;

export function activationOverdue(
  rule: Extract<SignalRule, { kind: 'activation_overdue' }>,
  { signedOn, onboarding, firstWonOn, today }: HealthFacts,
): Found | null {
  const startedOn = startOf({ signedOn, kickoffOn: onboarding?.kickoffOn ?? null });
  if (!startedOn) return null;
  const isActive = (rule.event === 'first_deal' ? firstWonOn : onboarding?.completedOn) != null;
  const days = daysBetween(startedOn, today);
  if (isActive || days <= rule.days) return null;
  return {
    severity: rule.serious !== undefined && days > rule.serious ? 'serious' : 'watch',
    since: addDays(startedOn, rule.days + 1),
    evidence: `${pluralise(days, 'day')} since ${signedOn ? 'the signature' : 'kickoff'} on ${formatLocalDate(startedOn, today)}, and ${eventWords[rule.event]}. The playbook allows ${rule.days}.`,
  };
}
