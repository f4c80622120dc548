import { z } from 'zod';
import { canonicalJson } from '../../../core/hash.ts';
import { factCondition } from '../schema/conditions.ts';
import { target } from '../schema/fields.ts';
import type { Playbook } from '../schema/playbook.ts';
import type { Say } from './changeWords.ts';
import {
  clip,
  isAmount,
  labelOf,
  metricInWords,
  nouns,
  sayIn,
  targetInWords,
  unitOf,
} from './changeWords.ts';
import { factInWords } from './factInWords.ts';

type Part = Readonly<Record<string, unknown>>;

/** A field of something in both versions. */
interface Change {
  /** What it belongs to: `Step “Security review”`. */
  readonly subject: string;
  readonly field: string;
  readonly label: string;
  readonly before: unknown;
  readonly after: unknown;
}

interface Voices {
  readonly before: Say;
  readonly after: Say;
}

/**
 * An amendment in plain words, one sentence each, in the order of the file: `Step “Security review” is now due
 * on working day 15 (was 10)`. Empty exactly when both say the same.
 */
export function describeChanges(before: Playbook, after: Playbook): readonly string[] {
  const voices = { before: withFacts(before), after: withFacts(after) };
  const left = flat(before);
  const right = flat(after);
  return [...new Set([...Object.keys(right), ...Object.keys(left)])].flatMap((field) => {
    const change = { field, label: labelOf(field), before: left[field], after: right[field] };
    const subject = subjects[field] ?? '';
    if (isPart(change.before) && isPart(change.after)) {
      return compareParts(subject, '', change.before, change.after, voices);
    }
    return describe({ ...change, subject }, voices);
  });
}

/** As sayIn, and conditions too: “a deal is registered, and win rate is surely at least 40 %”; “nothing”. */
function withFacts(playbook: Playbook): Say {
  const say = sayIn(playbook);
  return (field, value) => {
    if (field !== 'when') return say(field, value);
    const conditions = z.array(factCondition).catch([]).parse(value);
    return conditions.map((each) => factInWords(playbook, each)).join(', and ') || 'nothing';
  };
}

/** Parts of the file that are one thing and not a list of things. */
const subjects: Readonly<Record<string, string>> = {
  programme: 'The programme',
  reminders: 'Reminders',
  registration: 'Registration',
  health: 'Partner health',
  routing: 'Routing of leads',
  deals: 'Deals',
  measures: 'Measures',
  scorecards: 'Scorecards',
  plan: 'The joint plan',
  mentoring: 'Mentoring',
};

/** Steps beside their gates instead of inside them, so that one that moves is not gone and new. */
function flat(playbook: Playbook): Part {
  return {
    ...playbook,
    gates: playbook.gates.map(({ steps: _, ...gate }) => gate),
    steps: playbook.gates.flatMap((gate) => gate.steps.map((step) => ({ ...step, gate: gate.key }))),
  };
}

function compareParts(
  subject: string,
  prefix: string,
  before: Part,
  after: Part,
  voices: Voices,
): readonly string[] {
  const fields = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...fields].flatMap((field) =>
    describe(
      {
        subject,
        field,
        label: `${prefix}${labelOf(field)}`,
        before: before[field],
        after: after[field],
      },
      voices,
    ),
  );
}

function describe(change: Change, voices: Voices): readonly string[] {
  const { subject, field, label, before, after } = change;
  if (isSame(before, after)) return [];
  const own = inOwnWords(change, voices);
  if (own) return own;
  if (Array.isArray(before) && Array.isArray(after)) {
    return [...before, ...after].every(isPart)
      ? compareItems(change, before, after, voices)
      : compareLists(change, before, after, voices);
  }
  if (isPart(before) && isPart(after)) {
    const [was, is] = [variantOf(before), variantOf(after)];
    if (was !== is) return [`${subject}: ${label} is now ${is} (was ${was})`];
    return compareParts(subject, `${label}, `, before, after, voices);
  }
  if (isPart(before) !== isPart(after)) {
    const name = subject === '' ? label : subject;
    if (before === undefined) return [`${name}: there are rules for it now`];
    if (after === undefined) return [`${name}: there are no rules for it any more`];
  }
  const was = before === undefined ? 'none' : voices.before(field, before);
  const is = after === undefined ? 'none' : voices.after(field, after);
  const isLong = is.length > 80 || was.length > 80;
  return [isLong ? `${subject}: ${label} now reads ${is}` : `${subject}: ${label} is now ${is} (was ${was})`];
}

