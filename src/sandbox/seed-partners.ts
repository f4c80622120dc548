import type { FurtherPartner } from './seed-partner.ts';
import { goldPartners } from './seed-partners-gold.ts';
import { onboardingPartners } from './seed-partners-onboarding.ts';
import { silverPartners } from './seed-partners-silver.ts';

/** Twelve partners, one at least of each kind a partner manager knows. */
export const furtherPartners: readonly FurtherPartner[] = [
  ...goldPartners,
  ...silverPartners,
  ...onboardingPartners,
];
