import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePlaybook } from '../../../src/features/playbook/public.ts';
import { evidenceKinds } from '../../../src/features/playbook/schema/evidence/catalogue.ts';
import { questionKinds } from '../../../src/features/playbook/schema/questions/catalogue.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const schema = 'src/features/playbook/schema';
const kindsOf = (catalogue: typeof evidenceKinds | typeof questionKinds): readonly string[] =>
  catalogue.map((kind) => kind.unwrap().shape.kind.value);
const filesIn = (folder: string, ...others: readonly string[]) =>
  readdirSync(`${schema}/${folder}`)
    .map((file) => file.replace('.ts', ''))
    .filter((file) => !['catalogue', ...others].includes(file));

test('each kind of evidence and of question is one file that its catalogue lists', () => {
  expect([...kindsOf(evidenceKinds)].sort()).toEqual(filesIn('evidence').sort());
  expect([...kindsOf(questionKinds)].sort()).toEqual(filesIn('questions', 'asked').sort());
});

describe('the sample', () => {
  const parsed = parsePlaybook(read('playbooks/partner-programme.yaml'), 'sample');
  if (!parsed.ok) throw new Error('the sample has faults');
  const { playbook } = parsed;

  test('shows every kind of evidence and of question, so that each can be copied', () => {
    const steps = playbook.gates.flatMap((gate) => gate.steps);
    expect(new Set(steps.map((step) => step.evidence.kind))).toEqual(new Set(kindsOf(evidenceKinds)));
    const questions = playbook.surveys.flatMap((survey) => survey.questions);
    expect(new Set(questions.map((question) => question.kind))).toEqual(new Set(kindsOf(questionKinds)));
  });

  test('uses no key that the reference does not explain', () => {
    const reference = read('docs/playbook.md');
    const keys = new Set<string>();
    JSON.stringify(playbook, (key, value: unknown) => {
      if (/^[a-z]/i.test(key)) keys.add(key);
      return value;
    });
    const unexplained = [...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(reference));
    expect(unexplained).toEqual([]);
  });
});
