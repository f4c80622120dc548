import type { LocalDate } from '../../core/calendar.ts';
import type { Risk } from '../playbook/public.ts';
import { byName } from './by-name.ts';

/** Likelihood × impact, before and after what is done about it: 1 to 25 each. */
interface Rating {
  readonly inherent: number;
  readonly residual: number;
}

/** A risk as it is for a partner, and as it was before it was last rated anew. */
export interface RatedRisk extends Rating {
  readonly title: string;
  /** Null where it never was another, or the risk is new. `since` is the day from which the present rating holds. */
  readonly before: (Rating & { readonly since: LocalDate }) | null;
}

/** A version of the playbook, and the day it was published. */
export interface RiskVersion {
  readonly on: LocalDate;
  readonly risks: readonly Risk[];
}

/**
 * The risks of the last of these versions for a partner, the oldest version first. Versions never change, so nothing else
 * has to keep how a risk was rated before; a risk is the same while its key is.
 */
export function ratedRisks(versions: readonly RiskVersion[], partner: string): RatedRisk[] {
  return (versions.at(-1)?.risks ?? []).map((risk) => {
    const now = ratingOf(risk, partner);
    return { title: risk.title, ...now, before: ratingBefore(versions, risk.key, now, partner) };
  });
}

function ratingBefore(
  versions: readonly RiskVersion[],
  key: string,
  now: Rating,
  partner: string,
): RatedRisk['before'] {
  let since = versions.at(-1)?.on;
  for (const { on, risks } of versions.toReversed()) {
    const then = risks.find((risk) => risk.key === key);
    if (!then || !since) return null;
    const rating = ratingOf(then, partner);
    if (rating.inherent !== now.inherent || rating.residual !== now.residual) return { ...rating, since };
    since = on;
  }
  return null;
}

function ratingOf(risk: Risk, partner: string): Rating {
  const score = ({ likelihood, impact }: Risk['residual']) => likelihood * impact;
  return {
    inherent: score(risk.inherent),
    residual: score(byName(risk.partners, partner) ?? risk.residual),
  };
}
