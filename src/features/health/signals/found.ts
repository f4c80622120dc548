import { formatLocalDate, type LocalDate } from '../../../core/calendar.ts';

/** Worth an eye, or worth an hour now. */
export type Severity = 'watch' | 'serious';

/** What a rule finds: how bad, since when, and the facts that say so, in words with their numbers. */
export interface Found {
  readonly severity: Severity;
  readonly since: LocalDate;
  readonly evidence: string;
}

/** A rule in words, with its limits from the playbook, and all that it looks at. */
export interface Ground {
  readonly rule: string;
  /** What the rows are: "steps", "calls". */
  readonly noun: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly GroundCell[])[];
}

/** What a rule finds at a partner now, and what it finds it from. */
export interface Evidence {
  /** Null where the rule finds nothing. */
  readonly found: Found | null;
  readonly ground: Ground;
}

/** A day is shown as people write it, and kept as its date. */
type GroundCell = string | number | { readonly value: LocalDate; readonly text: string };

/** Empty where the day is not known. */
export function dayCell(day: LocalDate | null, today: LocalDate): GroundCell {
  return day ? { value: day, text: formatLocalDate(day, today) } : '';
}
