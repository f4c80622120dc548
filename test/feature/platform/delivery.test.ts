import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Post } from '../../../src/platform/delivery/message.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import { dismiss, resend } from '../../../src/platform/delivery/resend.ts';
import { whenQueued } from '../../../src/platform/delivery/wake.ts';
import type { PlannedFault } from '../../../src/sandbox/faults.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { nextTs } from '../../../src/sandbox/world.ts';
import {
  type Engine,
  type EngineOptions,
  keepsNoChannels,
  startEngine,
  workspaceId,
} from '../../support/engine.ts';

let engine: Engine;
const start = async (options: EngineOptions = {}) => {
  engine = await startEngine(options);
};
afterEach(() => engine.stop());

function note(key: string, more: Partial<Post> = {}): Post {
  return { key, to: { channel: cast.shared }, audience: 'partner', message: { text: key }, ...more };
}

/** What the app has put into a channel, oldest first. */
function sent(channel: string = cast.shared): string[] {
  return engine.slack.controls
    .messages(channel)
    .filter((message) => message.isFromApp)
    .map((message) => message.text);
}

/** The direct messages a person got from the app. */
function sentTo(person: string): string[] {
  const { channels } = engine.slack.world.data;
  const dm = Object.values(channels).find(
    (channel) =>
      channel.kind === 'dm' && channel.memberIds.includes(person) && channel.memberIds.includes(cast.tandem),
  );
  return dm ? sent(dm.id) : [];
}

const find = (key: string) =>
  engine.store.prisma.delivery.findUniqueOrThrow({ where: { workspaceId_key: { workspaceId, key } } });

describe('a post', () => {
  beforeEach(() => start());

  test('is sent once for its key, whoever records it and however often', async () => {
    await engine.work((work) => post(work, note('a'), note('a')));
    await Promise.all([1, 2, 3].map(() => engine.work((work) => post(work, note('a')))));
    await engine.delivery.settled();
    await engine.work((work) => post(work, note('a')));
    await engine.delivery.settled();
    expect(sent()).toEqual(['a']);
    expect(await find('a')).toMatchObject({ status: 'sent', slackChannelId: cast.shared, sendingAt: null });
  });

  test('is not sent when its transaction is undone', async () => {
    const undone = engine.work(async (work) => {
      await post(work, note('undone'));
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    await engine.work((work) => post(work, note('done')));
    await engine.delivery.settled();
    expect(sent()).toEqual(['done']);
  });

  test('keeps its place in the channel, also when one before it has to be retried', async () => {
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: 500 });
    const keys = Array.from({ length: 12 }, (_, index) => `note ${index}`);
    await engine.work((work) => post(work, ...keys.slice(0, 6).map((key) => note(key))));
    for (const key of keys.slice(6)) await engine.work((work) => post(work, note(key)));
    await engine.delivery.settled();
    expect(sent()).toEqual(keys);
  });

  test('answers in the thread of an earlier one, and stands alone where that never came to be', async () => {
    await engine.work((work) =>
      post(work, note('question'), note('answer', { thread: { post: 'question' } })),
    );
    await engine.work((work) => post(work, note('echo', { thread: { post: 'never recorded' } })));
    await engine.delivery.settled();
    const messages = engine.slack.controls.messages(cast.shared).filter((message) => message.isFromApp);
    const byText = new Map(messages.map((message) => [message.text, message]));
    expect(byText.get('answer')?.threadTs).toBe(byText.get('question')?.ts);
    expect(byText.get('echo')?.threadTs).toBeNull();
  });

  test('reaches a person directly, and one person alone in a channel', async () => {
    const ephemeral = { channel: cast.shared, user: cast.diego };
    await engine.work((work) =>
      post(work, note('to you', { to: { person: cast.diego } }), note('psst', { to: { ephemeral } })),
    );
    await engine.delivery.settled();
    expect(sentTo(cast.diego)).toEqual(['to you']);
    const whispered = engine.slack.controls.messages(cast.shared).find((message) => message.text === 'psst');
    expect(whispered?.ephemeralFor).toBe(cast.diego);
  });

  test('carries text that Postgres itself would refuse', async () => {
    await engine.work((work) => post(work, note('odd', { message: { text: 'nul \0 half \ud800 fine' } })));
    await engine.delivery.settled();
    expect(sent()).toEqual(['nul  half \ufffd fine']);
  });

  test('brings its attachment into its thread, once, though Slack falters', async () => {
    const attachment = { filename: 'call.ics', title: 'Calibration call', content: 'BEGIN:VCALENDAR' };
    engine.slack.controls.failNext({
      method: 'files.completeUploadExternal',
      mode: 'no-answer-after-accepting',
    });
    engine.slack.controls.failNext({ method: 'files.getUploadURLExternal', mode: 'reset' });
    await engine.work((work) => post(work, note('the call', { attachment })));
    await engine.delivery.settled();
    const messages = engine.slack.controls.messages(cast.shared).filter((message) => message.isFromApp);
    const root = messages.find((message) => message.text === 'the call');
    const withFile = messages.filter((message) => message.fileIds.length > 0);
    expect(withFile).toHaveLength(1);
    expect(withFile[0]?.threadTs).toBe(root?.ts);
  });

  test('stands without its attachment when the thread for that is gone', async () => {
    const attachment = { filename: 'call.ics', title: 'Calibration call', content: 'BEGIN:VCALENDAR' };
    engine.slack.controls.failNext({
      method: 'files.completeUploadExternal',
      mode: { error: 'thread_not_found' },
    });
    await engine.work((work) => post(work, note('the call', { attachment })));
    await engine.delivery.settled();
    expect(sent()).toEqual(['the call']);
    expect(await find('the call')).toMatchObject({
      status: 'sent',
      lastError:
        'The file call.ics was not attached: The message it belongs to was deleted, or takes no answers.',
    });
  });

  test('falls back to its words where the workspace does not know a block', async () => {
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: { error: 'invalid_blocks' } });
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'in blocks' } }];
    await engine.work((work) => post(work, note('words', { message: { text: 'in words', blocks } })));
    await engine.delivery.settled();
    expect(engine.slack.controls.messages(cast.shared).at(-1)).toMatchObject({
      text: 'in words',
      blocks: null,
    });
  });
});

