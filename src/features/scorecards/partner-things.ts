import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { pluralise, truncate } from '../../core/text.ts';
import { needsLook } from './attention.ts';
import { formatEstimate, formatValue } from './figures.ts';
import { describeStanding, type Line } from './rules.ts';

/** Something a partner can do itself, with its reason and the way there. */
export interface PartnerThing {
  readonly reason: string;
  readonly label: string;
  readonly command: string;
}

/** A step or an action item of the partner's people. */
export interface OwnTask {
  readonly title: string;
  readonly owner: string;
  readonly dueOn: LocalDate | null;
}

/** What a partner may know of itself; nothing internal, and no signals. */
export interface OwnAffairs {
  readonly name: string;
  readonly today: LocalDate;
  /** The earliest due first. */
  readonly steps: readonly OwnTask[];
  /** The earliest due first. */
  readonly actions: readonly OwnTask[];
  /** Accepted leads no deal has come of. */
  readonly leads: readonly { readonly number: number; readonly customer: string }[];
  /** Open deals, and since when nothing has happened to them; the longest first. */
  readonly idleDeals: readonly {
    readonly number: number;
    readonly customer: string;
    readonly since: LocalDate;
  }[];
  /** The lines of its scorecard that are shown to both sides. */
  readonly lines: readonly Line[];
}

const mostThings = 3;
const longestTitle = 120;

/** Up to three things a partner can do: what is late, then what waits, then what misses its target, then what is next. */
export function thingsOfPartner(affairs: OwnAffairs): PartnerThing[] {
  const { name, today, steps, actions, leads, idleDeals, lines } = affairs;
  const toSteps = { label: 'See steps', command: `status ${name}` };
  const toActions = { label: 'See action items', command: `actions ${name}` };
  const toPipeline = { label: 'See pipeline', command: `pipeline ${name}` };
  const [lead] = leads;
  const [deal] = idleDeals;
  const things: PartnerThing[] = [
    ...late(steps, 'step', today).map((reason) => ({ reason, ...toSteps })),
    ...late(actions, 'action item', today).map((reason) => ({ reason, ...toActions })),
    ...(lead
      ? [
          {
            reason: `L-${lead.number} ${lead.customer} was accepted and has no deal yet.${others(leads.length, 'lead')}`,
            label: 'Register a deal',
            command: `deal L-${lead.number}`,
          },
        ]
      : []),
    ...(deal
      ? [
          {
            reason: `Nothing has happened to D-${deal.number} ${deal.customer} since ${formatLocalDate(deal.since, today)}.${others(idleDeals.length, 'deal')}`,
            ...toPipeline,
          },
        ]
      : []),
    ...lines.filter(isTheirs).map((line) => ({
      reason: missedWords(line),
      ...(line.metric.behind === undefined
        ? { label: 'How it came about', command: `scorecard how ${line.metric.key} ${name}` }
        : toPipeline),
    })),
    ...next(steps, today).map((reason) => ({ reason, ...toSteps })),
    ...next(actions, today).map((reason) => ({ reason, ...toActions })),
  ];
  return things.slice(0, mostThings);
}

/** How fast leads are answered, and how well the vendor’s API runs, is not the partner’s to mend. */
function isTheirs(line: Line): boolean {
  return needsLook(line) && line.metric.key !== 'lead_response' && line.metric.key !== 'api_reliability';
}

function missedWords(line: Line): string {
  const { metric, estimate, target } = line;
  return `${metric.label} ${formatEstimate(metric, estimate)}, ${describeStanding(line)} of ${formatValue(metric, target ?? 0, estimate.currency)}.`;
}

/** “Sign the contract” of Diego Santos was due Mon 2 Feb, and 2 more steps are late. */
function late(tasks: readonly OwnTask[], noun: string, today: LocalDate): string[] {
  const found = tasks.filter(({ dueOn }) => dueOn !== null && dueOn < today);
  const [first] = found;
  if (!first?.dueOn) return [];
  const more = found.length - 1;
  const rest = more === 0 ? '' : `, and ${pluralise(more, `more ${noun}`)} ${more === 1 ? 'is' : 'are'} late`;
  return [`${named(first)} was due ${formatLocalDate(first.dueOn, today)}${rest}.`];
}

/** What is to be done next, where nothing of the kind is late: that comes first, and leads to the same list. */
function next(tasks: readonly OwnTask[], today: LocalDate): string[] {
  const [first] = tasks;
  if (!first || (first.dueOn !== null && first.dueOn < today)) return [];
  const when = first.dueOn === null ? 'comes next' : `is due ${formatLocalDate(first.dueOn, today)}`;
  return [`${named(first)} ${when}.`];
}

function named({ title, owner }: OwnTask): string {
  return `“${truncate(title, longestTitle)}” of ${owner}`;
}

/** “ One more lead waits like it.” */
function others(count: number, noun: string): string {
  if (count < 2) return '';
  return count === 2 ? ` One more ${noun} waits like it.` : ` ${count - 1} more ${noun}s wait like it.`;
}
