import { listing } from '../../core/text.ts';
import { post } from '../../platform/delivery/post.ts';
import { actions, button, md, message, section } from '../../platform/slack/kit/index.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { seatHolders } from '../onboarding/public.ts';
import { loadPeople } from '../partners/public.ts';
import { needsLook } from './attention.ts';
import type { PartnerCard } from './facts.ts';
import { formatEstimate, formatValue } from './figures.ts';
import { playbooksOf } from './playbooks.ts';
import { describeStanding, type Line } from './rules.ts';

/** Who answers for a number of one partner. */
export interface Owner {
  readonly person: Person;
  /** The seat’s name in the playbook. */
  readonly seat: string;
  /** Nobody sits on the seat: the partner’s manager answers in its stead. */
  readonly isStandIn: boolean;
}

type OwnerOf = (card: PartnerCard, metric: string) => Owner | null;

/** Who answers for which number of these partners, by the playbooks they follow; null where nobody is named. */
export async function ownersOf(work: Work, cards: readonly PartnerCard[]): Promise<OwnerOf> {
  const playbookOf = await playbooksOf(
    work,
    cards.map((card) => card.playbookVersionId),
  );
  const isNamed = cards.some((card) =>
    playbookOf(card.playbookVersionId)?.metrics.some(({ owner }) => owner),
  );
  if (!isNamed) return () => null;
  const holders = await seatHolders(
    work,
    cards.map(({ partner }) => partner.id),
  );
  const people = await loadPeople(work, [
    ...cards.map(({ partner }) => partner.managerPersonId),
    ...[...holders.values()].flatMap((seats) => [...seats.values()]),
  ]);
  return ({ partner, playbookVersionId }, key) => {
    const playbook = playbookOf(playbookVersionId);
    const owner = playbook?.metrics.find((metric) => metric.key === key)?.owner;
    if (!owner) return null;
    const holder = people.get(holders.get(partner.id)?.get(owner) ?? '');
    const isThere = holder !== undefined && !holder.deactivatedAt;
    const person = isThere ? holder : people.get(partner.managerPersonId);
    const seat = playbook?.seats.find((each) => each.key === owner)?.name ?? owner;
    return person ? { person, seat, isStandIn: !isThere } : null;
  };
}

/** “Tom Okafor (Finance)”, “Maya Chen, as nobody is Finance there”. */
export function ownerWords({ person, seat, isStandIn }: Owner): string {
  return isStandIn ? `${person.name}, as nobody is ${seat} there` : `${person.name} (${seat})`;
}

/** Numbers that miss their targets go to whoever answers for them, when that is not the manager, who reads them in the digest. */
export async function tellOwners(
  work: Work,
  manager: Person,
  rows: readonly { readonly card: PartnerCard; readonly lines: readonly Line[] }[],
  ownerOf: OwnerOf,
): Promise<void> {
  const byOwner = new Map<string, { person: Person; missed: { card: PartnerCard; line: Line }[] }>();
  for (const { card, lines } of rows)
    for (const line of lines.filter(needsLook)) {
      const owner = ownerOf(card, line.metric.key);
      if (!owner || owner.person.id === manager.id) continue;
      const known = byOwner.get(owner.person.id) ?? { person: owner.person, missed: [] };
      byOwner.set(owner.person.id, { ...known, missed: [...known.missed, { card, line }] });
    }
  await post(
    work,
    ...[...byOwner.values()].map(({ person, missed }) => ({
      key: `scorecards.owned:${person.id}:${manager.id}:${work.now.toISOString()}`,
      to: { person: person.slackUserId },
      audience: 'internal' as const,
      message: ownedMessage(missed),
      urgency: 'bulk' as const,
    })),
  );
}

const mostOwned = 15;

function ownedMessage(missed: readonly { readonly card: PartnerCard; readonly line: Line }[]) {
  const shown = missed.slice(0, mostOwned);
  const names = [...new Set(missed.map(({ card }) => card.name))];
  const rest = missed.length - shown.length;
  return message([
    section(
      md`You answer for numbers that miss their targets, at ${listing(names)}. Have a look, and agree with the partner manager on what to do.`,
    ),
    ...shown.flatMap(({ card, line }) => [
      section(
        md`${card.name}: ${line.metric.label} ${formatEstimate(line.metric, line.estimate)}, ${describeStanding(line)} of ${formatValue(line.metric, line.target ?? 0, line.estimate.currency)}`,
      ),
      actions(
        button('platform.command', 'How it came about', {
          value: `scorecard how ${line.metric.key} ${card.name}`,
          accessibilityLabel: `How ${line.metric.label} of ${card.name} came about`,
        }),
      ),
    ]),
    ...(rest > 0 ? [section(`And ${rest} more.`)] : []),
  ]);
}
