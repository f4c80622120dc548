import { Prisma } from './generated/client.ts';

/** Prisma's own: not reachable, timed out, connection closed, no connection or transaction in time, broken off by the database. */
const passingCodes = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017'],
  ...['P2024', 'P2028', 'P2034', 'P2037'],
]);

/** Postgres's classes: connection, rolled back, out of a resource (disk, memory, connections), ended or starting, lock not available. */
const passingStates = /^(08|40|53|57)...$|^55P03$/;

/** How node-postgres says that a connection was lost or could not be had; these carry no code. */
const lostConnection =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);

/** Whether it was the database that failed, and the same may well go through in a minute; a fault of the program is none. */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof Prisma.PrismaClientKnownRequestError)
    return passingCodes.has(code) || passingStates.test(stateOf(error));
  return passingStates.test(code) || networkCodes.has(code) || lostConnection.test(error.message);
}

/** Postgres's SQLSTATE, which the driver adapter passes on inside. */
function stateOf({ meta }: Prisma.PrismaClientKnownRequestError): string {
  const fault: unknown = meta?.driverAdapterError;
  const cause = fault instanceof Error ? fault.cause : null;
  const has = typeof cause === 'object' && cause !== null && 'originalCode' in cause;
  return has && typeof cause.originalCode === 'string' ? cause.originalCode : '';
}
