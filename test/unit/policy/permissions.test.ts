import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { permissionsPage } from '../../../src/cli/permissions-page.ts';

test('docs/permissions.md says what the table says; if not, run `npm run permissions`', () => {
  expect(readFileSync('docs/permissions.md', 'utf8')).toBe(permissionsPage());
});
