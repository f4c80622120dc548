import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../src/platform/delivery/post.ts';
import { schedule } from '../../src/platform/schedule/schedule.ts';
import { openStore } from '../../src/platform/store/store.ts';
import { channels, startTestApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/store.ts';

// What could not be delivered, seen to from the command line while the app runs on the same server.

const { shared } = channels;
/** Each command is a process of its own. */
const timeout = 180_000;
let database: TestDatabase;
let t: TestApp;
beforeAll(async () => {
  database = await createTestDatabase();
  t = await startTestApp({ store: await openStore(database.options), log: database.options.log });
});
afterAll(async () => {
  await t.stop();
  await database.drop();
});

/** Runs `npm run undelivered -- …`, as its script in package.json does. */
async function undelivered(
  ...words: readonly string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = ['--import', 'tsx', 'src/cli/undelivered.ts', ...words];
  const env = { ...process.env, DATABASE_URL: database.options.databaseUrl ?? '' };
  const ran = promisify(execFile)(process.execPath, args, { env });
  return ran.then(
    (said) => ({ code: 0, ...said }),
    (failed) => failed,
  );
}

const idIn = (list: string) => /^([0-9a-f-]{36}) /m.exec(list)?.[1] ?? '';
const arrived = (text: string) =>
  t.sandbox.controls.messages(shared).filter((message) => message.text === text);

test('a message that was given up is listed with its reason, sent again once the cause is mended, and not twice', {
  timeout,
}, async () => {
  t.sandbox.controls.archiveChannel(shared);
  await t.work((work) =>
    post(work, {
      ...{ key: 'news', to: { channel: shared }, audience: 'partner' },
      message: { text: 'The price list is out' },
    }),
  );
  const listed = await undelivered('list');
  expect(listed.code).toBe(0);
  expect(listed.stdout).toContain('1 message could not be delivered.');
  expect(listed.stdout).toContain('The price list is out\n  Why: The channel is archived.');
  expect(listed.stdout).toContain('0 tasks could not be done.');

  t.sandbox.controls.archiveChannel(shared, false);
  const id = idIn(listed.stdout);
  expect(await undelivered('retry', id)).toMatchObject({
    code: 0,
    stdout: 'The message is on its way again.\n',
  });
  await t.settled();
  expect(arrived('The price list is out')).toHaveLength(1);
  expect((await undelivered('list')).stdout).toContain('0 messages could not be delivered.');
  expect(await undelivered('retry', id)).toMatchObject({
    code: 1,
    stderr: `${id} is not among what is undelivered. See npm run undelivered -- list.\n`,
  });
  expect(arrived('The price list is out')).toHaveLength(1);
});

test('a task that was given up is listed with its reason, and tried again', { timeout }, async () => {
  await t.work(async (work) => {
    await schedule(work, { kind: 'test.unknown', key: 'k', dueAt: work.now });
    await work.tx.dueItem.updateMany({
      where: { workspaceId: work.workspaceId, kind: 'test.unknown' },
      data: { attempts: 8, failedAt: work.now, lastError: 'out of order' },
    });
  });
  const { stdout } = await undelivered('list');
  expect(stdout).toContain('1 task could not be done.');
  expect(stdout).toContain('test.unknown k\n  Why: out of order');
  expect(await undelivered('retry', idIn(stdout))).toMatchObject({
    code: 0,
    stdout: 'The task is tried again.\n',
  });
  expect(await t.app.store.prisma.dueItem.count({ where: { failedAt: { not: null } } })).toBe(0);
});

test('a command that is none is answered with how to use it', async () => {
  const asked = await undelivered('retry', 'everything');
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain('npm run undelivered -- retry ID');
});
