import { formatMoney } from '../../../core/money.ts';
import { pluralise } from '../../../core/text.ts';
import type { Amount } from '../schema/fields.ts';
import type { MetricUnit, Target } from '../schema/metrics.ts';
import { metricUnits } from '../schema/metrics.ts';
import type { Playbook } from '../schema/playbook.ts';
import { condition } from '../schema/segments.ts';
import { conditionInWords } from './segments.ts';

/** What the members of each list are called in an amendment. */
export const nouns: Readonly<Record<string, string>> = {
  tiers: 'Tier',
  tracks: 'Track',
  seats: 'Seat',
  contacts: 'Contact',
  gates: 'Gate',
  steps: 'Step',
  calls: 'Call',
  surveys: 'Survey',
  metrics: 'Metric',
  questions: 'question',
  options: 'option',
  resources: 'link',
  holidays: 'holiday',
  signals: 'signal',
  handoffs: 'Handoff',
  requires: 'question',
  stages: 'stage',
  roles: 'role',
  regions: 'Region',
  territories: 'territory',
  segments: 'segment',
  values: 'value',
  capabilities: 'capability',
  remediation: 'way back',
  risks: 'Risk',
  sections: 'section',
  goals: 'goal',
  milestones: 'Milestone',
  topics: 'topic',
};

const labels: Readonly<Record<string, string>> = {
  acceptance: 'acceptance criteria',
  activationRate: 'activation rate',
  activities: 'cost of looking after partners',
  answers: 'right answers',
  amountShownTo: 'who sees the amount',
  approval: 'when approval is needed',
  at: 'time of day',
  audience: 'people asked',
  coachingBefore: 'time of the card before a call',
  closesAfterDays: 'days until it closes',
  daysBefore: 'days of notice before a step is due',
  cap: 'most it may spend',
  decidedBy: 'decision',
  dueSoonHours: 'working hours left when due soon',
  durationMinutes: 'duration in minutes',
  escalateAfter: 'working days late before somebody else is told',
  escalateTo: 'who is told of late steps',
  estimateMinutes: 'estimated minutes',
  exit: 'criteria',
  exitInterview: 'survey that ends a partnership',
  executiveSummary: 'executive summary',
  every: 'interval',
  freeMinutes: 'free minutes a month',
  firstClose: 'days to the first close',
  firstValue: 'first value',
  filledBy: 'who fills it in',
  from: 'start',
  highLabel: 'wording of the highest rating',
  leadHours: 'working hours to answer a lead in',
  inDigest: 'being in the digest’s comparison',
  lowLabel: 'wording of the lowest rating',
  marketingCommitments: 'marketing commitments',
  match: 'what has to fit',
  max: 'highest rating',
  monthlyCost: 'monthly cost',
  monthlyMinutes: 'monthly minutes',
  monthlyRevenue: 'monthly revenue to be up to speed',
  mostOpen: 'open leads a person has at most',
  mostRenewals: 'how often it can be renewed',
  overall: 'targets over all partners',
  overdueEvery: 'working days between overdue reminders',
  partnerChurn: 'churn of partners',
  passMark: 'pass mark',
  perMentor: 'how many a partner helps at a time',
  practicalCapacity: 'practical capacity',
  prefer: 'who comes first',
  protectionDays: 'days a customer is kept for the partner',
  raci: 'who does what',
  reached: 'when it is reached',
  remindAfterDays: 'reminder days',
  remindDaysBefore: 'days of notice before the protection ends',
  renewalDays: 'days a renewal adds',
  required: 'being required',
  reviewedAt: 'calls that review it',
  revenueExpectations: 'revenue expectations',
  serious: 'limit of being serious',
  several: 'whether a partner may have several',
  shownTo: 'audience',
  suggest: 'suggestion',
  timeZone: 'time zone',
  to: 'end',
  url: 'address',
  visibility: 'who sees the answers',
  within: 'working days to do it in',
  workingDay: 'working day',
  workingHours: 'working hours',
};

const shares = ['activationRate', 'partnerChurn', 'practicalCapacity'];

/** A field in words; one that has none here reads well as it is. */
export function labelOf(field: string): string {
  return labels[field] ?? field;
}

/** Says the value of a field in words: the names of seats, tracks, tiers and steps instead of their keys. */
export type Say = (field: string, value: unknown) => string;

export function sayIn(playbook: Playbook): Say {
  const seats = new Map<unknown, string>(playbook.seats.map((seat) => [seat.key, seat.name]));
  const tracks = new Map<unknown, string>(playbook.tracks.map((track) => [track.key, track.name]));
  const tiers = new Map<unknown, string>(playbook.tiers.map((tier) => [tier.key, tier.name]));
  const gates = new Map<unknown, string>(playbook.gates.map((gate) => [gate.key, gate.name]));
  const steps = new Map<unknown, string>(
    playbook.gates.flatMap((gate) => gate.steps.map((step) => [step.key, step.title])),
  );
  const names: Readonly<Record<string, ReadonlyMap<unknown, string>>> = {
    ...{ owner: seats, review: seats, decidedBy: seats, seat: seats, escalateTo: seats },
    ...{ attendees: seats, audience: seats, tracks, tiers, gate: gates, after: steps },
  };
  return (field, value) => {
    const audience = field === 'for' ? condition.safeParse(value) : undefined;
    if (audience?.success) return conditionInWords(playbook, audience.data);
    const name = names[field]?.get(value);
    if (name !== undefined) return field === 'after' ? `“${name}”` : name;
    // Of the units, only shares lie between 0 and 1.
    const isShare = typeof value === 'number' && value > 0 && value < 1;
    if (field === 'target' && isShare) return targetInWords('share', value);
    if (field === 'passMark' && typeof value === 'number') return targetInWords('share', value);
    if ((field === 'reminders' || field === 'coachingBefore') && typeof value === 'number')
      return leadInWords(value);
    if (isAmount(value)) return targetInWords('money', value);
    if (shares.includes(field) && typeof value === 'number') return targetInWords('share', value);
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    return typeof value === 'string' && /\s/.test(value) ? `“${clip(value)}”` : String(value);
  };
}

export function isAmount(value: unknown): value is Amount {
  return typeof value === 'object' && value !== null && 'amountMinor' in value;
}

/** `24 h`, `10 min` */
function leadInWords(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

/** `40 %`, `30 days`, `2`, `€50,000` */
export function targetInWords(unit: MetricUnit, value: Target): string {
  if (typeof value !== 'number')
    return formatMoney({ amountMinor: BigInt(value.amountMinor), currency: value.currency });
  if (unit === 'share') return `${Number((value * 100).toFixed(4))} %`;
  if (unit === 'months') return pluralise(value, 'month');
  return unit === 'days' ? pluralise(value, 'day') : String(value);
}

/** A metric's key in words: `lead quality`. */
export function metricInWords(key: string): string {
  return key.replaceAll('_', ' ');
}

export function unitOf(key: unknown): MetricUnit {
  return Object.entries(metricUnits).find(([known]) => known === key)?.[1].unit ?? 'count';
}

/** At most 120 characters, on one line. */
export function clip(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
