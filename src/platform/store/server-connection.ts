import { Socket } from 'node:net';

/** A new connection, or one that others use, is waited for this long. */
const connectWithinMs = 10_000;

/** No statement of a running process takes so long without a word from the server. */
const silentAtMostMs = 120_000;

/**
 * How to connect to a Postgres server so that one that stops answering, without hanging up, is noticed. The driver
 * alone would wait for an answer until the operating system gives the connection up, after a quarter of an hour.
 */
export function serverConnection(databaseUrl: string, silentMs = silentAtMostMs) {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: connectWithinMs,
    stream: () => {
      const socket = new Socket();
      return socket.setTimeout(silentMs, () =>
        socket.destroy(new Error('Connection terminated: the database has not answered for too long')),
      );
    },
  };
}
