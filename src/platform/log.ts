import { pino } from 'pino';

/** Structured log, one JSON line an event. Tokens and people's texts are never passed to it. */
export type Log = pino.Logger;

export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
