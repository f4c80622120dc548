import type { HealthFacts } from '../../../src/features/health/facts.ts';

/** A partner of whom nothing is known but what is given, on a Monday. */
export function healthFacts(known: Partial<HealthFacts> = {}): HealthFacts {
  return {
    today: '2026-03-02',
    holidays: [],
    startedOn: '2026-02-27',
    signedOn: null,
    onboarding: null,
    late: [],
    activeOn: null,
    lastSign: null,
    calls: [],
    idle: [],
    scores: null,
    ...known,
  };
}
