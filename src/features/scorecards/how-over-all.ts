import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { withinSentence } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { Reply, Request } from '../../platform/feature.ts';
import type { Work } from '../../platform/work.ts';
import { can, demand } from '../../policy/policy.ts';
import { sendFiles, tableInFiles } from '../ingest/public.ts';
import { managedPartners, partnersWhoLeft } from '../partners/public.ts';
import { findCurrentPlaybook, type MetricKey } from '../playbook/public.ts';
import { loadCards } from './facts.ts';
import {
  type Comparison,
  comparisonExplanation,
  listed,
  overAll,
  overallExplanation,
  overProgramme,
  type Scope,
} from './how-over-all-view.ts';
import { namedIn } from './metrics/catalogue.ts';
import { type Overall, overallOf } from './overall/overall.ts';
import { visiblePartners } from './programme.ts';

const reference = z.tuple([
  z.enum(['all', 'programme']),
  z.string(),
  z.coerce.number().int().min(0).max(100_000),
]);

/** What the value of such a button asks for; null where it asks for something else. */
export function overAllIn(value: string) {
  const read = reference.safeParse(value.split(':'));
  if (!read.data) return null;
  const [scope, key, page] = read.data;
  const asked = (scope === 'all' ? overAll : overProgramme).find((each) => each.key === key);
  return asked ? { asked, page, scope } : null;
}

export function overAllNamed(text: string): Overall | Comparison | null {
  return namedIn(text, overAll)?.named ?? null;
}

/** A number over all the partners of the scope, or how they compare: partner by partner, a page at a time. */
export async function explainOverAll(
  request: Request,
  asked: Overall | Comparison,
  { page, scope }: { readonly page: number; readonly scope: Scope },
  deliver: (request: Request, message: Message) => Promise<Reply>,
): Promise<Reply> {
  const cards = await cardsOf(request, asked, scope);
  const mayExport = cards.every(({ partner }) =>
    can(request.actor, 'figures.export', { partnerId: partner.id }),
  );
  const shown = { page, scope, mayExport };
  if (!('watch' in asked)) return deliver(request, comparisonExplanation(asked, cards, shown));
  const estimate = overallOf(
    asked,
    cards.map((card) => card.facts),
  );
  const owner = await ownerSeat(request, asked);
  return deliver(request, overallExplanation(asked, estimate, cards, shown, owner));
}

/** All that such a number is made of, in a file for whoever asks alone: what the buttons above page through. */
export async function exportOverAll(
  request: Request,
  { asked, scope }: { readonly asked: Overall | Comparison; readonly scope: Scope },
): Promise<Reply> {
  const cards = await cardsOf(request, asked, scope);
  for (const { partner } of cards) demand(request.actor, 'figures.export', { partnerId: partner.id });
  return sendFiles(
    request,
    tableInFiles({
      ...listed(asked, cards),
      name: asked.key.replaceAll('_', '-'),
      what: `the rows behind ${withinSentence(asked.label)} of ${scope === 'all' ? 'your' : 'all'} partners`,
    }),
  );
}

/** The partners of the scope, every one of which the asker may see the internal numbers of. */
async function cardsOf(request: Request, asked: Overall | Comparison, scope: Scope) {
  const { personId } = request.actor;
  const isOverall = 'watch' in asked;
  // Those who left count in what is over all; a comparison is of those who are there.
  const partners =
    scope === 'all'
      ? [
          ...(await managedPartners(request, personId)),
          ...(isOverall ? await partnersWhoLeft(request, personId) : []),
        ]
      : (await visiblePartners(request)).filter(({ endedAt }) => isOverall || !endedAt);
  if (partners.length === 0) {
    throw new Refusal(
      'not_found',
      'You don’t manage any partner yet, so there is nothing to work out. Start one with `/partner start`.',
    );
  }
  for (const partner of partners) demand(request.actor, 'scorecard.internal', { partnerId: partner.id });
  return loadCards(request, partners, request.now);
}

/** The number of one partner whose owner answers for the number over all of them. */
const sameAs: Readonly<Record<string, MetricKey>> = {
  overall_first_close: 'time_to_first_close',
  overall_first_value: 'time_to_first_value',
  partner_churn: 'churn',
};

/** The name of the seat that answers for a number over all, by the current playbook; null where none is named. */
async function ownerSeat(work: Work, { key }: Overall): Promise<string | null> {
  const playbook = (await findCurrentPlaybook(work))?.playbook;
  const owner =
    key === 'activation_rate'
      ? playbook?.measures.activation.owner
      : playbook?.metrics.find((metric) => metric.key === sameAs[key])?.owner;
  return playbook?.seats.find((seat) => seat.key === owner)?.name ?? null;
}