test('the workers are told once what was queued is committed, and of nothing that was undone', async () => {
  await start({ isDelivering: false });
  const told: string[][] = [];
  const pendingNow = () => engine.store.prisma.delivery.findMany({ where: { status: 'pending' } });
  const telling: Promise<unknown>[] = [];
  whenQueued(engine.boss, () =>
    telling.push(pendingNow().then((rows) => told.push(rows.map(({ key }) => key)))),
  );
  const undone = engine.work(async (work) => {
    await post(work, note('undone'));
    throw new Error('changed my mind');
  });
  await expect(undone).rejects.toThrow('changed my mind');
  await engine.work(async (work) => void (await work.tx.workspace.count({ where: { id: workspaceId } })));
  await engine.work((work) => post(work, note('done')));
  await Promise.all(telling);
  expect(told).toEqual([['done']]);
});

describe('whatever Slack answers, a post is there once', () => {
  beforeEach(() => start());

  test.each<PlannedFault['mode']>([
    'ratelimited',
    500,
    'reset',
    'no-answer-after-accepting',
    { error: 'internal_error' },
  ])('%j', async (mode) => {
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode });
    await engine.work((work) => post(work, note('first'), note('second')));
    await engine.delivery.settled();
    expect(sent()).toEqual(['first', 'second']);
  });

  test('in a thread too', async () => {
    await engine.work((work) => post(work, note('question')));
    await engine.delivery.settled();
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: 'no-answer-after-accepting' });
    engine.slack.controls.failNext({ method: 'conversations.replies', mode: 'reset' });
    await engine.work((work) => post(work, note('answer', { thread: { post: 'question' } })));
    await engine.delivery.settled();
    expect(sent()).toEqual(['question', 'answer']);
  });

  test('in the channel too, where it goes when its thread was deleted', async () => {
    await engine.work((work) => post(work, note('question')));
    await engine.delivery.settled();
    engine.slack.controls.deleteMessage(cast.shared, (await find('question')).slackTs ?? '');
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: { error: 'thread_not_found' } });
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: 'no-answer-after-accepting' });
    await engine.work((work) => post(work, note('answer', { thread: { post: 'question' } })));
    await engine.delivery.settled();
    expect(sent()).toEqual(['answer']);
  });

  test('or when its thread was locked', async () => {
    await engine.work((work) => post(work, note('question')));
    await engine.delivery.settled();
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: { error: 'thread_locked' } });
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: 'no-answer-after-accepting' });
    await engine.work((work) => post(work, note('answer', { thread: { post: 'question' } })));
    await engine.delivery.settled();
    expect(sent()).toEqual(['question', 'answer']);
  });
});

