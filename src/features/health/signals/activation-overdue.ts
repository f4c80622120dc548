import { addDays, daysBetween, formatLocalDate } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import type { Found } from './found.ts';

const eventWords = { first_deal: 'no deal won yet', onboarding: 'onboarding is not finished' } as const;

export function activationOverdue(
  rule: Extract<SignalRule, { kind: 'activation_overdue' }>,
  { onboarding, firstWonOn, today }: HealthFacts,
): Found | null {
  if (!onboarding) return null;
  const { kickoffOn, completedOn } = onboarding;
  const isActive = rule.event === 'first_deal' ? firstWonOn !== null : completedOn !== null;
  const days = daysBetween(kickoffOn, today);
  if (isActive || days <= rule.days) return null;
  return {
    severity: rule.serious !== undefined && days > rule.serious ? 'serious' : 'watch',
    since: addDays(kickoffOn, rule.days + 1),
    evidence: `${pluralise(days, 'day')} since kickoff on ${formatLocalDate(kickoffOn, today)}, and ${eventWords[rule.event]}. The playbook allows ${rule.days}.`,
  };
}
