import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { features } from '../../src/features/index.ts';
import { readManifest } from '../../src/platform/slack/manifest.ts';
import { scopesFor } from '../../src/sandbox/web-api/scopes.ts';

const source = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');

/**
 * Events that carry people's words, and what each needs: taken by the way in itself, or asked for by a feature as
 * `message`, which Slack has a subscription of for each kind of conversation.
 */
const scopesOfEvents: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
};

/** Events that end an installation (platform/installations); they need no scope. */
const removalEvents = ['app_uninstalled', 'tokens_revoked'];

/** What a block element needs: a file handed in by modal is read by the app. */
const scopesOfElements = ['files:read'];

test('is valid against Slack’s schema', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../fixtures/slack-manifest.schema.json', import.meta.url), 'utf8'),
  );
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  const validate = ajv.compile(schema);
  expect(validate(parse(source)), JSON.stringify(validate.errors)).toBe(true);
});

test('asks for every scope that a method the app calls needs, for no other, and says why for each', () => {
  const { scopes } = readManifest();
  const called = [...methodsCalled()];
  expect(called).toContain('chat.postMessage');
  for (const method of called) {
    const enough = scopesFor[method];
    if (enough)
      expect(
        scopes.some((scope) => enough.includes(scope)),
        method,
      ).toBe(true);
  }
  const needed = new Set([
    ...called.flatMap((method) => scopesFor[method] ?? []),
    ...Object.values(scopesOfEvents),
    ...scopesOfElements,
    'commands',
  ]);
  for (const scope of scopes) {
    expect(needed.has(scope), scope).toBe(true);
    expect(source).toMatch(new RegExp(`- ${scope} # .{3,}`));
  }
});

test('subscribes to the events the features answer, those that carry people’s words, and the two of a removal', () => {
  const answered = features
    .flatMap((feature) => Object.keys(feature.events ?? {}))
    .filter((type) => type !== 'message');
  expect([...readManifest().events].sort()).toEqual(
    [...new Set([...answered, ...Object.keys(scopesOfEvents), ...removalEvents])].sort(),
  );
});

/** `client.chat.postMessage(` and the like, anywhere in the platform. */
function methodsCalled(): Set<string> {
  const folder = new URL('../../src/platform/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.includes('generated'),
  );
  const text = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  return new Set(
    [
      ...text.matchAll(/\bclient\.((?:chat|canvases|conversations|users|views|files|auth)(?:\s*\.\w+)+)\(/g),
    ].map(([, method]) => (method ?? '').replace(/\s/g, '')),
  );
}
