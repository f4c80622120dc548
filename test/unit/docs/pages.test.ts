import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { features } from '../../../src/features/index.ts';
import { readManifest } from '../../../src/platform/slack/manifest.ts';

const pages = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (path: string) => readFileSync(path, 'utf8');
const firstColumn = (text: string) => [...text.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, cell]) => cell);

test.each(pages)('%s links to nothing that is not there', (page) => {
  const targets = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target ?? '');
  const missing = targets.filter(
    (target) => !/^https?:/.test(target) && !existsSync(join(dirname(page), target)),
  );
  expect(missing).toEqual([]);
});

describe('the README', () => {
  const readme = read('README.md');

  test('gives the reason of every scope the manifest asks for, and of no other', () => {
    const table = readme.slice(readme.indexOf('| Scope'), readme.indexOf('## Licence'));
    expect(firstColumn(table).sort()).toEqual([...readManifest().scopes].sort());
  });

  test('names every setting', () => {
    const table = readme.slice(readme.indexOf('| Variable'), readme.indexOf('## Your own programme'));
    const known = [...read('src/platform/config.ts').matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
    expect(firstColumn(table).sort()).toEqual([...new Set(known)].sort());
  });

  test('names every script a person runs', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const run = Object.keys(scripts).filter((name) => name !== 'postinstall' && !name.startsWith('check:'));
    const unnamed = run.filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(readme));
    expect(unnamed).toEqual([]);
  });
});

describe('the capabilities', () => {
  const page = read('docs/capabilities.md');

  test('name every command', () => {
    const commands = features.flatMap((feature) => feature.commands ?? []).map(({ name }) => name);
    expect(commands.filter((name) => !new RegExp(`\`${name}[ \`]`).test(page))).toEqual([]);
  });

  test('place each of the 143 rows', () => {
    const rows = page.slice(page.indexOf('## Row by row'));
    const missing = Array.from({ length: 143 }, (_, index) => `S${index + 1}`).filter(
      (row) => !new RegExp(`\\b${row}\\b`).test(rows),
    );
    expect(missing).toEqual([]);
  });
});
