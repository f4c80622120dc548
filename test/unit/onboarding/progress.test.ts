import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  currentGate,
  type GateFacts,
  isDecidable,
  isLate,
  phaseOf,
  progressOf,
  type StepFacts,
  waitOf,
} from '../../../src/features/onboarding/rules/progress.ts';

const gateKeys = ['kickoff', 'enabled', 'live'] as const;

/** A journey of up to twelve steps in three gates, each waiting for some of those before it. */
const journey = fc
  .array(fc.record({ gate: fc.nat(2), after: fc.array(fc.nat(11), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((drafts) =>
    drafts
      .sort((a, b) => a.gate - b.gate)
      .map(
        ({ gate, after }, index): StepFacts => ({
          key: `step-${index}`,
          gateKey: gateKeys[gate] ?? 'live',
          status: 'open',
          isBlocked: false,
          after: after.filter((other) => other < index).map((other) => `step-${other}`),
          dueOn: '2026-03-02',
        }),
      ),
  );

type Move = { readonly kind: 'complete' | 'submit' | 'sendBack' | 'block' | 'decide'; readonly at: number };
const moves = fc.array(
  fc.record({
    kind: fc.constantFrom<Move['kind']>('complete', 'submit', 'sendBack', 'block', 'decide'),
    at: fc.nat(11),
  }),
  { maxLength: 60 },
);

interface State {
  readonly steps: readonly StepFacts[];
  readonly gates: readonly GateFacts[];
}

/** Makes a move as the handlers do: only where the rules allow it. */
function play(state: State, move: Move): State {
  const { steps, gates } = state;
  if (move.kind === 'decide') {
    const gate = gates[move.at % gates.length];
    if (!gate || !isDecidable(gate.key, steps, gates)) return state;
    return { steps, gates: gates.map((each) => (each === gate ? { ...each, status: 'passed' } : each)) };
  }
  const step = steps[move.at % steps.length];
  if (!step) return state;
  const become = (change: Partial<StepFacts>): State => ({
    gates,
    steps: steps.map((each) => (each === step ? { ...each, ...change } : each)),
  });
  const isFree = step.status === 'open' && waitOf(step, steps, gates) === null;
  if (move.kind === 'block') return step.status === 'open' ? become({ isBlocked: true }) : state;
  if (move.kind === 'sendBack') return step.status === 'in_review' ? become({ status: 'open' }) : state;
  if (move.kind === 'submit') return isFree ? become({ status: 'in_review', isBlocked: false }) : state;
  return isFree || step.status === 'in_review' ? become({ status: 'done', isBlocked: false }) : state;
}

test('whatever the order of events: gates open in order and never over an open step, dependencies come first, progress never falls', () => {
  fc.assert(
    fc.property(journey, moves, (steps, sequence) => {
      let state: State = { steps, gates: gateKeys.map((key) => ({ key, status: 'closed' })) };
      let done = 0;
      for (const move of sequence) {
        state = play(state, move);
        const byKey = new Map(state.steps.map((step) => [step.key, step]));
        const passed = state.gates.map((gate) => gate.status === 'passed');
        expect(
          passed.indexOf(false) === -1 || passed.slice(passed.indexOf(false)).every((each) => !each),
        ).toBe(true);
        for (const step of state.steps) {
          const gate = state.gates.find((each) => each.key === step.gateKey);
          if (gate?.status === 'passed') expect(step.status).toBe('done');
          if (step.status === 'done')
            for (const key of step.after) expect(byKey.get(key)?.status).toBe('done');
        }
        const progress = progressOf(state.steps, '2026-03-02');
        expect(progress.done).toBeGreaterThanOrEqual(done);
        expect(progress.total).toBe(steps.length);
        done = progress.done;
      }
    }),
  );
});

test('a step of a later gate waits for the gate before it, and says for which steps besides', () => {
  const gates: GateFacts[] = gateKeys.map((key) => ({ key, status: 'closed' }));
  const base = { status: 'open', isBlocked: false, dueOn: null } as const;
  const first: StepFacts = { ...base, key: 'a', gateKey: 'kickoff', after: [] };
  const second: StepFacts = { ...base, key: 'b', gateKey: 'enabled', after: ['a'] };
  expect(waitOf(first, [first, second], gates)).toBeNull();
  expect(waitOf(second, [first, second], gates)).toEqual({ steps: ['a'], gate: 'kickoff' });
  expect(phaseOf(second, [first, second], gates)).toBe('waiting');
  expect(phaseOf({ ...second, isBlocked: true }, [first, second], gates)).toBe('blocked');
});

test('a gate without steps for this partner can be decided as soon as it is the current one', () => {
  const gates: GateFacts[] = [
    { key: 'kickoff', status: 'passed' },
    { key: 'enabled', status: 'closed' },
  ];
  expect(currentGate(gates)).toBe('enabled');
  expect(isDecidable('enabled', [], gates)).toBe(true);
  expect(isDecidable('kickoff', [], gates)).toBe(false);
});

test('a step is late from the day after it was due, in review too, and never once it is done', () => {
  expect(isLate({ status: 'open', dueOn: '2026-03-02' }, '2026-03-02')).toBe(false);
  expect(isLate({ status: 'open', dueOn: '2026-03-02' }, '2026-03-03')).toBe(true);
  expect(isLate({ status: 'in_review', dueOn: '2026-03-02' }, '2026-03-03')).toBe(true);
  expect(isLate({ status: 'done', dueOn: '2026-03-02' }, '2026-03-03')).toBe(false);
  expect(isLate({ status: 'open', dueOn: null }, '2026-03-03')).toBe(false);
});
