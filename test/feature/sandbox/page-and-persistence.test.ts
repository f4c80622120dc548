import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actAs } from '../../../src/sandbox/person.ts';
import type { SandboxMessages, SandboxState } from '../../../src/sandbox/protocol.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Sandbox, startSandboxServer } from '../../../src/sandbox/server.ts';
import { movableClock, start } from './bolt-app.ts';

let dataDir: string;
const open: Sandbox[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  await rm(dataDir, { recursive: true });
});

async function startSandbox(more: Partial<Parameters<typeof startSandboxServer>[0]> = {}): Promise<Sandbox> {
  const sandbox = await startSandboxServer({ clock: movableClock(), port: 0, dataDir, ...more });
  open.push(sandbox);
  return sandbox;
}

function clientOf(sandbox: Sandbox): WebClient {
  return new WebClient(sandbox.tokens.botToken, { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } });
}

async function get<T>(sandbox: Sandbox, path: string): Promise<T> {
  return (await fetch(`${sandbox.url}${path}`)).json();
}

async function send(sandbox: Sandbox, path: string, body: unknown, headers = {}): Promise<unknown> {
  const response = await fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers,
  });
  return response.json();
}

describe('the page’s endpoints', () => {
  it('shows each person their own channels, and the app’s schedule', async () => {
    const at = new Date(start.getTime() + 3_600_000);
    const commands = [{ command: '/partner', description: 'd', usage: 'u', subcommands: [] }];
    const hooks = { nextDue: async () => ({ at, label: 'Reminder' }), commands };
    const sandbox = await startSandbox({ hooks });
    const maya = await get<SandboxState>(sandbox, `/sandbox/state?as=${cast.maya}`);
    expect(maya).toMatchObject({
      now: start.toISOString(),
      nextDueAt: at.toISOString(),
      nextDueLabel: 'Reminder',
      me: { name: 'Maya Chen', isAdmin: true },
      hasCommands: true,
      commands,
    });
    expect(maya.channels.map((channel) => channel.name)).toEqual([
      'brightpath-lumen',
      'partner-team',
      'general-lumen',
    ]);
    const diego = await get<SandboxState>(sandbox, `/sandbox/state?as=${cast.diego}`);
    expect(diego.channels.map((channel) => channel.name)).toEqual(['brightpath-lumen']);
    expect(diego).toMatchObject({ hasCommands: false, commands: [] });
  });

  it('takes acts and controls, streams changes, and counts unread messages', async () => {
    const moves: string[] = [];
    const sandbox = await startSandbox({ hooks: { advance: async (by) => void moves.push(by) } });
    const stream = await fetch(`${sandbox.url}/sandbox/events?as=${cast.maya}`);
    const reader = stream.body?.getReader();
    await reader?.read();
    const say = { as: cast.diego, type: 'say', channel: cast.shared, text: 'Hi @Maya', thread: null };
    expect(await send(sandbox, '/sandbox/act', say)).toEqual({ ok: true });
    const chunk = new TextDecoder().decode((await reader?.read())?.value);
    expect(chunk).toContain(`{"type":"messages","channelId":"${cast.shared}","threadTs":null}`);
    await reader?.cancel();

    const { messages } = await get<SandboxMessages>(
      sandbox,
      `/sandbox/messages?as=${cast.maya}&channel=${cast.shared}`,
    );
    expect(messages.at(-1)).toMatchObject({ userId: cast.diego, text: `Hi <@${cast.maya}>` });
    const unread = async () =>
      (await get<SandboxState>(sandbox, `/sandbox/state?as=${cast.maya}`)).channels[0]?.unread;
    expect(await unread()).toBe(1);
    await send(sandbox, '/sandbox/act', { as: cast.maya, type: 'read', channel: cast.shared });
    expect(await unread()).toBe(0);

    expect(await send(sandbox, '/sandbox/control', { type: 'advance', by: 'week' })).toEqual({ ok: true });
    expect(moves).toEqual(['week']);
    await send(sandbox, '/sandbox/control', { type: 'archive', channel: cast.shared, archived: true });
    expect(await send(sandbox, '/sandbox/act', say)).toEqual({
      ok: false,
      error: 'This channel is archived.',
    });
    expect(await send(sandbox, '/sandbox/act', { as: cast.maya, type: 'nonsense' })).toMatchObject({
      ok: false,
    });
    const elsewhere = { origin: 'https://elsewhere.example' };
    expect(await send(sandbox, '/sandbox/control', { type: 'reset' }, elsewhere)).toMatchObject({
      ok: false,
    });
    await send(sandbox, '/sandbox/control', { type: 'reset' });
    expect(sandbox.controls.messages(cast.shared)).toHaveLength(4);
  });

  it('uploads a file into a thread and serves it', async () => {
    const sandbox = await startSandbox();
    const client = clientOf(sandbox);
    const root = await client.chat.postMessage({ channel: cast.shared, text: 'Call on Tuesday' });
    await client.filesUploadV2({
      channel_id: cast.shared,
      thread_ts: root.ts ?? '',
      filename: 'call.ics',
      title: 'Calibration call',
      file: Buffer.from('BEGIN:VCALENDAR'),
    });
    const diego = actAs(sandbox, cast.diego);
    const message = diego.lastMessage(cast.shared);
    expect(message).toMatchObject({
      threadTs: root.ts,
      files: [{ name: 'call.ics', title: 'Calibration call' }],
    });
    const file = await fetch(message?.files[0]?.url ?? '');
    expect(await file.text()).toBe('BEGIN:VCALENDAR');
  });
});

describe('persistence', () => {
  it('keeps the world between starts', async () => {
    const first = await startSandbox();
    await actAs(first, cast.diego).say('#brightpath-lumen', 'Remember me');
    await clientOf(first).views.publish({
      user_id: cast.maya,
      view: { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Partners' } }] },
    });
    first.controls.installPartner(cast.brightpath);
    await first.close();
    open.splice(0);
    expect(JSON.parse(await readFile(join(dataDir, 'sandbox.json'), 'utf8'))).toHaveProperty('channels');

    const second = await startSandbox();
    const maya = actAs(second, cast.maya);
    expect(maya.lastMessage('#brightpath-lumen')?.text).toBe('Remember me');
    expect(maya.reads(maya.home() ?? { blocks: null })).toBe('Partners');
    expect(second.world.data.teams[cast.brightpath]?.hasApp).toBe(true);
    const next = await maya.say('#brightpath-lumen', 'I do');
    expect(Number(next.ts)).toBeGreaterThan(Number(maya.sees('#brightpath-lumen').at(-2)?.ts));
  });
});
