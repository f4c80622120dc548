import { z } from 'zod';
import { key, list, mapping, text } from './fields.ts';

/** A way to tell partners apart besides their tier, such as their potential. What leads are routed by tells them apart too. */
export const dimension = mapping('a segment with key, name, several and values', {
  key,
  name: text('what it is, such as "Potential"', 75),
  /** A partner may have more than one of the values. */
  several: z.boolean({ error: 'true or false' }).default(false),
  values: list(
    'a list of values, each with key and name',
    mapping('a value with key and name', { key, name: text('the name people choose', 75) }),
  ),
});
export type Dimension = z.output<typeof dimension>;

/**
 * Which partners something is for: by `tier` and by the dimensions of segments, any of the values named. All that is
 * named has to fit; nothing named is for everybody. That there are such names is checked in references.ts.
 */
export const condition = z
  .record(z.string(), list('a list of keys', z.string({ error: 'the key of a tier or of a segment' })), {
    error: 'a mapping such as { tier: [gold], potential: [high] }',
  })
  .readonly()
  .default({});
export type Condition = z.output<typeof condition>;
