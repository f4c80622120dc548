import type { Person } from '../platform/store/generated/client.ts';
import type { Setting } from './seed-journey.ts';
import type { PastDeal, PastLead } from './seed-pipeline.ts';

/** A lead of the past, and the deal it may have become, with the rows they become. */
export interface Sale {
  readonly setting: Setting;
  readonly past: PastLead;
  readonly leadId: string;
  readonly dealId: string;
}

/** A sale as a lead, with the number people call it by, and who had it and why. */
export interface SaleAsLead extends Sale {
  readonly number: number;
  readonly taker: Person | null;
  readonly why: string;
}

/** A sale that came to a deal, with the deal's number. */
export interface SaleWithDeal extends Sale {
  readonly deal: PastDeal;
  readonly number: number;
}
