import type { LocalDate } from '../../../core/calendar.ts';

/** Worth an eye, or worth an hour now. */
export type Severity = 'watch' | 'serious';

/** What a rule finds: how bad, since when, and the facts that say so, in words with their numbers. */
export interface Found {
  readonly severity: Severity;
  readonly since: LocalDate;
  readonly evidence: string;
}
