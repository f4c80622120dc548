import type { TimeWindow } from '../../../core/time-window.ts';

interface Decision {
  readonly choice: string;
  readonly decidedAt: Date;
}

/** A time in which a partner had left; `to` is null while it is away. */
export interface Absence {
  readonly from: Date;
  readonly to: Date | null;
}

/**
 * When a partner was away. A decision to leave begins it, any other decision ends it; whether it is away now is what its
 * row says, `endedAt`. Before starting anew counted as a decision nobody noted when such a partner came back: it is
 * taken as never gone. The oldest decision first.
 */
export function absences(decisions: readonly Decision[], endedAt: Date | null): readonly Absence[] {
  const over: Absence[] = [];
  let from: Date | null = null;
  for (const { choice, decidedAt } of decisions) {
    if (choice === 'leave') from ??= decidedAt;
    else if (from) {
      over.push({ from, to: decidedAt });
      from = null;
    }
  }
  return endedAt ? [...over, { from: from ?? endedAt, to: null }] : over;
}

/** Whether a partner had left before a window began, and since when it is away at the window's end; null: it goes on. */
export function partnershipIn(
  all: readonly Absence[],
  { from, to }: TimeWindow,
): { readonly hadLeft: boolean; readonly leftAt: Date | null } {
  const isAway = (absence: Absence, at: Date) => absence.from < at && (!absence.to || absence.to > at);
  return {
    hadLeft: all.some((absence) => isAway(absence, from)),
    leftAt: all.find((absence) => isAway(absence, to))?.from ?? null,
  };
}
