import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from '../../../src/platform/delivery/post.ts';
import type { PlannedFault } from '../../../src/sandbox/faults.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { describedFault } from './faults-page.ts';

// Slack fails in each way it can; what was decided is in the channel once and in order when it is over.

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const sent = (channel: string): string[] =>
  engine.slack.controls
    .messages(channel)
    .filter((message) => message.isFromApp)
    .map((message) => message.text);

/** A channel of its own for each row, so that one engine does for all. */
function newChannel(name: string): string {
  return engine.slack.controls.addChannel({
    name: name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase(),
    memberIds: [cast.tandem, cast.maya],
    teamIds: [cast.lumen],
  });
}

function decide(channel: string, ...keys: readonly string[]): Promise<void> {
  return engine.work((work) =>
    post(
      work,
      ...keys.map((key) => ({
        key: `${channel} ${key}`,
        to: { channel },
        audience: 'partner' as const,
        message: { text: key, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: key } }] },
      })),
    ),
  );
}

const healing: readonly [name: string, fault: Omit<PlannedFault, 'channel'>, isForOneChannel?: boolean][] = [
  ['429 for one method', { method: 'chat.postMessage', mode: 'ratelimited' }],
  ['429 for one channel', { method: 'chat.postMessage', mode: 'ratelimited', times: 2 }, true],
  ['429 for the whole workspace', { method: '*', mode: 'ratelimited', times: 2 }],
  ['HTTP 500', { method: 'chat.postMessage', mode: 500 }],
  ['HTTP 502', { method: 'chat.postMessage', mode: 502 }],
  ['HTTP 503', { method: 'chat.postMessage', mode: 503 }],
  ['connection reset', { method: 'chat.postMessage', mode: 'reset' }],
  ['no answer after accepting', { method: 'chat.postMessage', mode: 'no-answer-after-accepting' }],
  ['an answer after 60 s', { method: 'chat.postMessage', mode: 'late-answer', delayMs: 60_000 }],
  ...['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'].map(
    (error): [string, Omit<PlannedFault, 'channel'>] => [
      `\`${error}\``,
      { method: 'chat.postMessage', mode: { error } },
    ],
  ),
  ...['org_login_required', 'token_expired', 'token_revoked'].map(
    (error): [string, Omit<PlannedFault, 'channel'>] => [
      `\`${error}\``,
      { method: 'chat.postMessage', mode: { error }, times: 2 },
    ],
  ),
];

describe('heals by itself', () => {
  test.each(healing)('%s', async (name, fault, isForOneChannel) => {
    const channel = newChannel(name);
    engine.slack.controls.failNext({ ...fault, ...(isForOneChannel && { channel }) });
    await decide(channel, 'first', 'second');
    await engine.delivery.settled();
    expect(sent(channel)).toEqual(['first', 'second']);
    expect(describedFault(name)).toContain('by itself');
  });

  test('what Slack does not know in a message is said in words', async () => {
    const channel = newChannel('invalid blocks');
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: { error: 'invalid_blocks' } });
    await decide(channel, 'first', 'second');
    await engine.delivery.settled();
    expect(sent(channel)).toEqual(['first', 'second']);
    expect(engine.slack.controls.messages(channel)[0]?.blocks).toBeNull();
    describedFault('`invalid_blocks`');
  });
});

describe('is given up, told, and holds up nothing else', () => {
  test.each([
    ['`msg_too_long`', 'msg_too_long'],
    ['`missing_scope`', 'missing_scope'],
    ['any other refusal', 'too_many_attachments'],
  ])('%s', async (name, error) => {
    const channel = newChannel(error);
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: { error } });
    await decide(channel, 'first', 'second');
    await engine.delivery.settled();
    expect(sent(channel)).toEqual(['second']);
    expect(engine.undeliverable.at(-1)).toMatchObject({ key: `${channel} first` });
    describedFault(name);
  });
});
