import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isFresh, isSame, sign, signAsHubSpot } from '../../../src/platform/http/signature.ts';
import { fc } from '../core/properties.ts';

const request = {
  timestamp: '1767607320',
  path: '/ingest/deals',
  idempotencyKey: 'a-1',
  body: '{"deals":[]}',
};

describe('a signature', () => {
  test('is what docs/ingest.md says', () => {
    const expected = createHmac('sha256', 'secret')
      .update('v1:1767607320:/ingest/deals:a-1:{"deals":[]}')
      .digest('hex');
    expect(sign('secret', request)).toBe(`v1=${expected}`);
  });

  test('is another one when anything that is signed is another', () => {
    const text = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(
        fc.constantFrom('timestamp', 'path', 'idempotencyKey', 'body', 'secret'),
        text,
        (field, other) => {
          const changed = { secret: 'secret', ...request, [field]: other };
          const isUnchanged = { secret: 'secret', ...request }[field] === other;
          expect(sign(changed.secret, changed) === sign('secret', request)).toBe(isUnchanged);
        },
      ),
    );
  });

  test('of HubSpot is its version 3', () => {
    const signed = { timestamp: '1', uri: 'https://here.example/ingest/hubspot/deals?key=1', body: '[]' };
    const expected = createHmac('sha256', 's')
      .update('POSThttps://here.example/ingest/hubspot/deals?key=1[]1')
      .digest('base64');
    expect(signAsHubSpot('s', signed)).toBe(expected);
  });
});

test('texts are the same or not, whatever their length', () => {
  expect([isSame('abc', 'abc'), isSame('abc', 'abd'), isSame('abc', 'ab'), isSame('', '')]).toEqual([
    ...[true, false, false, true],
  ]);
});

test('five minutes either way are fresh, more is not', () => {
  const now = new Date('2026-01-12T08:00:00Z');
  const seconds = now.getTime() / 1000;
  expect([-301, -300, 0, 300, 301].map((off) => isFresh(seconds + off, now))).toEqual([
    ...[false, true, true, true, false],
  ]);
});
