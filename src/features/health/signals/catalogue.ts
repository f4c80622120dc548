import type { SignalKind, SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import { activationOverdue } from './activation-overdue.ts';
import { fallingScores } from './falling-scores.ts';
import type { Found } from './found.ts';
import { lateSteps } from './late-steps.ts';
import { missedCalls } from './missed-calls.ts';
import { silentPartner } from './silent-partner.ts';
import { stalledDeals } from './stalled-deals.ts';

const labels: Readonly<Record<SignalKind, string>> = {
  late_steps: 'Late steps',
  silent_partner: 'Silent partner',
  missed_calls: 'Missed calls',
  activation_overdue: 'Activation overdue',
  stalled_deals: 'Stalled deals',
  falling_scores: 'Falling survey scores',
};

/** What people call a signal. */
export function signalLabel(kind: string): string {
  return Object.entries(labels).find(([known]) => known === kind)?.[1] ?? kind.replaceAll('_', ' ');
}

/** Every kind of signal: one file each, and one line here. The playbook's schema says what each is written with. */
export function find(rule: SignalRule, facts: HealthFacts): Found | null {
  switch (rule.kind) {
    case 'late_steps':
      return lateSteps(rule, facts);
    case 'silent_partner':
      return silentPartner(rule, facts);
    case 'missed_calls':
      return missedCalls(rule, facts);
    case 'activation_overdue':
      return activationOverdue(rule, facts);
    case 'stalled_deals':
      return stalledDeals(rule, facts);
    case 'falling_scores':
      return fallingScores(rule, facts);
  }
}
