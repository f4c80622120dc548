import { Socket } from 'node:net';

/**
 * A new connection, or one that others use, is waited for this long: longer than a transaction waits to begin
 * (work-runner.ts), so that a burst that only has to wait its turn is not taken for a database that is gone.
 */
const connectWithinMs = 30_000;

/** After this long without a word the operating system begins to ask whether the other side is still there. */
const keepAliveAfterMs = 10_000;

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
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    stream: () => {
      const socket = new Socket();
      return socket.setTimeout(silentMs, () =>
        socket.destroy(new Error('Connection terminated: the database has not answered for too long')),
      );
    },
  };
}
