import { expect, test } from 'vitest';
import { Prisma } from '../../../src/platform/store/generated/client.ts';
import { isPassingFault } from '../../../src/platform/store/passing-fault.ts';

const known = (code: string, originalCode?: string) =>
  new Prisma.PrismaClientKnownRequestError('as Prisma says it', {
    code,
    clientVersion: '7',
    meta: originalCode
      ? { driverAdapterError: Object.assign(new Error('driver'), { cause: { originalCode } }) }
      : {},
  });

// As they were seen when connections were cut, ended and refused, the pool was used up, and the disk was full.
test.each([
  ['no connection in time', known('P2028')],
  ['ended by the server', known('P2039', '57P01')],
  ['disk full', known('P2039', '53100')],
  ['broken off in raw SQL', known('P2010', '40P01')],
  ['cut', new Error('Connection terminated unexpectedly')],
  ['used after it was cut', new Error('Client has encountered a connection error and is not queryable')],
  ['refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
])('%s passes', (_, error) => {
  expect(isPassingFault(error)).toBe(true);
});

test.each([
  ['a row that is there already', known('P2002', '23505')],
  ['a column that is not there', known('P2022', '42703')],
  ['a mistake in the program', new TypeError('undefined is not a function')],
  ['no error at all', 'P2028'],
])('%s does not pass by itself', (_, error) => {
  expect(isPassingFault(error)).toBe(false);
});