/** What a union's member is told apart by. */
function variantOf(part: Part): unknown {
  return part.kind ?? part.on ?? part.unit;
}

/** Fields that deserve better than “x is now y”. */
function inOwnWords({ subject, field, before, after }: Change, say: Voices): readonly string[] | undefined {
  const was = () => say.before(field, before);
  const is = () => say.after(field, after);
  if (field === 'due') return [`${subject} is now due on working day ${is()} (was ${was()})`];
  if (field === 'owner') return [`${subject} now belongs to ${is()} (was ${was()})`];
  if (field === 'for') return [`${subject} is now for ${is()} (was for ${was()})`];
  if (field === 'when') return [`${subject}: what has to be so first is now ${is()} (was ${was()})`];
  if (field === 'segmentTargets') return segmentTargetChanges(subject, before, after, say);
  if (field === 'gate') return [`${subject} moved from gate “${was()}” to gate “${is()}”`];
  if (field === 'decidedBy') return [`${subject} is now decided by ${is()} (was ${was()})`];
  if (field === 'review' && after === undefined) return [`${subject} no longer needs a review`];
  if (field === 'review') {
    return [`${subject} is now reviewed by ${is()}${before === undefined ? '' : ` (was ${was()})`}`];
  }
  if (field === 'targets' && isPart(before) && isPart(after))
    return targetChanges(subject, before, after, say);
  if (field === 'partnerTargets')
    return targetChanges(subject, isPart(before) ? before : {}, isPart(after) ? after : {}, say);
  return undefined;
}

