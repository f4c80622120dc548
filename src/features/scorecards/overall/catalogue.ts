import { activationRate } from './activation-rate.ts';
import type { Overall } from './overall.ts';
import { partnerChurn } from './partner-churn.ts';
import { timeToFirstClose } from './time-to-first-close.ts';
import { timeToFirstValue } from './time-to-first-value.ts';

/** Every number over all partners, in the order of the digest. */
export const overalls: readonly Overall[] = [
  timeToFirstClose,
  timeToFirstValue,
  activationRate,
  partnerChurn,
];
