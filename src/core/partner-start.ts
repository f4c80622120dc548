import type { LocalDate } from './calendar.ts';

/** The day from which a partner is expected to become active: of the signature, of kickoff where nobody noted it. */
export function startOf({
  signedOn,
  kickoffOn,
}: {
  readonly signedOn: LocalDate | null;
  readonly kickoffOn: LocalDate | null;
}): LocalDate | null {
  return signedOn ?? kickoffOn;
}
