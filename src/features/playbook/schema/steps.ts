import { z } from 'zod';
import { evidenceKinds } from './evidence/catalogue.ts';
import { key, link, list, mapping, optionalList, text, wholeNumber, workingDays } from './fields.ts';
import { seatReference } from './seats.ts';

const evidence = z.discriminatedUnion('kind', evidenceKinds, {
  error: `evidence with a kind: ${evidenceKinds.map((option) => kindOf(option)).join(', ')}`,
});
export type Evidence = z.output<typeof evidence>;
export type EvidenceKind = Evidence['kind'];

function kindOf(option: (typeof evidenceKinds)[number]): string {
  return option.unwrap().shape.kind.value;
}

/** One thing somebody does. Exactly one seat is accountable: the owner. */
export const step = mapping('a step with key, title, description, owner, due, acceptance and evidence', {
  key,
  title: text('a short title such as "Connect the sandbox"', 75),
  description: text('what to do and why'),
  /** Left out: a step of every track. */
  tracks: optionalList('a list of track keys', z.string({ error: 'the key of a track' })),
  /** Left out: a step of every tier. */
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
    mapping('a resource with title and url', { title: text('the title of the link', 75), url: link }),
  ),
});
export type Step = z.output<typeof step>;
