import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { Reply, Request } from '../../platform/feature.ts';
import { demand } from '../../policy/policy.ts';
import { managedPartners, partnersWhoLeft } from '../partners/public.ts';
import { loadCards } from './facts.ts';
import { type Comparison, comparisonExplanation, overAll, overallExplanation } from './how-over-all-view.ts';
import { namedIn } from './metrics/catalogue.ts';
import { type Overall, overallOf } from './overall/overall.ts';

const reference = z.tuple([z.literal('all'), z.string(), z.coerce.number().int().min(0).max(100_000)]);

/** What the value of such a button asks for; null where it asks for something else. */
export function overAllIn(value: string) {
  const read = reference.safeParse(value.split(':'));
  const asked = read.data && overAll.find(({ key }) => key === read.data[1]);
  return asked ? { asked, page: read.data[2] } : null;
}

export function overAllNamed(text: string): Overall | Comparison | null {
  return namedIn(text, overAll)?.named ?? null;
}

/** A number over all the partners that the asker manages, or how they compare: partner by partner, a page at a time. */
export async function explainOverAll(
  request: Request,
  asked: Overall | Comparison,
  page: number,
  deliver: (request: Request, message: Message) => Promise<Reply>,
): Promise<Reply> {
  const { personId } = request.actor;
  const isOverall = 'watch' in asked;
  // Those who left count in what is over all; a comparison is of those who are there.
  const left = isOverall ? await partnersWhoLeft(request, personId) : [];
  const partners = [...(await managedPartners(request, personId)), ...left];
  if (partners.length === 0) {
    throw new Refusal(
      'not_found',
      'You don’t manage any partner yet, so there is nothing to work out. Start one with `/partner start`.',
    );
  }
  for (const partner of partners) demand(request.actor, 'scorecard.internal', { partnerId: partner.id });
  const cards = await loadCards(request, partners, request.now);
  const facts = cards.map((card) => card.facts);
  return deliver(
    request,
    isOverall
      ? overallExplanation(asked, overallOf(asked, facts), cards, page)
      : comparisonExplanation(asked, cards, page),
  );
}
