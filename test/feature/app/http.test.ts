import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp, type TandemApp } from '../../../src/app.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Sandbox, startSandboxServer } from '../../../src/sandbox/server.ts';
import { postTo } from '../../support/post-to.ts';
import { sampleOf } from '../../support/sample.ts';
import { openTestStore } from '../../support/store.ts';

const signingSecret = 'http-test-secret';
let store: Store;
let sandbox: Sandbox;
let app: TandemApp;
let server: Server;
let base: string;
const logged: Record<string, unknown>[] = [];

beforeAll(async () => {
  const clock = { now: () => new Date('2026-01-12T08:00:00Z') };
  store = await openTestStore();
  sandbox = await startSandboxServer({ clock, port: 0, dataDir: null });
  const log = pino({ level: 'info' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  app = await createApp(
    {
      slack: { kind: 'http', botToken: sandbox.tokens.botToken, signingSecret },
      slackApiUrl: sandbox.apiUrl,
      databaseUrl: undefined,
      dataDir: 'memory',
      port: 0,
      logLevel: 'silent',
    },
    { log, clock, store, deliverySpeed: 1000, answerWithinMs: 30_000 },
  );
  server = createServer(app.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await app.stop();
  await sandbox.close();
  await store.close();
});

const command = new URLSearchParams({
  command: '/partner',
  text: 'help',
  team_id: cast.lumen,
  channel_id: cast.internal,
  user_id: cast.maya,
  trigger_id: '1.2.3',
}).toString();

function deliver(
  body: string,
  options: { readonly secret?: string; readonly ageSeconds?: number } = {},
): Promise<Response> {
  const timestamp = Math.floor(Date.now() / 1000) - (options.ageSeconds ?? 0);
  const signed = createHmac('sha256', options.secret ?? signingSecret).update(`v0:${timestamp}:${body}`);
  return fetch(`${base}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signed.digest('hex')}`,
    },
    body,
  });
}

describe('over HTTP', () => {
  test('a signed command is answered in the acknowledgement, to the person alone', async () => {
    const response = await deliver(command);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as { response_type: string; text: string };
    expect(answer.response_type).toBe('ephemeral');
    expect(answer.text).toContain('What I can do for you');
  });

  test('the same delivery again changes nothing and says nothing', async () => {
    const again = await deliver(command);
    expect(again.status).toBe(200);
    expect(await again.text()).toBe('');
  });

  test('another signature, or one of long ago or of later, is refused', async () => {
    expect((await deliver(command, { secret: 'somebody else' })).status).toBe(401);
    expect((await deliver(command, { ageSeconds: 3600 })).status).toBe(401);
    expect((await deliver(command, { ageSeconds: -3600 })).status).toBe(401);
  });

  test('a mention is stored, acknowledged and answered', async () => {
    const event = (id: string) =>
      JSON.stringify({
        type: 'event_callback',
        event_id: id,
        team_id: cast.lumen,
        api_app_id: 'A0TANDEM01',
        authorizations: [{ team_id: cast.lumen, user_id: cast.tandem, is_bot: true }],
        event: {
          type: 'app_mention',
          user: cast.maya,
          text: `<@${cast.tandem}> help`,
          ts: '1.1',
          channel: cast.internal,
          event_ts: '1.1',
        },
      });
    expect((await deliverJson(event('Ev1'))).status).toBe(200);
    await app.settled();
    const heard = sandbox.controls
      .messages(cast.internal)
      .filter((message) => message.text.includes('What I can do for you'));
    expect(heard).toHaveLength(1);
    // One reference leads from the payload to the message.
    const sent = logged.find((line) => line.msg === 'sent');
    expect(sent?.reference).toMatch(/^[0-9A-F]{4}-[0-9A-F]{4}$/);
    expect(logged.find((line) => line.msg === 'acknowledged' && line.kind === 'event')?.reference).toBe(
      sent?.reference,
    );
  });

  test('tells Prometheus what it did and what waits', async () => {
    const response = await fetch(`${base}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    const value = (sample: string) => sampleOf(text, sample);
    expect(value('tandem_acknowledgement_seconds_count{kind="command"}')).toBe(2);
    expect(value('tandem_acknowledgement_seconds_count{kind="event"}')).toBe(1);
    expect(value('tandem_acknowledgement_seconds_sum{kind="event"}')).toBeGreaterThan(0);
    expect(value('tandem_acknowledgement_seconds_bucket{le="+Inf",kind="event"}')).toBe(1);
    expect(value('tandem_payloads_refused_total{reason="signature"}')).toBe(1);
    expect(value('tandem_payloads_refused_total{reason="timestamp"}')).toBe(2);
    expect(value('tandem_deliveries_total{outcome="sent"}')).toBe(1);
    expect(value('tandem_database_up')).toBe(1);
    expect(value('tandem_deliveries_pending')).toBe(0);
    expect(value('tandem_delivery_oldest_pending_seconds')).toBe(0);
    expect(value('tandem_deliveries_dead')).toBe(0);
    expect(value('tandem_due_items_failed')).toBe(0);
    expect(value('tandem_heartbeat_lag_seconds')).toBe(0);
  });

  test('says whether it lives and is ready', async () => {
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const ready = await fetch(`${base}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([200, 'ready\n']);
    expect((await fetch(`${base}/elsewhere`)).status).toBe(404);
  });

  test('an app that was removed does nothing more and says so; an event alone does not stop it', async () => {
    const removal = JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev9',
      team_id: cast.lumen,
      api_app_id: 'A0TANDEM01',
      event_time: Math.floor(Date.now() / 1000),
      event: { type: 'app_uninstalled' },
    });
    // Slack still takes the token: an event of an installation before this one.
    expect((await deliverJson(removal)).status).toBe(200);
    expect((await fetch(`${base}/readyz`)).status).toBe(200);

    sandbox.controls.uninstall(cast.lumen, 'quietly');
    expect((await deliverJson(removal)).status).toBe(200);
    const ready = await fetch(`${base}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([
      503,
      'removed from the workspace: install the app again\n',
    ]);
    expect(logged.some((line) => String(line.msg).includes('put its token into SLACK_BOT_TOKEN'))).toBe(true);
    const calls = sandbox.controls.calls().length;
    await postTo(app, app.workspace.id, cast.internal, 'Owed');
    await app.settled();
    expect(sandbox.controls.calls().length).toBe(calls);
    expect(await store.prisma.delivery.count({ where: { status: 'pending' } })).toBe(1);
  });
});

function deliverJson(body: string): Promise<Response> {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return fetch(`${base}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
}
