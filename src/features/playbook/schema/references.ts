import { raciFault } from '../rules/raci.ts';
import { factFaults, saidToPartnerFaults, unsaidFault } from './condition-faults.ts';
import { dependencyFaults } from './dependencies.ts';
import { hoursFaults } from './hours-faults.ts';
import { declared, hint, repeated, unknown } from './known-faults.ts';
import { internalMetrics, metricKeys } from './metrics.ts';
import { measuredScales } from './questions/rating.ts';
import { regionFaults } from './region-faults.ts';
import { seatKeys } from './seats.ts';
import type { Finding, Spot } from './spot.ts';
import { child, entries, items, shown, words } from './spot.ts';
import { comparisonFaults, metricFaults, targetFault, tierFault } from './target-faults.ts';

/**
 * Faults between parts: keys used twice, references to what does not exist, dependencies that cannot be met.
 * Reads the raw document, so that they are found beside faults of shape.
 */
export function referenceFaults(document: unknown): readonly Finding[] {
  const root: Spot = { value: document, path: [] };
  const part = (name: string) => items(child(root, name));
  const found: Finding[] = [];

  const seats = declared(part('seats'), 'key', 'seat', found);
  const tracks = declared(part('tracks'), 'key', 'track', found);
  const tiers = declared(part('tiers'), 'key', 'tier', found);
  const audience = audienceFaults(root, tiers, found);
  declared(part('gates'), 'key', 'gate', found);
  const steps = part('gates').flatMap((gate) => items(child(gate, 'steps')));
  declared(steps, 'key', 'step', found);
  declared(part('contacts'), 'topic', 'topic', found);
  const calls = declared(part('calls'), 'key', 'call', found);
  declared(part('surveys'), 'key', 'survey', found);
  declared(part('metrics'), 'key', 'metric', found);
  declared(items(child(child(root, 'programme'), 'holidays')), 'date', 'holiday', found);

  const routing = child(root, 'routing');
  const territories = declared(items(child(routing, 'territories')), 'key', 'territory', found);
  regionFaults(part('regions'), territories, found);
  declared(items(child(routing, 'segments')), 'key', 'segment', found);
  declared(items(child(routing, 'capabilities')), 'key', 'capability', found);
  declared(items(child(child(root, 'deals'), 'stages')), 'key', 'stage', found);
  declared(items(child(child(root, 'deals'), 'roles')), 'key', 'role', found);
  declared(items(child(child(root, 'mentoring'), 'topics')), 'key', 'topic', found);
  repeated(items(child(routing, 'match')), 'rule', found);
  repeated(items(child(routing, 'prefer')), 'preference', found);

  const seat = (spot: Spot) => seatFault(spot, seats, found);
  declared(part('handoffs'), 'key', 'handoff', found);
  for (const handoff of part('handoffs')) {
    seat(child(handoff, 'from'));
    seat(child(handoff, 'to'));
    declared(items(child(handoff, 'requires')), 'key', 'question', found);
  }
  for (const contact of part('contacts')) seat(child(contact, 'seat'));
  seat(child(child(root, 'reminders'), 'escalateTo'));
  for (const gate of part('gates')) seat(child(gate, 'decidedBy'));
  for (const step of steps) {
    seat(child(step, 'owner'));
    reviewFaults(step, seat, found);
    for (const spot of items(child(step, 'tracks'))) unknown(spot, tracks, 'a track', found);
    for (const spot of items(child(step, 'tiers'))) unknown(spot, tiers, 'a tier', found);
    audience(child(step, 'for'));
    for (const spot of items(child(step, 'when'))) {
      factFaults(spot, found);
      saidToPartnerFaults(child(spot, 'metric'), part('metrics'), found);
      unsaidFault(child(spot, 'event'), part('milestones'), found);
    }
    for (const resource of items(child(step, 'resources'))) audience(child(resource, 'for'));
    const twice = child(child(step, 'for'), 'tier');
    if (twice.value !== undefined && items(child(step, 'tiers')).length > 0)
      found.push({
        path: twice.path,
        isKey: true,
        message: 'the tiers are already under tiers; keep one of the two',
      });
    for (const question of questionsOf(child(child(step, 'evidence'), 'questions'), found)) {
      const options = declared(items(child(question, 'options')), 'key', 'option', found);
      const answers = items(child(question, 'answers'));
      for (const answer of answers) unknown(answer, options, 'an option', found);
      repeated(answers, 'answer', found);
    }
  }
  for (const call of part('calls')) for (const spot of items(child(call, 'attendees'))) seat(spot);
  for (const survey of part('surveys')) surveyFaults(survey, seat, found);
  for (const tier of part('tiers')) {
    audience(child(child(tier, 'criteria'), 'for'));
    for (const spot of items(child(child(tier, 'criteria'), 'when'))) factFaults(spot, found);
  }
  for (const metric of part('metrics')) {
    metricFaults(metric, tiers, found);
    seat(child(metric, 'owner'));
    ownerFaults(metric, found);
    for (const own of items(child(metric, 'segmentTargets'))) audience(child(own, 'for'));
  }
  comparisonFaults(part('metrics'), found);
  for (const gate of part('gates')) raciFaults(child(gate, 'raci'), seats, found);
  measureFaults(child(root, 'measures'), tiers, found);
  const activation = child(child(root, 'measures'), 'activation');
  seat(child(activation, 'owner'));
  readerFault(child(activation, 'owner'), comparers, found);
  declared(part('risks'), 'key', 'risk', found);
  for (const risk of part('risks')) {
    seat(child(risk, 'owner'));
    riskFaults(risk, found);
  }
  const milestones = declared(part('milestones'), 'key', 'milestone', found);
  for (const spot of part('milestones')) milestoneFaults(spot, found);
  const events = {
    step: steps.flatMap((step) => words(child(step, 'key')) ?? []),
    gate: part('gates').flatMap((gate) => words(child(gate, 'key')) ?? []),
    milestone: milestones,
  };
  const named = [
    child(child(child(root, 'measures'), 'activation'), 'event'),
    child(child(child(root, 'measures'), 'firstValue'), 'event'),
    ...items(child(child(root, 'health'), 'signals')).map((signal) => child(signal, 'event')),
    ...part('tiers')
      .flatMap((tier) => items(child(child(tier, 'criteria'), 'when')))
      .map((each) => child(each, 'event')),
    ...steps.flatMap((step) => items(child(step, 'when'))).map((each) => child(each, 'event')),
  ];
  for (const spot of named) eventFault(spot, events, found);
  healthFaults(child(root, 'health'), part('surveys'), seat, found);
  planFaults(child(root, 'plan'), part('calls'), part('metrics'), found);
  const quarterly = child(child(root, 'scorecards'), 'quarterly');
  for (const spot of items(child(quarterly, 'reviewedAt'))) unknown(spot, calls, 'a call', found);
  hoursFaults(child(child(root, 'programme'), 'workingHours'), found);
  return [...found, ...dependencyFaults(part('gates'))];
}

