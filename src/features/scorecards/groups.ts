import { type Estimate, proportion } from '../../core/statistics.ts';
import type { PartnerCard } from './facts.ts';

/** Partners that are looked at together: those of a tier or of a segment. Internal. */
export interface Group {
  readonly name: string;
  readonly partners: number;
  /** Of all their deals and leads together, not the mean of the partners' rates. */
  readonly winRate: Estimate;
  readonly leadQuality: Estimate;
  readonly conversion: Estimate;
  /** Sourced revenue by currency, which are never added; minor units. */
  readonly sourced: ReadonlyMap<string, bigint>;
}

type Grouped = Pick<PartnerCard, 'facts'>;

/** The partners by each of the names they go by, in the order of the names; who has none is in no group. */
export function groupsBy<T extends Grouped>(
  cards: readonly T[],
  namesOf: (card: T) => readonly string[],
): readonly Group[] {
  const names = [...new Set(cards.flatMap((card) => namesOf(card)))].sort((a, b) => a.localeCompare(b));
  return names.map((name) =>
    groupOf(
      name,
      cards.filter((card) => namesOf(card).includes(name)),
    ),
  );
}

export function groupOf(name: string, cards: readonly Grouped[]): Group {
  const sum = (of: (facts: PartnerCard['facts']) => number) =>
    cards.reduce((total, { facts }) => total + of(facts), 0);
  const sourced = new Map<string, bigint>();
  for (const { facts } of cards) {
    const { minor } = facts.own.sourced.won;
    if (minor > 0n) sourced.set(facts.currency, (sourced.get(facts.currency) ?? 0n) + minor);
  }
  const won = sum((facts) => facts.won);
  return {
    ...{ name, partners: cards.length, sourced },
    winRate: proportion(won, won + sum((facts) => facts.lost)),
    leadQuality: proportion(
      sum(({ leads }) => leads.accepted),
      sum(({ leads }) => leads.reviewed),
    ),
    conversion: proportion(
      sum(({ cohort }) => cohort.won),
      sum(({ cohort }) => cohort.leads),
    ),
  };
}
