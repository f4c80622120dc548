import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

/** Sends signed slash commands over `connections` kept-alive connections until `seconds` have passed. */
export async function loadWithCommands(
  url: string,
  signingSecret: string,
  seconds: number,
  connections: number,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failed = 0;
  let sent = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  async function client(): Promise<void> {
    while (performance.now() < until) {
      const before = performance.now();
      const status = await send(url, signingSecret, agent, commandBody(sent++));
      if (status === 200) times.push(performance.now() - before);
      else failed += 1;
    }
  }
  await Promise.all(Array.from({ length: connections }, client));
  const elapsed = (performance.now() - startedAt) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { perSecond: times.length / elapsed, p50Ms: at(0.5), p99Ms: at(0.99), failed };
}

function commandBody(index: number): string {
  return new URLSearchParams({
    command: '/partner',
    text: 'help',
    team_id: 'T0LUMEN001',
    team_domain: 'lumen',
    channel_id: 'C0PARTNERT',
    channel_name: 'partner-team',
    user_id: 'U0MAYACHEN',
    user_name: 'maya',
    api_app_id: 'A0TANDEM01',
    trigger_id: `${process.pid}.${index}.bench`,
    response_url: 'http://127.0.0.1:9/none',
    token: 'unused',
  }).toString();
}

function send(url: string, signingSecret: string, agent: Agent, body: string): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': String(timestamp),
          'x-slack-signature': signature,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
