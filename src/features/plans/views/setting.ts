import type { Person } from '../../../platform/store/generated/client.ts';

/** What is shown of a plan beside what is written in it. */
export interface Setting {
  readonly people: ReadonlyMap<string, Person>;
  readonly vendorName: string;
  /** Who has which part open. */
  readonly editing: readonly { readonly part: string; readonly personId: string; readonly since: Date }[];
  /** The last version that changed what the reader may see, with who saved it. */
  readonly version: number;
  readonly savedById: string;
  readonly savedAt: Date;
  readonly timeZone: string;
  readonly now: Date;
}