/** Checks the segments, and returns what checks whom something is for. */
function audienceFaults(root: Spot, tiers: readonly string[], found: Finding[]): (spot: Spot) => void {
  const routing = child(root, 'routing');
  const keysOf = (list: Spot) => items(list).flatMap((each) => words(child(each, 'key')) ?? []);
  const known = new Map<string, readonly string[]>([['tier', tiers]]);
  for (const [dimension, part] of Object.entries({
    territory: 'territories',
    segment: 'segments',
    capability: 'capabilities',
  })) {
    const keys = keysOf(child(routing, part));
    if (keys.length > 0) known.set(dimension, keys);
  }
  for (const dimension of items(child(root, 'segments'))) {
    const spot = child(dimension, 'key');
    const key = words(spot);
    const values = child(dimension, 'values');
    declared(items(values), 'key', 'value', found);
    if (key === undefined) continue;
    if (known.has(key)) {
      const message =
        key === 'tier' ? 'a partner’s tier is no segment' : `the segment ${shown(key)} is already there`;
      found.push({ path: spot.path, message });
    } else known.set(key, keysOf(values));
  }
  return (condition) => {
    for (const [name, spot] of entries(condition)) {
      const values = known.get(name);
      if (values) for (const each of items(spot)) unknown(each, values, `${name} as declared`, found);
      else {
        const message = `expected tier or the key of a segment, got ${shown(name)}${hint(name, [...known.keys()])}`;
        found.push({ path: spot.path, message, isKey: true });
      }
    }
  };
}

