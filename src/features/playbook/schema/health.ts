import { z } from 'zod';
import { mapping, optionalList } from './fields.ts';
import { signalKinds } from './signals/catalogue.ts';

const signal = z.discriminatedUnion('kind', signalKinds, {
  error: `a signal with a kind: ${signalKinds.map((option) => option.unwrap().shape.kind.value).join(', ')}`,
});
export type SignalRule = z.output<typeof signal>;
export type SignalKind = SignalRule['kind'];

/** When a partner is in trouble, and what is done about it. Never shown to partners. */
export const health = mapping('health with signals', {
  signals: optionalList('a list of signals', signal),
});
export type Health = z.output<typeof health>;
