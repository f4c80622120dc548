import type { Traits } from '../../pipeline/public.ts';

/** A check of the data behind the numbers. Adding one: a file like those beside this, and a line in catalogue.ts. */
export interface Check {
  readonly key: string;
  /** What is found, in the plural: "Won deals without a cost". */
  readonly label: string;
  /** What it does to the numbers. */
  readonly why: string;
  readonly remedy: string;
  readonly of: Traits['kind'];
  /** What of a deal is missing that can be put in here; left out where another system has to say it. */
  readonly missing?: 'amount' | 'cost';
  finds(traits: Traits): boolean;
}
