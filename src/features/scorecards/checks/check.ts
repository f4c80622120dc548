import type { TraitCount, Traits } from '../../pipeline/public.ts';
import type { LedgerFault } from '../ledger-faults.ts';

/** What a check sees of a row: of a deal or a lead its looks, of the ledger what is odd. */
export type Looks = Traits | LedgerFault;
/** How many of a partner's rows look alike. */
export type LooksCount = Omit<TraitCount, 'traits'> & { readonly traits: Looks };

/** A check of the data behind the numbers. Adding one: a file like those beside this, and a line in catalogue.ts. */
export interface Check {
  readonly key: string;
  /** What is found, in the plural: "Won deals without a cost". */
  readonly label: string;
  /** What it does to the numbers. */
  readonly why: string;
  readonly remedy: string;
  readonly of: Looks['kind'];
  /** What of a deal is missing that can be put in here; left out where another system has to say it. */
  readonly missing?: 'amount' | 'cost';
  finds(traits: Looks): boolean;
}
