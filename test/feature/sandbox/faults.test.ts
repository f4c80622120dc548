import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Running, runBoltApp } from './bolt-app.ts';

let running: Running;
afterEach(() => running.stop());

const post = { channel: cast.shared, text: 'Hello' };

describe('planned faults', () => {
  it('rate-limits with Retry-After, answers 500, breaks the connection, and then works again', async () => {
    running = await runBoltApp(() => {});
    const { client, sandbox } = running;
    const { controls } = sandbox;
    controls.failNext({ method: 'chat.postMessage', mode: 'ratelimited', retryAfterSeconds: 7 });
    await expect(client.chat.postMessage(post)).rejects.toMatchObject({ retryAfter: 7 });
    controls.failNext({ method: 'chat.postMessage', mode: 500 });
    await expect(client.chat.postMessage(post)).rejects.toMatchObject({ statusCode: 500 });
    controls.failNext({ method: 'chat.postMessage', mode: 'reset' });
    await expect(client.chat.postMessage(post)).rejects.toThrow();
    controls.failNext({ method: 'chat.postMessage', mode: { error: 'fatal_error' } });
    await expect(client.chat.postMessage(post)).rejects.toMatchObject({ data: { error: 'fatal_error' } });
    expect(controls.messages(cast.shared).filter((message) => message.isFromApp)).toEqual([]);
    await client.chat.postMessage(post);
    expect(controls.calls('chat.postMessage').map((call) => call.outcome)).toEqual([
      'ratelimited',
      '500',
      'reset',
      'fatal_error',
      'ok',
    ]);
  });

  it('can accept a message without answering, and history with metadata shows that it arrived', async () => {
    running = await runBoltApp(() => {});
    const { client, sandbox } = running;
    sandbox.controls.failNext({
      method: 'chat.postMessage',
      channel: cast.shared,
      mode: 'no-answer-after-accepting',
    });
    await client.chat.postMessage({ channel: cast.internal, text: 'Not for this channel' });
    const metadata = { event_type: 'delivery', event_payload: { id: 'd-1' } };
    await expect(client.chat.postMessage({ ...post, metadata })).rejects.toThrow();
    const history = await client.conversations.history({
      channel: cast.shared,
      include_all_metadata: true,
      limit: 5,
    });
    expect(history.messages?.[0]).toMatchObject({ text: 'Hello', bot_id: 'B0TANDEM01', metadata });
    const plain = await client.conversations.history({ channel: cast.shared, limit: 1 });
    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
    expect(plain).toMatchObject({ has_more: true });
  });

  it('delivers an event again under the same id after a lost connection', async () => {
    const heard: { id: string; retry: number | undefined }[] = [];
    running = await runBoltApp((app) => {
      app.event('app_mention', async ({ body, context }) => {
        heard.push({ id: body.event_id, retry: context.retryNum });
      });
    });
    const { sandbox } = running;
    const maya = actAs(sandbox, cast.maya);
    await maya.mention('#brightpath-lumen', 'status');
    await sandbox.controls.settled();
    // The mention is followed by its message event; both come once more.
    await sandbox.controls.redeliver(2);
    expect(heard).toEqual([
      { id: heard[0]?.id, retry: 0 },
      { id: heard[0]?.id, retry: 1 },
    ]);
    sandbox.controls.dropSockets();
    await expect(maya.command('/partner help')).rejects.toThrow('the app is not connected');
  });

  it('repeats an event that nobody acknowledged in time, however many connections were lost under it', async () => {
    running = await runBoltApp(() => {}, { ackTimeoutMs: 100 });
    const { sandbox, app, client } = running;
    await app.stop();
    const steps: string[] = [];
    const isRepeated = new Promise<void>((resolve) => {
      sandbox.local.socket.watchers.add(({ did, attempt, payload }) => {
        if (!JSON.stringify(payload).includes('"app_mention"')) return;
        steps.push(`${did} ${attempt}`);
        if (attempt === 5 || did !== 'delivered') resolve();
      });
    });
    const connect = async () => {
      const { url = '' } = await client.apps.connections.open({ token: sandbox.tokens.appToken });
      const socket = new WebSocket(url);
      await once(socket, 'message');
      return socket;
    };
    await actAs(sandbox, cast.maya).mention('#brightpath-lumen', 'status');
    for (let lost = 0; lost < 4; lost += 1) {
      const socket = await connect();
      socket.terminate();
      await once(socket, 'close');
    }
    const last = await connect();
    await isRepeated;
    expect(steps).toEqual([0, 1, 2, 3, 4, 5].map((attempt) => `delivered ${attempt}`));
    last.terminate();
  });

  it('takes a trigger once', async () => {
    const outcomes: string[] = [];
    const view = {
      type: 'modal' as const,
      title: { type: 'plain_text' as const, text: 'Hi' },
      blocks: [{ type: 'divider' }],
    };
    running = await runBoltApp((app) =>
      app.command('/partner', async ({ ack, body, client }) => {
        for (const trigger_id of [body.trigger_id, body.trigger_id, 'made-up']) {
          await client.views.open({ trigger_id, view }).then(
            () => outcomes.push('ok'),
            (error) => outcomes.push(error.data.error),
          );
        }
        await ack();
      }),
    );
    await actAs(running.sandbox, cast.maya).command('/partner now');
    expect(outcomes).toEqual(['ok', 'exchanged_trigger_id', 'invalid_trigger_id']);
  });

  it('tells the person when the app does not acknowledge', async () => {
    running = await runBoltApp((app) => app.command('/partner', async () => {}), { ackTimeoutMs: 50 });
    const maya = actAs(running.sandbox, cast.maya);
    await expect(maya.command('/partner help')).rejects.toThrow('did not respond in time');
  });
});
