import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TandemApp } from '../../src/app.ts';
import { sign } from '../../src/platform/http/signature.ts';

/** A key as it is shown once. */
export interface ShownKey {
  readonly id: string;
  readonly secret: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The answer as JSON; undefined where it is none. */
  readonly body: unknown;
}

export interface SendOptions {
  readonly ageSeconds?: number;
  /** Signed for another body than the one sent. */
  readonly signedBody?: string;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Another system that talks to the app over a socket of its own. */
export interface OtherSystem {
  readonly base: string;
  /** Signs and sends, at the time it is. */
  send(key: ShownKey, path: string, body: unknown, options?: SendOptions): Promise<Answered>;
  get(path: string, token?: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  stop(): Promise<void>;
}

export async function startOtherSystem(app: TandemApp): Promise<OtherSystem> {
  const server = createServer(app.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    send: async (key, path, body, options = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const timestamp = String(Math.floor(Date.now() / 1000) - (options.ageSeconds ?? 0));
      const signature = sign(key.secret, {
        ...{ timestamp, path, idempotencyKey: options.idempotencyKey ?? '' },
        body: options.signedBody ?? text,
      });
      return answered(
        await fetch(base + path, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'tandem-key': key.id,
            'tandem-timestamp': timestamp,
            'tandem-signature': signature,
            ...(options.idempotencyKey && { 'idempotency-key': options.idempotencyKey }),
            ...options.headers,
          },
          body: text,
        }),
      );
    },
    get: async (path, token, headers = {}) =>
      answered(
        await fetch(base + path, {
          headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
        }),
      ),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}
