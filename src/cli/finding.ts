/** One thing looked at. `mend` says what to do when it is not well. */
export interface Finding {
  readonly what: string;
  readonly isWell: boolean;
  readonly says: string;
  readonly mend?: string;
}

export function well(what: string, says: string): Finding {
  return { what, isWell: true, says };
}

export function ill(what: string, says: string, mend: string): Finding {
  return { what, isWell: false, says, mend };
}