describe('what has become of a post is found out', () => {
  test('however much was said in the channel since', async () => {
    await start();
    const { slack } = engine;
    const talkAway = () => {
      if (sent().length === 0) return;
      slack.world.listeners.delete(talkAway);
      const messages = slack.world.data.messages[cast.shared] ?? [];
      const [talk] = messages;
      if (!talk) return;
      for (let number = 1; number <= 150; number += 1)
        messages.push({
          ...talk,
          isFromApp: false,
          userId: cast.maya,
          metadata: null,
          ts: nextTs(slack.world),
          text: `talk ${number}`,
        });
    };
    slack.world.listeners.add(talkAway);
    slack.controls.failNext({ method: 'chat.postMessage', mode: 'no-answer-after-accepting' });
    await engine.work((work) => post(work, note('first')));
    await engine.delivery.settled();
    expect(sent()).toEqual(['first']);
  });

  test('by one that was paused for so long that another took over', async () => {
    let goOn = () => {};
    const paused = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let asked = 0;
    let hasRead = () => {};
    const isPaused = new Promise<void>((resolve) => {
      hasRead = resolve;
    });
    await start({
      channels: {
        ...keepsNoChannels,
        // Asked between the reading of a post and its sending.
        closedBecause: async () => {
          asked += 1;
          hasRead();
          if (asked === 1) await paused;
          return null;
        },
      },
    });
    await engine.work((work) => post(work, note('once')));
    await isPaused;
    // As the queue does when a lease has ended.
    await engine.store.prisma
      .$executeRaw`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active' AND name = 'delivery'`;
    await engine.delivery.settled();
    goOn();
    await engine.work((work) => post(work, note('next')));
    await engine.delivery.settled();
    await engine.stop();
    expect(sent()).toEqual(['once', 'next']);
  });
});

describe('what cannot be sent', () => {
  beforeEach(() => start());

  test('is recorded as dead with the reason, told, and holds back nothing', async () => {
    engine.slack.controls.failNext({ method: 'chat.postMessage', mode: { error: 'msg_too_long' } });
    await engine.work((work) => post(work, note('too long'), note('fine')));
    await engine.delivery.settled();
    expect(sent()).toEqual(['fine']);
    expect(await find('too long')).toMatchObject({
      status: 'dead',
      lastError: 'The message is too long for Slack.',
    });
    expect(engine.undeliverable).toMatchObject([{ key: 'too long', placeIsGone: false }]);
    const failed = await engine.boss.getQueueStats('delivery', { force: true });
    expect(failed[0]?.failedCount).toBe(0);
  });

  test('says when the channel itself is out of reach', async () => {
    engine.slack.controls.archiveChannel(cast.shared);
    await engine.work((work) => post(work, note('too late')));
    await engine.delivery.settled();
    expect(engine.undeliverable).toMatchObject([
      { key: 'too late', placeIsGone: true, reason: 'The channel is archived.' },
    ]);
  });

  test('is sent again, once, when somebody asks for it; what arrived after all is found', async () => {
    engine.slack.controls.archiveChannel(cast.shared);
    await engine.work((work) => post(work, note('later')));
    await engine.delivery.settled();
    engine.slack.controls.archiveChannel(cast.shared, false);
    const { id } = await find('later');
    expect(await engine.work((work) => resend(work, id))).toBe(true);
    expect(await engine.work((work) => resend(work, id))).toBe(false);
    await engine.delivery.settled();
    await engine.store.prisma.delivery.update({
      where: { id },
      data: { status: 'dead', slackTs: null, lastError: 'No answer.' },
    });
    await engine.work((work) => resend(work, id));
    await engine.delivery.settled();
    expect(await find('later')).toMatchObject({ status: 'sent', lastError: null });
    expect(sent()).toEqual(['later']);
  });

  test('is left unsent for good once it was dismissed, and its key stays taken', async () => {
    engine.slack.controls.archiveChannel(cast.shared);
    await engine.work((work) => post(work, note('stale')));
    await engine.delivery.settled();
    engine.slack.controls.archiveChannel(cast.shared, false);
    const { id } = await find('stale');
    expect(await engine.work((work) => dismiss(work, id))).toBe(true);
    expect(await engine.work((work) => resend(work, id))).toBe(false);
    await engine.work((work) => post(work, note('stale')));
    await engine.delivery.settled();
    expect(sent()).toEqual([]);
  });

  test('includes a message to someone who has left', async () => {
    engine.slack.controls.deactivatePerson(cast.diego);
    await engine.work((work) => post(work, note('bye', { to: { person: cast.diego } })));
    await engine.delivery.settled();
    expect(await find('bye')).toMatchObject({
      status: 'dead',
      lastError: expect.stringContaining('deactivated'),
    });
  });
});

