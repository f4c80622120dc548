import { addDays, formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { eventInWords, type FactCondition, type Playbook } from '../playbook/public.ts';
import { formatEstimate, formatValue } from './figures.ts';
import { metricOf } from './metrics/catalogue.ts';
import type { Metric, PartnerFacts } from './metrics/metric.ts';
import { standingOf, targetIn } from './rules.ts';

/** Whether a condition is surely met, surely not, or cannot be told, with the facts that say so. */
export interface Judged {
  readonly verdict: 'met' | 'missed' | 'open';
  /** “Win rate 71 % (56–83), at least 50 % asked, from 24 observations”. Holds costs when the number is internal. */
  readonly evidence: string;
}

/** What a condition is held against; `dayOf` is when an event of the playbook happened, null while it has not. */
interface Facts {
  readonly numbers: PartnerFacts;
  readonly playbook: Pick<Playbook, 'gates' | 'milestones'>;
  dayOf(event: string): LocalDate | null;
}

/**
 * Holds a condition of the playbook against a partner's facts. A number meets it only with its whole interval, misses it
 * only with its whole interval, and decides nothing when it is of too few.
 */
export function judge(condition: FactCondition, facts: Facts): Judged {
  return condition.event
    ? judgeEvent(condition.event, condition.within, facts)
    : judgeNumber(condition, facts.numbers);
}

function judgeEvent(event: string, within: number | undefined, { numbers, playbook, dayOf }: Facts): Judged {
  const { kickoffOn, today } = numbers;
  const on = dayOf(event);
  const until = within === undefined || !kickoffOn ? null : addDays(kickoffOn, within);
  const asked = within === undefined ? '' : `, by ${within} days after kickoff asked`;
  const verdict = verdictOf({ on, until, today, isKnown: within === undefined || kickoffOn !== null });
  return {
    verdict,
    evidence: `${upperFirst(eventInWords(playbook, event))}: ${on ? formatLocalDate(on, today) : 'not yet'}${asked}`,
  };
}

function verdictOf(of: {
  readonly on: LocalDate | null;
  readonly until: LocalDate | null;
  readonly today: LocalDate;
  readonly isKnown: boolean;
}): Judged['verdict'] {
  const { on, until, today, isKnown } = of;
  if (!isKnown) return 'open';
  if (until === null) return on ? 'met' : 'open';
  if (on) return on <= until ? 'met' : 'missed';
  return today > until ? 'missed' : 'open';
}

function judgeNumber({ metric: key, atLeast, atMost, minimum }: FactCondition, facts: PartnerFacts): Judged {
  const limit = atLeast ?? atMost;
  if (key === undefined || limit === undefined) return { verdict: 'open', evidence: '' };
  const own = metricOf(key);
  // The side that is asked decides, whichever is better for a scorecard; nothing grows toward a limit by itself.
  const { growsOverTime: _, ...rest } = own;
  const metric: Metric = { ...rest, better: atLeast === undefined ? 'lower' : 'higher' };
  const figure = metric.estimate(facts);
  const currency = figure.currency ?? facts.currency;
  const { target } = targetIn(currency, limit);
  const isEnough = minimum === undefined || figure.n >= minimum;
  const standing = target === null || !isEnough ? 'unclear' : standingOf(metric, figure, target);
  const asked =
    target === null
      ? 'in another currency than asked'
      : `${atLeast === undefined ? 'at most' : 'at least'} ${formatValue(metric, target, currency)} asked`;
  return {
    verdict: standing === 'met' || standing === 'missed' ? standing : 'open',
    evidence: `${metric.label} ${formatEstimate(metric, figure)}, ${asked}, from ${figure.n} observations`,
  };
}

const upperFirst = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