function targetChanges(subject: string, before: Part, after: Part, say: Voices): readonly string[] {
  const unit = unitOf(subject.replace(/^Metric “(.*)”$/, '$1').replaceAll(' ', '_'));
  const words = (value: unknown) => {
    const read = target.safeParse(value);
    return value === undefined || !read.success ? 'none' : targetInWords(unit, read.data);
  };
  return [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .filter((tier) => !isSame(before[tier], after[tier]))
    .map((tier) => {
      const name = (tier in after ? say.after : say.before)('tiers', tier);
      return `${subject}: the target for ${name} is now ${words(after[tier])} (was ${words(before[tier])})`;
    });
}

/** Whom a target is for tells it from the others; its place decides only where two fit the same partner. */
function segmentTargetChanges(
  subject: string,
  before: unknown,
  after: unknown,
  say: Voices,
): readonly string[] {
  const named = (list: unknown, voice: Say): Part =>
    Object.fromEntries(
      (Array.isArray(list) ? list : []).filter(isPart).map((each) => [voice('for', each.for), each.target]),
    );
  const sentences = targetChanges(subject, named(before, say.before), named(after, say.after), say);
  return sentences.length > 0 ? sentences : [`${subject}: targets by segment are in another order`];
}

/** Lists of plain values: what came, what went, or only the order. */
function compareLists(
  { subject, field, label }: Change,
  before: readonly unknown[],
  after: readonly unknown[],
  voices: Voices,
): readonly string[] {
  const came = after.filter((value) => !before.includes(value)).map((value) => voices.after(field, value));
  const went = before.filter((value) => !after.includes(value)).map((value) => voices.before(field, value));
  if (field === 'after') {
    return [
      ...came.map((step) => `${subject} now waits for ${step}`),
      ...went.map((step) => `${subject} no longer waits for ${step}`),
      ...(came.length + went.length === 0 ? [`${subject}: what it waits for is in another order`] : []),
    ];
  }
  if (came.length + went.length === 0) return [`${subject}: ${label} are in another order`];
  // A list that may be left out means “all of them” when empty.
  if (field === 'tracks' && after.length === 0) return [`${subject} is now for all ${label}`];
  if (field === 'tracks' && before.length === 0) return [`${subject} is now for ${came.join(', ')} only`];
  return [
    ...came.map((value) => `${subject}: ${label} now include ${value}`),
    ...went.map((value) => `${subject}: ${label} no longer include ${value}`),
  ];
}

/** Lists of things with keys: which are new, which are gone, what changed in each, and their order. */
function compareItems(
  { subject, field, label }: Change,
  before: readonly Part[],
  after: readonly Part[],
  voices: Voices,
): readonly string[] {
  const noun = nouns[field] ?? field;
  const named = (item: Part) =>
    `${subject === '' ? noun.charAt(0).toUpperCase() + noun.slice(1) : `${subject}, ${noun}`} “${nameOf(item)}”`;
  const left = new Map(before.map((item) => [idOf(item), item]));
  const right = new Map(after.map((item) => [idOf(item), item]));
  const sentences = after.flatMap((item) => {
    const was = left.get(idOf(item));
    if (!was) return [`${named(item)} is new${whereNew(item, voices)}`];
    const renamed = nameOf(was) !== nameOf(item) ? [`${named(was)} is now called “${nameOf(item)}”`] : [];
    const { [nameFieldOf(was)]: _was, ...restBefore } = was;
    const { [nameFieldOf(item)]: _is, ...restAfter } = item;
    return [...renamed, ...compareParts(named(item), '', restBefore, restAfter, voices)];
  });
  const gone = before.filter((item) => !right.has(idOf(item))).map((item) => `${named(item)} is gone`);
  const moved = groupsInAnotherOrder(before, after, left, right).map((gate) =>
    gate === undefined
      ? `${subject === '' ? 'The playbook' : subject}: ${label} are in another order`
      : `Gate “${voices.after('gate', gate)}”: its steps are in another order`,
  );
  return [...sentences, ...gone, ...moved];
}

function whereNew(item: Part, voices: Voices): string {
  if (item.gate === undefined || item.due === undefined) return '';
  return `, in gate “${voices.after('gate', item.gate)}”, due on working day ${String(item.due)}`;
}

/** Steps are compared gate by gate, everything else as one list (undefined). */
function groupsInAnotherOrder(
  before: readonly Part[],
  after: readonly Part[],
  left: ReadonlyMap<string, Part>,
  right: ReadonlyMap<string, Part>,
): readonly unknown[] {
  const stays = (item: Part) => left.get(idOf(item))?.gate === right.get(idOf(item))?.gate;
  const order = (items: readonly Part[], gate: unknown) =>
    items
      .filter((item) => left.has(idOf(item)) && right.has(idOf(item)) && stays(item) && item.gate === gate)
      .map(idOf);
  return [...new Set(after.map((item) => item.gate))].filter(
    (gate) => !isSame(order(before, gate), order(after, gate)),
  );
}

/** The field that says which one it is; links have none but their title, signals none but their kind. */
function idOf(item: Part): string {
  return String(item.key ?? item.topic ?? item.date ?? item.title ?? item.kind);
}

/** The field that people know it by. */
function nameFieldOf(item: Part): string {
  return ['title', 'name', 'text', 'key', 'kind'].find((field) => typeof item[field] === 'string') ?? '';
}

function nameOf(item: Part): string {
  return ['key', 'kind'].includes(nameFieldOf(item))
    ? metricInWords(idOf(item))
    : clip(String(item[nameFieldOf(item)]));
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isAmount(value);
}

/** Left out is undefined, which canonical JSON has no word for. */
function isSame(before: unknown, after: unknown): boolean {
  if (before === undefined || after === undefined) return before === after;
  return canonicalJson(before) === canonicalJson(after);
}