describe('an internal message', () => {
  const internal = (key: string, channel: string) => note(key, { to: { channel }, audience: 'internal' });

  test('goes into the vendor’s own channel', async () => {
    await start();
    await engine.work((work) => post(work, internal('margin', cast.internal)));
    await engine.delivery.settled();
    expect(sent(cast.internal)).toEqual(['margin']);
  });

  test('never goes into a shared channel: the manager gets it, with the reason', async () => {
    await start({ fallbackRecipient: async () => cast.maya });
    await engine.work((work) => post(work, internal('margin', cast.shared)));
    await engine.delivery.settled();
    expect(sent()).toEqual([]);
    expect(sentTo(cast.maya)).toEqual([expect.stringMatching(/shared with another organisation.*\nmargin$/)]);
  });

  test('counts a channel as shared as soon as an invitation is pending', async () => {
    await start({ fallbackRecipient: async () => cast.maya });
    engine.slack.controls.shareState(cast.internal, cast.brightpath, 'pending');
    await engine.work((work) => post(work, internal('margin', cast.internal)));
    await engine.delivery.settled();
    expect(sent(cast.internal)).toEqual([]);
    expect(sentTo(cast.maya)).toHaveLength(1);
  });

  test('is asked about each time: a channel that was the vendor’s own a moment ago may be shared now', async () => {
    await start({ fallbackRecipient: async () => cast.maya });
    await engine.work((work) => post(work, internal('before', cast.internal)));
    await engine.delivery.settled();
    engine.slack.controls.shareState(cast.internal, cast.brightpath, 'shared');
    const attachment = { filename: 'cost.csv', title: 'Cost', content: '7777' };
    await engine.work((work) =>
      post(work, {
        ...internal('after', cast.internal),
        thread: { post: 'before' },
        attachment,
      }),
    );
    await engine.delivery.settled();
    expect(sent(cast.internal)).toEqual(['before']);
    expect(sentTo(cast.maya)[0]).toContain('after');
    const shared = engine.slack.controls
      .calls('files.completeUploadExternal')
      .map(({ args }) => args.channel_id);
    expect(shared).toHaveLength(1);
    expect(shared).not.toContain(cast.internal);
  });

  test('is not shown to somebody of a partner or to somebody unknown, directly or alone in a channel', async () => {
    await start();
    await engine.store.prisma.person.create({
      data: {
        id: '00000000-0000-4000-8000-0000000000d1',
        workspaceId,
        slackUserId: cast.diego,
        slackTeamId: cast.brightpath,
        side: 'partner',
        name: 'Diego',
        timeZone: 'UTC',
        checkedAt: engine.clock.now(),
      },
    });
    await engine.work((work) =>
      post(
        work,
        { ...internal('direct', cast.shared), to: { person: cast.diego } },
        { ...internal('alone', cast.shared), to: { ephemeral: { channel: cast.shared, user: cast.diego } } },
        { ...internal('unknown', cast.shared), to: { person: cast.sam } },
        { ...internal('no row', cast.shared), to: { ephemeral: { channel: cast.shared, user: cast.maya } } },
      ),
    );
    await engine.delivery.settled();
    expect(engine.undeliverable.map(({ key }) => key).sort()).toEqual([
      'alone',
      'direct',
      'no row',
      'unknown',
    ]);
    expect(engine.slack.controls.calls('chat.postMessage')).toEqual([]);
    expect(engine.slack.controls.calls('chat.postEphemeral')).toEqual([]);
  });

  test('is given up rather than shown where nobody is named to receive it', async () => {
    await start();
    await engine.work((work) => post(work, internal('margin', cast.shared)));
    await engine.delivery.settled();
    expect(sent()).toEqual([]);
    expect(engine.undeliverable).toMatchObject([{ key: 'margin' }]);
  });
});

describe('after a restart', () => {
  test.each([
    ['that got through', 1],
    ['that did not', 0],
  ])('a post in flight %s is there once', async (_, times) => {
    await start({ isDelivering: false });
    await engine.work((work) => post(work, note('in flight'), note('next')));
    const { id } = await find('in flight');
    // As a process leaves it that dies between telling Slack and hearing back.
    await engine.store.prisma.delivery.update({
      where: { id },
      data: { sendingAt: engine.clock.now(), slackChannelId: cast.shared, attempts: 1 },
    });
    const { botToken } = engine.slack.tokens;
    const client = new WebClient(botToken, { slackApiUrl: engine.slack.apiUrl });
    const metadata = { event_type: 'tandem_delivery', event_payload: { id } };
    for (let n = 0; n < times; n += 1)
      await client.chat.postMessage({ channel: cast.shared, text: 'in flight', metadata });
    await engine.boss.fetch('delivery');
    await engine.delivery.start();
    // The fetched job is another process's on a server, an orphan on the embedded store.
    if (engine.store.kind === 'server') {
      const [job] = await engine.boss.findJobs('delivery', {});
      if (job) await engine.boss.fail('delivery', job.id);
    }
    await engine.delivery.settled();
    expect(sent()).toEqual(['in flight', 'next']);
  });
});
