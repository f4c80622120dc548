import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from './figures.ts';

export const signingSecret = 'bench-secret';

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Not answered with 200. */
  readonly failed: number;
}

/** A payload as Slack sends it: the form's fields. */
export type Payload = Readonly<Record<string, string>>;

/**
 * As fast as it goes: each of `connections` sends its next payload when the last is answered, to one of the
 * processes after the other, until `seconds` have passed.
 */
export async function loadAsFastAsItGoes(
  urls: readonly string[],
  seconds: number,
  connections: number,
  payload: (index: number) => Payload,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failed = 0;
  let sent = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  async function client(url: string): Promise<void> {
    while (performance.now() < until) {
      const before = performance.now();
      if (await send(url, agent, payload(sent++))) times.push(performance.now() - before);
      else failed += 1;
    }
  }
  await Promise.all(
    Array.from({ length: connections }, (_, index) => client(urls[index % urls.length] ?? '')),
  );
  return resultOf(agent, times, failed, performance.now() - startedAt);
}

/**
 * By the clock: payload after payload leaves at its time, whether the ones before are answered or not. Answer times
 * count from when it should have left, so that a stall of either side shows.
 */
export async function loadByTheClock(
  url: string,
  rate: number,
  payloads: readonly Payload[],
  onSent: (index: number, dueAt: number) => void = () => {},
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1000 });
  const times: number[] = [];
  let failed = 0;
  const startedAt = performance.now();
  const calls: Promise<void>[] = [];
  for (const [index, payload] of payloads.entries()) {
    const dueAt = startedAt + (index * 1000) / rate;
    while (performance.now() < dueAt) await wait(Math.max(1, dueAt - performance.now()));
    onSent(index, dueAt);
    calls.push(
      send(url, agent, payload).then((isOk) => {
        if (isOk) times.push(performance.now() - dueAt);
        else failed += 1;
      }),
    );
  }
  await Promise.all(calls);
  return resultOf(agent, times, failed, performance.now() - startedAt);
}

function resultOf(agent: Agent, times: readonly number[], failed: number, elapsedMs: number): LoadResult {
  agent.destroy();
  return {
    perSecond: (times.length * 1000) / elapsedMs,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    failed,
  };
}

/** Signed as Slack signs; whether it was answered with 200. */
function send(url: string, agent: Agent, payload: Payload): Promise<boolean> {
  const body = new URLSearchParams(payload).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return new Promise((resolve) => {
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
        response.on('end', () => resolve(response.statusCode === 200));
      },
    );
    call.on('error', () => resolve(false));
    call.end(body);
  });
}
