import { z } from 'zod';
import { factCondition } from './conditions.ts';
import { evidenceKinds } from './evidence/catalogue.ts';
import { key, link, list, mapping, optionalList, text, wholeNumber, workingDays } from './fields.ts';
import { seatReference } from './seats.ts';
import { condition } from './segments.ts';

const evidence = z.discriminatedUnion('kind', evidenceKinds, {
  error: `evidence with a kind: ${evidenceKinds.map((option) => kindOf(option)).join(', ')}`,
});
export type Evidence = z.output<typeof evidence>;
export type EvidenceKind = Evidence['kind'];

function kindOf(option: (typeof evidenceKinds)[number]): string {
  return option.unwrap().shape.kind.value;
}

/** As it stands in the file. Exactly one seat is accountable: the owner. */
const written = mapping('a step with key, title, description, owner, due, acceptance and evidence', {
  key,
  title: text('a short title such as "Connect the sandbox"', 75),
  description: text('what to do and why'),
  /** Left out: a step of every track. */
  tracks: optionalList('a list of track keys', z.string({ error: 'the key of a track' })),
  /** Left out: a step of every partner on its tracks. */
  for: condition,
  /** It comes into the journey once all of it is so. Left out: from the beginning. */
  when: optionalList('a list of conditions', factCondition),
  /** As files wrote it before there was `for`: short for `for: { tier: … }`. */
  tiers: optionalList('a list of tier keys', z.string({ error: 'the key of a tier' })),
  owner: seatReference('the seat that is accountable such as partner.technical'),
  /** Working days after kickoff; 0 is the day of kickoff. */
  due: workingDays('a number of working days like "+5"'),
  estimateMinutes: wholeNumber('a number of minutes between 1 and 10000', 1, 10_000).optional(),
  acceptance: list('a list of criteria that say when the step is done', text('one criterion', 300)),
  evidence,
  review: seatReference('the seat that reviews such as vendor.reviewer').optional(),
  /** Keys of the steps that must be done first. */
  after: optionalList('a list of step keys', z.string({ error: 'the key of a step' })),
  resources: optionalList(
    'a list of resources, each with title and url',
    mapping('a resource with title, url and for', {
      title: text('the title of the link', 75),
      url: link,
      /** Left out: for every partner that takes the step. */
      for: condition,
    }),
  ),
});

/** One thing somebody does, whichever way it says which tiers it is for. */
export const step = written.transform(({ tiers, ...rest }) => ({
  ...rest,
  for: tiers.length > 0 ? { ...rest.for, tier: tiers } : rest.for,
}));
export type Step = z.output<typeof step>;
