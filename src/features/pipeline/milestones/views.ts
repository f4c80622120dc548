import { localDateOf } from '../../../core/calendar.ts';
import { decimalOf, formatMoney } from '../../../core/money.ts';
import { pluralise, truncate } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  header,
  joinMd,
  md,
  menu,
  message,
  pagedTable,
  section,
  type TableCell,
} from '../../../platform/slack/kit/index.ts';
import type { Milestone } from '../../playbook/public.ts';
import type { Deal } from '../store.ts';
import { type Calendar, dayOf } from '../views/day.ts';
import { dealAmount, dealTitle } from '../views/deal.ts';

export interface Reached {
  readonly milestone: Milestone;
  /** The deal that reached it. */
  readonly deal: Deal;
}

/** In the partner's channel: no amount but one that the playbook lets the partner see. */
export function celebration(partnerId: string, reached: readonly Reached[]): Message {
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
      ...askCounted(
        partnerId,
        reached.map(({ milestone }) => milestone),
      ),
      context('Well done, both sides! “milestones” shows all of them.'),
    ],
    `Milestone: ${reached.map(({ milestone }) => milestone.title).join(', ')}`,
  );
}

/** To the partner's manager. Internal. */
export function managerNotice(
  partner: { readonly id: string; readonly name: string },
  reached: readonly Reached[],
): Message {
  return message(
    [
      section(
        joinMd(
          reached.map(
            ({ milestone, deal }) =>
              md`Milestone of ${partner.name}: ${bold(milestone.title)} (${takesWords(milestone, true)}), with D-${deal.number} ${dealTitle(deal)}, ${dealAmount(deal)}.`,
          ),
          '\n',
        ),
      ),
      ...askCounted(
        partner.id,
        reached.map(({ milestone }) => milestone),
      ),
      context(
        reached.every(({ milestone }) => milestone.shownTo === 'vendor')
          ? 'Nothing was said of it in the channel.'
          : 'The channel has the news. A line of thanks from you there goes a long way.',
      ),
    ],
    `Milestone of ${partner.name}: ${reached.map(({ milestone }) => milestone.title).join(', ')}`,
  );
}

/** “3 won deals”; “€50,000 sourced”, nothing where the reader may not see the amount. */
export function takesWords({ reached }: Milestone, isForVendor: boolean): string {
  if (reached.on === 'won_deals') return pluralise(reached.count, 'won deal');
  if (!isForVendor && reached.amountShownTo === 'vendor') return '';
  const { amountMinor, currency } = reached.amount;
  return `${formatMoney({ amountMinor: BigInt(amountMinor), currency })} sourced`;
}

/** Asks which deals were counted for any of these milestones; nothing where there are none. */
export function askCounted(
  partnerId: string,
  milestones: readonly Pick<Milestone, 'key' | 'title'>[],
): Blocks {
  const asked = 'How is this worked out?';
  const choices = milestones.map(({ key, title }) => ({ label: title, value: `${key}:${partnerId}:0` }));
  const [only, ...others] = choices;
  if (!only) return [];
  if (others.length > 0) return [actions(menu('pipeline.counted', asked, choices))];
  const accessibilityLabel = `${asked} ${only.label}`;
  return [actions(button('pipeline.counted', asked, { value: only.value, accessibilityLabel }))];
}

/** A milestone that was reached and the deals counted for it, up to the one that reached it. */
export interface Counted {
  readonly milestone: Milestone;
  readonly partner: { readonly id: string; readonly name: string };
  readonly reachedAt: Date;
  readonly deals: readonly Pick<Deal, 'number' | 'customer' | 'closedAt' | 'amountMinor' | 'currency'>[];
  readonly isForVendor: boolean;
}

export const countedColumns = ['Deal', 'Customer', 'Won', 'Amount', 'Currency'];

export function countedRows({ deals }: Counted, calendar: Calendar): readonly (readonly TableCell[])[] {
  return deals.map((deal) => [
    `D-${deal.number}`,
    { value: deal.customer, text: truncate(deal.customer, 40) },
    deal.closedAt
      ? { value: localDateOf(deal.closedAt, calendar.timeZone), text: dayOf(deal.closedAt, calendar) }
      : '',
    { value: Number(decimalOf(deal)), text: dealAmount(deal) },
    deal.currency,
  ]);
}

/** Which deals a milestone was reached with, as far as they still count. */
export function countedMessage(
  counted: Counted,
  calendar: Calendar,
  { page, mayExport }: { readonly page: number; readonly mayExport: boolean },
): Message {
  const { milestone, partner, reachedAt, isForVendor } = counted;
  const takes = takesWords(milestone, isForVendor);
  const rows = pagedTable(
    `Counted for ${milestone.title}`,
    countedColumns,
    countedRows(counted, calendar),
    page,
    {
      actionId: 'pipeline.counted',
      valueOf: (other) => `${milestone.key}:${partner.id}:${other}`,
      exportActionId: mayExport ? 'pipeline.countedExport' : null,
    },
  );
  return message([
    header(truncate(`${milestone.title}: ${partner.name}`, 150)),
    section(
      md`Reached on ${dayOf(reachedAt, calendar)}${takes ? `. It takes ${takes}` : ''}. ${countedWords(milestone)}`,
    ),
    ...(rows.length > 0 ? rows : [context('None of them counts any more.')]),
    context('As known today: what was corrected since is left out, and a milestone stays reached.'),
  ]);
}

function countedWords({ reached }: Milestone): string {
  return reached.on === 'won_deals'
    ? 'Every deal won up to then counts.'
    : `Of the deals won up to then those count that are sourced, in ${reached.amount.currency}.`;
}
