import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/log.ts';
import { openStore } from '../../src/platform/store/store.ts';
import { startBrightpath } from '../feature/onboarding/brightpath.ts';
import { describedFault } from '../reliability/faults/faults-page.ts';
import { openFlakyPort } from '../reliability/faults/flaky-port.ts';
import { channels, startTestApp } from '../support/app.ts';
import { createTestDatabase } from '../support/store.ts';

test('when the answer to a commit is lost, people hear what was saved, and nothing happens twice', {
  timeout: 120_000,
}, async () => {
  expect(describedFault('the answer to a commit lost')).toContain('by itself');
  const database = await createTestDatabase();
  const url = new URL(database.options.databaseUrl ?? '');
  const port = await openFlakyPort(url.hostname, Number(url.port || 5432));
  url.host = `127.0.0.1:${port.port}`;
  const store = await openStore({ ...database.options, databaseUrl: url.href });
  const t = await startTestApp({ store, log: createLog('error') });
  const { maya, diego } = t.people;
  await startBrightpath(t);
  await t.settled();

  const byCommand = port.loseCommitOf('Harbour');
  await maya.command('/partner deal Harbour, 1000 EUR', { channel: channels.shared });
  await byCommand;
  await t.settled();
  const heard = maya.ephemerals(channels.shared).map((message) => maya.reads(message));
  expect(heard.join('\n')).not.toContain('nothing was changed');
  expect(heard.at(-1)).toContain('Harbour');

  const byMention = port.loseCommitOf('Quay');
  await diego.mention(channels.shared, 'deal Quay, 2000 EUR');
  await byMention;
  await t.settled();
  const told = diego.sees(channels.shared).map((message) => diego.reads(message));
  expect(told.join('\n')).not.toContain('nothing was changed');
  expect(told.join('\n')).toContain('Quay');

  const deals = await store.prisma.deal.findMany({ orderBy: { registeredAt: 'asc' } });
  expect(deals.map(({ customer }) => customer)).toEqual(['Harbour', 'Quay']);
  await t.stop();
  await store.close();
  await port.close();
  await database.drop();
});
