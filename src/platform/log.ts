import { pino } from 'pino';

/** Structured log, one JSON line an event. Tokens and people's texts are never passed to it. */
export type Log = pino.Logger;

export function createLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorFields } },
    pino.destination(2),
  );
}

/**
 * What the log says of an error. Not its other properties: node-postgres hangs its whole connection on one, with the
 * key that cancels its queries, and Slack's SDK the answer it got.
 */
export function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = pino.stdSerializers.err(error);
  return { type, message, stack, ...(code !== undefined && { code }) };
}