function questionsOf(list: Spot, found: Finding[]): readonly Spot[] {
  declared(items(list), 'key', 'question', found);
  return items(list);
}

function seatFault(spot: Spot, declaredSeats: readonly string[], found: Finding[]): void {
  const key = words(spot);
  if (key === undefined || declaredSeats.includes(key)) return;
  const message = seatKeys.some((seat) => seat === key)
    ? `the seat "${key}" is not declared under seats; add it there or use another`
    : `expected the key of a seat, got ${shown(key)}${hint(key, declaredSeats)}`;
  found.push({ path: spot.path, message });
}

function reviewFaults(step: Spot, seat: (spot: Spot) => void, found: Finding[]): void {
  const review = child(step, 'review');
  seat(review);
  const reviewer = words(review);
  if (reviewer !== undefined && reviewer === words(child(step, 'owner'))) {
    found.push({
      path: review.path,
      message: `expected a seat other than the owner, got ${shown(reviewer)}; nobody reviews their own step`,
    });
  }
}

function surveyFaults(survey: Spot, seat: (spot: Spot) => void, found: Finding[]): void {
  const audience = items(child(survey, 'audience'));
  for (const spot of audience) seat(spot);
  repeated(audience, 'seat', found);
  for (const question of questionsOf(child(survey, 'questions'), found)) {
    declared(items(child(question, 'options')), 'key', 'option', found);
    measuredFault(question, found);
  }
  const closes = child(survey, 'closesAfterDays').value;
  for (const day of items(child(survey, 'remindAfterDays'))) {
    if (typeof closes !== 'number' || typeof day.value !== 'number' || day.value < closes) continue;
    found.push({
      path: day.path,
      message: `expected a day before the survey closes on day ${closes}, got ${day.value}`,
    });
  }
}

/** What a rating says it measures has to be asked on the scale that is measured on. */
function measuredFault(question: Spot, found: Finding[]): void {
  const { value, path } = child(question, 'measures');
  const max = child(question, 'max').value;
  if (value !== 'satisfaction' && value !== 'effort') return;
  const scale = measuredScales[value];
  if (typeof max === 'number' && max !== scale)
    found.push({ path, message: `${value} is measured from 1 to ${scale}, and this goes to ${max}` });
}

/** Who may read a partner's scorecard, and who what is kept to the vendor (the policy table). */
const readers = ['vendor.manager', 'vendor.finance', 'vendor.product', 'vendor.sales', 'vendor.admin'];
const comparers = ['vendor.manager', 'vendor.finance', 'vendor.admin'];

/** Whoever answers for a number has to be able to see it. */
function ownerFaults(metric: Spot, found: Finding[]): void {
  const isKept =
    words(child(metric, 'shownTo')) === 'vendor' ||
    internalMetrics.some((key) => key === child(metric, 'key').value);
  readerFault(child(metric, 'owner'), isKept ? comparers : readers, found);
}

function readerFault(owner: Spot, allowed: readonly string[], found: Finding[]): void {
  const key = words(owner);
  if (key === undefined || allowed.includes(key) || !seatKeys.some((seat) => seat === key)) return;
  const message = `expected a seat whose people may see the number, one of ${allowed.join(', ')}, got ${shown(key)}`;
  found.push({ path: owner.path, message });
}

function raciFaults(raci: Spot, declaredSeats: readonly string[], found: Finding[]): void {
  const seats = entries(raci);
  if (seats.length === 0) return;
  for (const [seat, spot] of seats) {
    const faults: Finding[] = [];
    seatFault({ value: seat, path: spot.path }, declaredSeats, faults);
    found.push(...faults.map((fault) => ({ ...fault, isKey: true as const })));
  }
  const fault = raciFault(seats.map(([, spot]) => words(spot) ?? ''));
  if (fault) found.push({ path: raci.path, message: `expected ${fault}` });
}

/** An event that is a part of the file has to be there. */
function eventFault(
  spot: Spot,
  known: Readonly<Record<'step' | 'gate' | 'milestone', readonly string[]>>,
  found: Finding[],
): void {
  const [, kind, name] = /^(step|gate|milestone):(.+)$/.exec(words(spot) ?? '') ?? [];
  if (kind !== 'step' && kind !== 'gate' && kind !== 'milestone') return;
  unknown({ ...spot, value: name }, known[kind], `a ${kind}`, found);
}

