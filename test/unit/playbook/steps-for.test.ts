import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dimensionsOf,
  parsePlaybook,
  recurrenceOf,
  stepsFor,
} from '../../../src/features/playbook/public.ts';

const parsed = parsePlaybook(readFileSync('playbooks/partner-programme.yaml', 'utf8'), 'sample');
if (!parsed.ok) throw new Error('the sample has faults');
const { playbook } = parsed;

test('a registered partner on the sales track skips what is for other tracks and higher tiers', () => {
  const keys = stepsFor(playbook, { tier: 'registered', segments: [] }, ['sales']).map(
    ({ step }) => step.key,
  );
  expect(keys).toContain('value-story');
  expect(keys).toContain('kickoff-meeting');
  expect(keys).toContain('customer-handoff');
  expect(keys).not.toContain('security-review');
  expect(keys).not.toContain('business-plan');
});

test('partners of high potential take the deeper workshop, registered ones get the short course besides', () => {
  const of = (tier: string, ...segments: string[]) => stepsFor(playbook, { tier, segments }, ['technical']);
  const links = (steps: ReturnType<typeof of>) =>
    steps.find(({ step }) => step.key === 'orientation')?.step.resources.map(({ title }) => title);
  expect(of('silver', 'potential:high').map(({ step }) => step.key)).toContain('design-workshop');
  expect(of('silver', 'potential:early').map(({ step }) => step.key)).not.toContain('design-workshop');
  expect(of('silver').map(({ step }) => step.key)).not.toContain('design-workshop');
  expect(links(of('registered'))).toEqual(['Orientation course', 'Orientation in ten minutes']);
  expect(links(of('silver', 'potential:high'))).toEqual(['Orientation course']);
});

test('a step waits only for steps the partner takes', () => {
  const review = stepsFor(playbook, { tier: 'registered', segments: [] }, ['sales']).find(
    ({ step }) => step.key === 'pilot-review',
  );
  expect(review?.step.after).toEqual(['pilot-agreement']);
});

test('whatever the tier, segments and tracks: in order, nothing twice, every dependency there and earlier in the gates', () => {
  const tiers = fc.constantFrom(...playbook.tiers.map((tier) => tier.key));
  const tracks = fc.subarray(playbook.tracks.map((track) => track.key));
  const segments = fc.subarray(
    dimensionsOf(playbook).flatMap(({ key, values }) => values.map((value) => `${key}:${value.key}`)),
  );
  const gates = playbook.gates.map((gate) => gate.key);
  fc.assert(
    fc.property(tiers, segments, tracks, (tier, own, chosen) => {
      const steps = stepsFor(playbook, { tier, segments: own }, chosen);
      const gateOf = new Map(steps.map(({ step, gate }) => [step.key, gates.indexOf(gate.key)]));
      expect(gateOf.size).toBe(steps.length);
      expect(steps.map((placed) => placed.position)).toEqual(steps.map((_, index) => index));
      for (const { step, gate } of steps) {
        for (const key of step.after) {
          expect(gateOf.get(key)).toBeLessThanOrEqual(gates.indexOf(gate.key));
        }
      }
    }),
  );
});

test('a call’s days of the week are numbered as the calendar counts them', () => {
  const [calibration] = playbook.calls;
  expect(calibration && recurrenceOf(calibration, '2026-12-01')).toEqual({
    every: 2,
    unit: 'week',
    weekdays: [2],
    at: '10:00',
    timeZone: 'Europe/Berlin',
    from: '2026-12-01',
  });
});
