import { z } from 'zod';
import { raciLetters } from '../rules/raci.ts';
import { key, list, mapping, text } from './fields.ts';
import { seatReference } from './seats.ts';
import { step } from './steps.ts';

/** A gate is a decision by one seat, taken on criteria once its steps are done. */
export const gate = mapping('a gate with key, name, purpose, decidedBy, criteria and steps', {
  key,
  name: text('the name of the gate such as "Enabled"', 75),
  purpose: text('what this part of the journey achieves', 600),
  /** By seat: R, A, AR, C or I. Exactly one is accountable, at least one responsible. Left out: nobody said. */
  raci: z
    .record(z.string(), z.enum(raciLetters, { error: 'R, A, AR, C or I' }), {
      error: 'a mapping of seats to R, A, AR, C or I',
    })
    .readonly()
    .optional(),
  decidedBy: seatReference('the seat that decides such as vendor.manager'),
  criteria: list('a list of criteria the decision rests on', text('one criterion', 300)),
  steps: list('a list of steps', step),
});
export type Gate = z.output<typeof gate>;
