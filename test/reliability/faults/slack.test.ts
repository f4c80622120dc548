import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeliveryHooks } from '../../../src/platform/delivery/delivery-parts.ts';
import { release } from '../../../src/platform/delivery/hold.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import type { PlannedFault } from '../../../src/sandbox/faults.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Engine, keepsNoChannels, startEngine } from '../../support/engine.ts';
import { describedFault } from './faults-page.ts';

// Slack fails in each way it can; what was decided is in the channel once and in order when it is over.

let engine: Engine;
/** Another process on the same database. */
let second: Engine;
const closed = new Set<string>();

beforeAll(async () => {
  const channels: DeliveryHooks['channels'] = {
    ...keepsNoChannels,
    closedBecause: async (_workspaceId, channel) => (closed.has(channel) ? 'The channel is closed.' : null),
    // Partners' channels are kept; the others are nobody's.
    refused: async (_work, { slackChannelId }) => {
      if (kept.has(slackChannelId)) closed.add(slackChannelId);
      return kept.has(slackChannelId);
    },
  };
  engine = await startEngine({ channels });
  const { store, slack, clock } = engine;
  second = await startEngine({ store, slack, clock, channels });
});
afterAll(async () => {
  await second.stop();
  await engine.stop();
});
const kept = new Set<string>();

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
  return decideIn(engine, channel, ...keys);
}

function decideIn(process: Engine, channel: string, ...keys: readonly string[]): Promise<void> {
  return process.work((work) =>
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
  ['a proxy’s 403, 404, 407 or 408', { method: 'chat.postMessage', mode: { proxy: 403 }, times: 2 }],
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

describe('after a 429', () => {
  const retryAfterSeconds = 3;

  test.each([
    ['one method', { method: 'chat.postMessage', mode: 'ratelimited' }, false],
    ['one channel', { method: 'chat.postMessage', mode: 'ratelimited' }, true],
    ['the whole workspace', { method: '*', mode: 'ratelimited' }, false],
  ] as const)(
    'for %s no process calls the method before Retry-After has passed',
    async (name, fault, isForOne) => {
      const limited = newChannel(`limited ${name}`);
      const elsewhere = newChannel(`elsewhere ${name}`);
      const { calls, failNext } = engine.slack.controls;
      const before = calls('chat.postMessage').length;
      failNext({ ...fault, retryAfterSeconds, ...(isForOne && { channel: limited }) });
      await decide(limited, 'first', 'second');
      await isPaused();
      await decideIn(second, elsewhere, 'third');
      await engine.delivery.settled();
      expect([sent(limited), sent(elsewhere)]).toEqual([['first', 'second'], ['third']]);
      const [refused, ...later] = calls('chat.postMessage').slice(before);
      expect(refused?.outcome).toBe('ratelimited');
      expect(later).toHaveLength(3);
      // By as much as the database’s clock may differ from this process’s.
      for (const { atMs } of later)
        expect(atMs - (refused?.atMs ?? 0)).toBeGreaterThan(retryAfterSeconds * 1000 - 50);
    },
  );

  /** All processes are told to wait; what is decided meanwhile is decided by one that has had no 429 itself. */
  async function isPaused(): Promise<void> {
    const giveUpAt = performance.now() + 2000;
    while (performance.now() < giveUpAt) {
      const rows = await engine.store.prisma.$queryRaw<{ key: string }[]>`
        SELECT "key" FROM "SendBudget"
        WHERE "key" LIKE '%chat.postMessage' AND "arrivalAt" > clock_timestamp() + interval '1 second'`;
      if (rows.length > 0) return;
    }
  }
});

describe('waits while its channel is closed, and goes out in order when it is open again', () => {
  test.each(['is_archived', 'channel_not_found'])('`%s`', async (error) => {
    const channel = newChannel(error);
    kept.add(channel);
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: { error } });
    const givenUp = engine.undeliverable.length;
    await decide(channel, 'first', 'second');
    await engine.delivery.settled();
    expect(sent(channel)).toEqual([]);
    expect(engine.slack.controls.calls('chat.postMessage').at(-1)?.outcome).toBe(error);
    closed.delete(channel);
    await engine.work((work) => release(work, channel));
    await engine.delivery.settled();
    expect(sent(channel)).toEqual(['first', 'second']);
    expect(engine.undeliverable).toHaveLength(givenUp);
    describedFault(`\`${error}\``);
  });

  test.each(['is_archived', 'channel_not_found'])(
    '`%s` of a channel that is no partner’s: given up',
    async (error) => {
      const channel = newChannel(`nobody’s ${error}`);
      engine.slack.controls.failNext({ method: 'chat.postMessage', mode: { error } });
      await decide(channel, 'first', 'second');
      await engine.delivery.settled();
      expect(sent(channel)).toEqual(['second']);
      expect([...engine.undeliverable, ...second.undeliverable]).toContainEqual(
        expect.objectContaining({ key: `${channel} first`, placeIsGone: true }),
      );
    },
  );
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
    expect([...engine.undeliverable, ...second.undeliverable]).toContainEqual(
      expect.objectContaining({ key: `${channel} first` }),
    );
    describedFault(name);
  });
});
