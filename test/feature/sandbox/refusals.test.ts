import type { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../../src/platform/slack/manifest.ts';
import { actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Running, runBoltApp } from './bolt-app.ts';

let running: Running;
afterEach(() => running.stop());

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'ok',
    (error) => error.data?.error ?? error,
  );
}

function post(client: WebClient, channel: string, more: Record<string, unknown> = {}): Promise<unknown> {
  return errorOf(client.apiCall('chat.postMessage', { channel, text: 'Hello', ...more }));
}

describe("Slack's refusals", () => {
  it('names the reason why a message cannot be posted, changed or shown', async () => {
    running = await runBoltApp(() => {});
    const { client, sandbox } = running;
    const { controls } = sandbox;
    for (const nowhere of ['C0NOWHERE', 'constructor', '__proto__', 'toString'])
      expect(await post(client, nowhere)).toBe('channel_not_found');
    expect(await errorOf(client.apiCall('constructor'))).toBe('unknown_method');
    expect(await post(client, cast.general)).toBe('not_in_channel');
    expect(await post(client, cast.shared, { text: ' ' })).toBe('no_text');
    expect(await post(client, cast.shared, { text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    expect(await post(client, cast.shared, { thread_ts: '1.000001' })).toBe('thread_not_found');
    expect(await post(client, cast.shared, { token: 'xoxb-else' })).toBe('invalid_auth');
    expect(await post(client, cast.shared, { metadata: { event_type: 1 } })).toBe('invalid_metadata_format');

    const bad = [{ type: 'section', text: { type: 'mrkdwn', text: '' } }, { type: 'divider' }];
    expect(await post(client, cast.shared, { blocks: bad })).toBe('invalid_blocks');
    expect(controls.blockFaults()).toEqual([
      'chat.postMessage: [ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ]);

    const maya = actAs(sandbox, cast.maya);
    const hers = await maya.say('#brightpath-lumen', 'Mine');
    const channel = cast.shared;
    expect(await errorOf(client.chat.update({ channel, ts: hers.ts, text: 'x' }))).toBe(
      'cant_update_message',
    );
    expect(await errorOf(client.chat.update({ channel, ts: '1.2', text: 'x' }))).toBe('message_not_found');
    const lena = { channel: cast.internal, user: cast.diego, text: 'x' };
    expect(await errorOf(client.chat.postEphemeral(lena))).toBe('user_not_in_channel');
    const own = await client.chat.postMessage({ channel, text: 'Own' });
    controls.deleteMessage(channel, own.ts ?? '');
    expect(await errorOf(client.chat.update({ channel, ts: own.ts ?? '', text: 'x' }))).toBe(
      'message_not_found',
    );

    controls.archiveChannel(channel);
    expect(await post(client, channel)).toBe('is_archived');
    controls.archiveChannel(channel, false);
    const newId = controls.changeChannelId(channel);
    expect([await post(client, channel), await post(client, newId)]).toEqual(['channel_not_found', 'ok']);

    expect(await errorOf(client.conversations.open({ users: 'U0NOBODY' }))).toBe('user_not_found');
    controls.deactivatePerson(cast.sam);
    expect(await errorOf(client.conversations.open({ users: cast.sam }))).toBe('user_disabled');
    expect(await post(client, cast.diego)).toBe('ok');
    controls.shareState('brightpath-lumen', cast.brightpath, 'unshared');
    expect(await post(client, cast.diego)).toBe('user_not_visible');
  });

  it('tells who a channel is shared with, and tells less about other organisations’ people', async () => {
    running = await runBoltApp(() => {});
    const { client, sandbox } = running;
    const info = await client.conversations.info({ channel: cast.shared });
    expect(info.channel).toMatchObject({ is_ext_shared: true, connected_team_ids: [cast.brightpath] });
    sandbox.controls.shareState(cast.internal, cast.brightpath, 'pending');
    const pending = await client.conversations.info({ channel: cast.internal });
    expect(pending.channel).toMatchObject({ is_ext_shared: false, is_pending_ext_shared: true });
    const maya = await client.users.info({ user: cast.maya });
    expect(maya.user).toMatchObject({ team_id: cast.lumen, is_admin: true, tz: 'Europe/Berlin' });
    const aiko = await client.users.info({ user: cast.aiko });
    expect(aiko.user).toMatchObject({ team_id: cast.brightpath, tz: 'Asia/Tokyo', tz_offset: 32_400 });
    expect(aiko.user).not.toHaveProperty('is_admin');
  });

  it('grants and tells only what the manifest asks for', async () => {
    const heard: string[] = [];
    const { scopes, events: all } = readManifest();
    const events = all.filter((type) => type !== 'message.channels');
    running = await runBoltApp(
      (app) => app.message(async ({ message }) => void heard.push(message.channel_type)),
      { scopes, events },
    );
    const { client, sandbox } = running;
    expect(await errorOf(client.bookmarks.list({ channel_id: cast.shared }))).toBe('missing_scope');
    expect(await post(client, cast.shared)).toBe('ok');
    const maya = actAs(sandbox, cast.maya);
    await maya.say('#brightpath-lumen', 'Not for the bot');
    await maya.say('dm', 'For the bot');
    await sandbox.controls.settled();
    expect(heard).toEqual(['im']);
  });
});
