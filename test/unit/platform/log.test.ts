import { expect, test } from 'vitest';
import { errorFields } from '../../../src/platform/log.ts';

test('of an error the log has what happened and why, and nothing that hangs on it', () => {
  const error = Object.assign(new Error('Connection terminated', { cause: new Error('reset by peer') }), {
    code: '57P01',
    client: { secretKey: 4711, connectionParameters: { password: 'hidden' } },
  });
  const said = JSON.stringify(errorFields(error));
  expect(said).toContain('Connection terminated: reset by peer');
  expect(said).toContain('57P01');
  expect(said).toContain('log.test.ts');
  expect(said).not.toMatch(/4711|hidden/);
});

test('what was thrown without being an error is logged as it is', () => {
  expect(errorFields('stopped')).toBe('stopped');
});
