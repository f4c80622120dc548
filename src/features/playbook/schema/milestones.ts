import { z } from 'zod';
import { amount, key, mapping, text, wholeNumber } from './fields.ts';

const audience = (what: string) => z.enum(['both', 'vendor'], { error: `who ${what}: both or vendor` });

const reached = z.discriminatedUnion(
  'on',
  [
    mapping('won_deals with count', {
      on: z.literal('won_deals'),
      count: wholeNumber('a number of won deals between 1 and 10000', 1, 10_000),
    }),
    mapping('sourced_revenue with amount', {
      on: z.literal('sourced_revenue'),
      /** Deals in other currencies do not count, as currencies are never added. */
      amount,
      /** Whether the partner may see the amount. */
      amountShownTo: audience('sees the amount').default('vendor'),
    }),
  ],
  { error: 'when it is reached: on won_deals or sourced_revenue' },
);

/** What a partner reaches once, and for good: nothing that is corrected later takes it back. */
export const milestone = mapping('a milestone with key, title and reached', {
  key,
  title: text('the title of the milestone', 75),
  reached,
  /** `both`: celebrated in the partner's channel; `vendor`: its manager alone hears. */
  shownTo: audience('hears of it').default('both'),
});
export type Milestone = z.output<typeof milestone>;
