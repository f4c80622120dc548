import type { PGlite } from '@electric-sql/pglite';
import type { SqlDriverAdapter, SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/**
 * How Prisma reaches the embedded database. The adapter (0.7.2) reports every transaction as committed, whatever the
 * database answered to COMMIT; here a failed COMMIT is the transaction's failure.
 */
export function createEmbeddedAdapter(client: PGlite): SqlDriverAdapterFactory {
  const begin = client.transaction.bind(client);
  // There is one at a time: PGlite begins the next when this one has ended.
  let running: Promise<unknown> = Promise.resolve();
  client.transaction = (fn) => {
    const outcome = begin((tx) => {
      running = outcome;
      return fn(tx);
    });
    return outcome;
  };
  const factory = new PrismaPGlite(client);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => sayingHowItEnded(await factory.connect(), () => running),
  };
}

function sayingHowItEnded(adapter: SqlDriverAdapter, findRunning: () => Promise<unknown>): SqlDriverAdapter {
  const start = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (isolationLevel) => {
    const transaction = await start(isolationLevel);
    const outcome = findRunning();
    const commit = transaction.commit.bind(transaction);
    transaction.commit = async () => {
      await commit();
      await outcome;
    };
    return transaction;
  };
  return adapter;
}
