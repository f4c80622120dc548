import { z } from 'zod';
import { call } from './calls.ts';
import { contact } from './contacts.ts';
import { deals } from './deals.ts';
import { list, mapping, optionalList } from './fields.ts';
import { gate } from './gates.ts';
import { handoff } from './handoffs.ts';
import { health, noHealth } from './health.ts';
import { measures, noMeasures } from './measures.ts';
import { mentoring } from './mentoring.ts';
import { metric } from './metrics.ts';
import { milestone } from './milestones.ts';
import { plan } from './plan.ts';
import { programme } from './programme.ts';
import { region } from './regions.ts';
import { registration } from './registration.ts';
import { reminders } from './reminders.ts';
import { risk } from './risks.ts';
import { routing } from './routing.ts';
import { noScorecards, scorecards } from './scorecards.ts';
import { seat } from './seats.ts';
import { dimension } from './segments.ts';
import { survey } from './surveys.ts';
import { tier } from './tiers.ts';
import { track } from './tracks.ts';

/** The whole file. A new capability adds a key here and a file beside the others. */
export const playbookSchema = mapping('a playbook', {
  /** The version of this vocabulary, so that a later one can tell old files from new. */
  format: z.literal(1, { error: 'the format 1' }),
  programme,
  tiers: list('a list of tiers', tier),
  /** Besides those that leads are routed by. */
  segments: optionalList('a list of segments', dimension),
  tracks: list('a list of tracks', track),
  seats: list('a list of seats', seat),
  contacts: list('a list of contacts', contact),
  reminders,
  gates: list('a list of gates', gate),
  calls: optionalList('a list of calls', call),
  surveys: optionalList('a list of surveys', survey),
  metrics: optionalList('a list of metrics', metric),
  measures: measures.default(noMeasures),
  scorecards: scorecards.default(noScorecards),
  risks: optionalList('a list of risks', risk),
  /** Left out: every deal is registered as soon as it is said, and nothing is kept for anybody. */
  registration: registration.optional(),
  health: health.default(noHealth),
  /** Left out: an open deal has no stages, and nobody a role in it. */
  deals: deals.optional(),
  handoffs: optionalList('a list of handoffs', handoff),
  /** Left out: no plan is made with partners. */
  plan: plan.optional(),
  milestones: optionalList('a list of milestones', milestone),
  /** Left out: every lead is the partner manager’s. */
  routing: routing.optional(),
  /** Whose hours are not the programme’s. */
  regions: optionalList('a list of regions', region),
  /** Left out: partners don't help each other through the programme. */
  mentoring: mentoring.optional(),
});

/** A parsed playbook: frozen, with every default filled in. */
export type Playbook = z.output<typeof playbookSchema>;
