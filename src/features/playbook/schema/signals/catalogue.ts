import { activationOverdue } from './activation-overdue.ts';
import { fallingScores } from './falling-scores.ts';
import { lateSteps } from './late-steps.ts';
import { missedCalls } from './missed-calls.ts';
import { silentPartner } from './silent-partner.ts';
import { stalledDeals } from './stalled-deals.ts';

/** Every kind of signal a playbook can ask for: one file each. */
export const signalKinds = [
  lateSteps,
  silentPartner,
  missedCalls,
  activationOverdue,
  stalledDeals,
  fallingScores,
] as const;
