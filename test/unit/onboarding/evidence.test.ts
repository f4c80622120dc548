import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evidenceTypes, formFor, showEvidence } from '../../../src/features/onboarding/evidence/catalogue.ts';
import { evidenceKinds } from '../../../src/features/playbook/schema/evidence/catalogue.ts';

test('folder, catalogue and what a playbook may ask agree', () => {
  const folder = readdirSync(new URL('../../../src/features/onboarding/evidence/', import.meta.url))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => name !== 'catalogue' && name !== 'form')
    .sort();
  expect(Object.keys(evidenceTypes).sort()).toEqual(folder);
  expect(evidenceKinds.map((kind) => kind.unwrap().shape.kind.value).sort()).toEqual(folder);
  for (const [key, type] of Object.entries(evidenceTypes)) expect(type.kind).toBe(key);
});

test('a link has to be a web address, wherever it is typed', () => {
  const form = formFor({ kind: 'link', prompt: 'Where?' });
  expect(form.read({ url: 'javascript:alert(1)' })).toMatchObject({
    ok: false,
    errors: { url: expect.any(String) },
  });
  expect(form.read({ url: 'https://a.example/b c' })).toMatchObject({ ok: false });
  expect(form.read({ url: ' https://a.example/b ' })).toEqual({
    ok: true,
    evidence: { kind: 'link', url: 'https://a.example/b' },
  });
  expect(form.fromWords('see <https://a.example/b|a.example>.')).toEqual({
    kind: 'link',
    url: 'https://a.example/b',
  });
  expect(form.fromWords('somewhere')).toBeNull();
});

test('a file may be uploaded or linked, and one of the two it has to be', () => {
  const form = formFor({ kind: 'file', prompt: 'The map' });
  expect(form.read({ files: [], url: null })).toMatchObject({ ok: false });
  expect(form.read({ files: ['F1'], url: null })).toMatchObject({ ok: true, evidence: { files: ['F1'] } });
  expect(form.read({ files: [], url: 'https://a.example' })).toMatchObject({ ok: true });
});

test('text is shown as the person’s words: no mention, no markup', () => {
  const shown = showEvidence({ kind: 'text', text: '<!channel> *bold* <@U123>' })?.mrkdwn ?? '';
  expect(shown).not.toContain('<!');
  expect(shown).not.toContain('<@');
  expect(showEvidence(null)).toBeNull();
  expect(showEvidence({ kind: 'toString' })).toBeNull();
});
