import { randomUUID } from 'node:crypto';

/** The only source of time. The sandbox and the tests inject one that can be moved. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The only source of ids. */
export type NewId = () => string;
export const newId: NewId = () => randomUUID();
