import { z } from 'zod';
import { eventReference } from './events.ts';
import { amount, days, mapping, share, wholeNumber } from './fields.ts';
import { seatReference } from './seats.ts';

const workingHours = wholeNumber('a number of working hours between 1 and 400', 1, 400);
const minutes = 'a number of minutes between 1 and 10000000';

/** What numbers need to know that no fact tells. All of it is the vendor's alone. */
export const measures = mapping(
  'measures with activation, firstValue, overall, ramp, responses, activities and pilots',
  {
    /** When a partner counts as active, and by how many days after signing it should be. */
    activation: mapping('activation with event, days and owner', {
      event: eventReference,
      days: wholeNumber('a number of days between 1 and 730', 1, 730),
      /** Who answers for the activation rate. */
      owner: seatReference('the seat that answers for it such as vendor.manager').optional(),
    }).default({ event: 'onboarding', days: 90 }),
    /** When a partner's first customer is live. Left out: see `firstValueEvent`. */
    firstValue: mapping('firstValue with event', { event: eventReference }).optional(),
    /** What the numbers over all partners are to be, whatever their tiers. */
    overall: mapping('overall with activationRate, firstClose, firstValue and partnerChurn', {
      activationRate: share('a share such as 60%').optional(),
      /** From the signature. */
      firstClose: days('a number of days such as 90 days').optional(),
      /** From kickoff. */
      firstValue: days('a number of days such as 90 days').optional(),
      partnerChurn: share('a share such as 5%').optional(),
    }).optional(),
    /** A partner is up to speed after the first month whose won deals come to this, by tier. */
    ramp: mapping('ramp with monthlyRevenue', {
      monthlyRevenue: z.record(z.string(), amount, { error: 'a mapping of tier keys to amounts' }).readonly(),
    }).optional(),
    /** Working hours of the programme within which a lead is answered, a registration decided, a handoff accepted. */
    responses: mapping('responses with leadHours, registrationHours, handoffHours and dueSoonHours', {
      leadHours: workingHours,
      registrationHours: workingHours.optional(),
      handoffHours: workingHours.optional(),
      dueSoonHours: wholeNumber('a number of working hours between 0 and 100', 0, 100),
    }).optional(),
    /** What the people who look after partners cost a month, and the minutes they are paid for. */
    activities: mapping('activities with monthlyCost, monthlyMinutes, practicalCapacity and freeMinutes', {
      monthlyCost: amount,
      monthlyMinutes: wholeNumber(minutes, 1, 10_000_000),
      /** The share of those minutes that work is done in. */
      practicalCapacity: share('a share such as 80%').default(0.8),
      /** A month, by tier: what is used beyond is charged. */
      freeMinutes: z
        .record(z.string(), wholeNumber('a number of minutes', 0, 1_000_000), {
          error: 'a mapping of tier keys to minutes',
        })
        .readonly(),
    }).optional(),
    /** By the partner's name: the most its pilot may spend. */
    pilots: z
      .record(z.string(), mapping('a pilot with cap', { cap: amount }), {
        error: 'a mapping of partners’ names to pilots',
      })
      .readonly()
      .optional(),
  },
);
export type Measures = z.output<typeof measures>;

export type OverallTargets = NonNullable<Measures['overall']>;

/** Of a playbook that says nothing about them. */
export const noMeasures: Measures = { activation: { event: 'onboarding', days: 90 } };
