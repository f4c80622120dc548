import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchStep } from '../../../src/features/onboarding/rules/matchStep.ts';
import { parsePlaybook } from '../../../src/features/playbook/parse.ts';

const source = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
const parsed = parsePlaybook(source, 'partner-programme.yaml');
const steps = parsed.ok
  ? parsed.playbook.gates.flatMap((gate) =>
      gate.steps.map(({ key, title }) => ({ key, title, isOpen: true })),
    )
  : [];

describe('people’s words find the step and leave the evidence', () => {
  const said: readonly [words: string, key: string, rest: string][] = [
    ['kickoff-meeting', 'kickoff-meeting', ''],
    ['kickoff meeting https://notes.example/1', 'kickoff-meeting', 'https://notes.example/1'],
    ['name the team: Aiko builds, Sam supports', 'name-the-team', 'Aiko builds, Sam supports'],
    ['I finished the kickoff meeting', 'kickoff-meeting', ''],
    ['have completed the value story, https://video.example/v', 'value-story', 'https://video.example/v'],
    ['vlaue story', 'value-story', ''],
    ['data boundaries', 'data-boundaries', ''],
    ['data flow map https://files.example/map', 'data-flow-map', 'https://files.example/map'],
    ['Tell the value story', 'value-story', ''],
    ['pricing workshop everybody came and liked it', 'pricing-workshop', 'everybody came and liked it'],
  ];
  test.each(said)('%s', (words, key, rest) => {
    const found = matchStep(words, steps);
    expect(found).toMatchObject({ kind: 'one', step: { key }, rest });
  });
});

test('words that fit several steps ask which', () => {
  const found = matchStep('certify', steps);
  expect(found.kind).toBe('several');
});

test('what is still open is preferred', () => {
  const some = steps.map((step) => ({ ...step, isOpen: step.key !== 'sales-certification' }));
  expect(matchStep('certify', some)).toMatchObject({ kind: 'one', step: { key: 'technical-certification' } });
});

test('words that name nothing find nothing, with the nearest step where there is one', () => {
  expect(matchStep('help me please', steps)).toEqual({ kind: 'none', suggestion: null });
  expect(matchStep('', steps)).toEqual({ kind: 'none', suggestion: null });
});

test('every step is found by its key and by its title, with anything behind a colon', () => {
  for (const step of steps) {
    for (const name of [step.key, step.title])
      expect(matchStep(`${name}: it went well`, steps)).toMatchObject({
        kind: 'one',
        step: { key: step.key },
        rest: 'it went well',
      });
  }
});

test('any text is answered without a fault', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), (text) => {
      expect(['one', 'several', 'none']).toContain(matchStep(text, steps).kind);
    }),
  );
});
