import { z } from 'zod';
import { lead } from './calls.ts';
import { key, list, mapping, optionalList, text, wholeNumber } from './fields.ts';
import { signalKinds } from './signals/catalogue.ts';
import { task } from './signals/signal.ts';

const signal = z.discriminatedUnion('kind', signalKinds, {
  error: `a signal with a kind: ${signalKinds.map((option) => option.unwrap().shape.kind.value).join(', ')}`,
});
export type SignalRule = z.output<typeof signal>;
export type SignalKind = SignalRule['kind'];

/** A way back for a partner in trouble: what is done, and what has to be true at its end. */
const remediation = mapping('a way back with key, title, days, steps and exit', {
  key,
  title: text('the title of the way back such as "Back on track"', 75),
  /** Until somebody decides. */
  days: wholeNumber('a number of days between 7 and 365', 7, 365),
  steps: list('a list of tasks', task),
  exit: list('a list of criteria that have to be true at the end', text('one criterion', 150)),
});
export type Remediation = z.output<typeof remediation>;

/** When a partner is in trouble, and what is done about it. Never shown to partners. */
export const health = mapping('health with signals, remediation, exitInterview and coachingBefore', {
  signals: optionalList('a list of signals', signal),
  remediation: optionalList('a list of ways back', remediation),
  /** The survey that is opened when the partnership ends. */
  exitInterview: z.string({ error: 'the key of a survey' }).optional(),
  /** How long before a call its manager gets a card about the partner; minutes once parsed. */
  coachingBefore: lead.optional(),
});
export type Health = z.output<typeof health>;

/** Of a playbook that says nothing about it. */
export const noHealth: Health = { signals: [], remediation: [] };
