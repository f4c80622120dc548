/** Those of the wanted fields that differ from what there is; days, amounts and lists compare by value. */
export function changedFields<Wanted extends object>(present: object, wanted: Wanted): Partial<Wanted> {
  const before = new Map<string, unknown>(Object.entries(present));
  const different = Object.entries(wanted).filter(([name, value]) => !isSame(before.get(name), value));
  return Object.fromEntries(different) as Partial<Wanted>;
}

/** Whether a row is of an earlier state than the one that is known; of one that does not say when it is of nobody knows. */
export function isOutdated(at: Date | null, knownAt: Date | null): boolean {
  return at !== null && knownAt !== null && at < knownAt;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => each === b[index]);
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
}