/** Its title does not tell what the partner may not see. */
function milestoneFaults(milestone: Spot, found: Finding[]): void {
  const reached = child(milestone, 'reached');
  if (words(child(reached, 'on')) !== 'sourced_revenue') return;
  const isTold = words(child(milestone, 'shownTo')) !== 'vendor';
  const isSecret = words(child(reached, 'amountShownTo')) !== 'both';
  const title = child(milestone, 'title');
  if (isTold && isSecret && /\d/.test(words(title) ?? ''))
    found.push({
      path: title.path,
      message:
        'the partner reads this title and may not see the amount; leave the number out, or say amountShownTo: both',
    });
}

/** Tiers that the measures name. */
function measureFaults(measures: Spot, tiers: readonly string[], found: Finding[]): void {
  const byTier = [
    child(child(measures, 'ramp'), 'monthlyRevenue'),
    child(child(measures, 'activities'), 'freeMinutes'),
  ];
  for (const [tier, spot] of byTier.flatMap(entries)) tierFault(tier, spot, tiers, found);
}

/** What is done about a risk cannot make it worse. */
function riskFaults(risk: Spot, found: Finding[]): void {
  const scoreOf = (rating: Spot) => {
    const [likelihood, impact] = [child(rating, 'likelihood').value, child(rating, 'impact').value];
    return typeof likelihood === 'number' && typeof impact === 'number' ? likelihood * impact : null;
  };
  const inherent = scoreOf(child(risk, 'inherent'));
  const left = [child(risk, 'residual'), ...entries(child(risk, 'partners')).map(([, spot]) => spot)];
  for (const spot of left) {
    const residual = scoreOf(spot);
    if (inherent === null || residual === null || residual <= inherent) continue;
    const message = `expected what is left of the risk to be no more than the inherent ${inherent}, got ${residual}`;
    found.push({ path: spot.path, message });
  }
}

function healthFaults(
  health: Spot,
  surveys: readonly Spot[],
  seat: (spot: Spot) => void,
  found: Finding[],
): void {
  const signals = items(child(health, 'signals'));
  declared(signals, 'kind', 'signal', found);
  for (const signal of signals) seat(child(child(signal, 'suggest'), 'owner'));
  const waysBack = items(child(health, 'remediation'));
  declared(waysBack, 'key', 'way back', found);
  for (const wayBack of waysBack)
    for (const step of items(child(wayBack, 'steps'))) seat(child(step, 'owner'));
  const keys = surveys.map((survey) => words(child(survey, 'key'))).filter((name) => name !== undefined);
  unknown(child(health, 'exitInterview'), keys, 'a survey', found);
}

function planFaults(plan: Spot, calls: readonly Spot[], metrics: readonly Spot[], found: Finding[]): void {
  const keysOf = (spots: readonly Spot[]) =>
    spots.map((spot) => words(child(spot, 'key'))).filter((name) => name !== undefined);
  for (const spot of items(child(plan, 'reviewedAt'))) unknown(spot, keysOf(calls), 'a call', found);
  const sections = items(child(plan, 'sections'));
  declared(sections, 'key', 'section', found);
  for (const section of sections) {
    declared(items(child(section, 'questions')), 'key', 'question', found);
    const filledBy = child(section, 'filledBy');
    if (words(child(section, 'shownTo')) === 'vendor' && words(filledBy) !== 'vendor') {
      const message = `expected vendor, got ${shown(filledBy.value)}; what the partner never sees it can’t fill in`;
      found.push({ path: filledBy.path, message });
    }
  }
  const goals = items(child(plan, 'goals'));
  const declaredMetrics = keysOf(metrics);
  declared(goals, 'key', 'goal', found);
  for (const goal of goals) {
    const metric = child(goal, 'metric');
    // Who sees a goal follows from who sees its metric. A slip up there is reported there.
    const isSlip = declaredMetrics.some((key) => !metricKeys.some((candidate) => candidate === key));
    if (!isSlip) unknown(metric, declaredMetrics, 'a metric under metrics', found);
    const known = metricKeys.find((candidate) => candidate === metric.value);
    const target = child(goal, 'target');
    if (known && target.value !== undefined) targetFault(known, target, found);
  }
}
