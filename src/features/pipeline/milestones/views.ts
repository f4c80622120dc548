import { formatMoney } from '../../../core/money.ts';
import { pluralise } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import { bold, context, joinMd, md, message, section } from '../../../platform/slack/kit/index.ts';
import type { Milestone } from '../../playbook/public.ts';
import type { Deal } from '../store.ts';
import { dealAmount, dealTitle } from '../views/deal.ts';

export interface Reached {
  readonly milestone: Milestone;
  /** The deal that reached it. */
  readonly deal: Deal;
}

/** In the partner's channel: no amount but one that the playbook lets the partner see. */
export function celebration(reached: readonly Reached[]): Message {
  return message(
    [
      section(
        joinMd(
          reached.map(({ milestone, deal }) => {
            const what = takesWords(milestone, false);
            return md`:tada: Milestone: ${bold(milestone.title)}${what ? ` (${what})` : ''}, with D-${deal.number} ${deal.customer}.`;
          }),
          '\n',
        ),
      ),
      context('Well done, both sides! “milestones” shows all of them.'),
    ],
    `Milestone: ${reached.map(({ milestone }) => milestone.title).join(', ')}`,
  );
}

/** To the partner's manager. Internal. */
export function managerNotice(partnerName: string, reached: readonly Reached[]): Message {
  return message(
    [
      section(
        joinMd(
          reached.map(
            ({ milestone, deal }) =>
              md`${partnerName} reached ${bold(milestone.title)} (${takesWords(milestone, true)}) with D-${deal.number} ${dealTitle(deal)}, ${dealAmount(deal)}.`,
          ),
          '\n',
        ),
      ),
      context(
        reached.every(({ milestone }) => milestone.shownTo === 'vendor')
          ? 'Nothing was said of it in the channel.'
          : 'It is celebrated in the channel. A word of yours makes it theirs.',
      ),
    ],
    `${partnerName} reached ${reached.map(({ milestone }) => milestone.title).join(', ')}`,
  );
}

/** “3 won deals”; “€50,000 sourced”, nothing where the reader may not see the amount. */
export function takesWords({ reached }: Milestone, isForVendor: boolean): string {
  if (reached.on === 'won_deals') return pluralise(reached.count, 'won deal');
  if (!isForVendor && reached.amountShownTo === 'vendor') return '';
  const { amountMinor, currency } = reached.amount;
  return `${formatMoney({ amountMinor: BigInt(amountMinor), currency })} sourced`;
}
