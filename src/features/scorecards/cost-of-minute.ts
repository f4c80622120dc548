/** What people cost a month, the minutes they are paid for, and the share of those that work is done in. */
interface Capacity {
  /** Minor units of a currency. */
  readonly amountMinor: number;
  readonly monthlyMinutes: number;
  readonly practicalCapacity: number;
}

/** Minor units a minute of work, by practical capacity: Kaplan and Anderson, “Time-driven activity-based costing” (2004). */
export function costOfMinute({ amountMinor, monthlyMinutes, practicalCapacity }: Capacity): number {
  return amountMinor / (monthlyMinutes * practicalCapacity);
}
