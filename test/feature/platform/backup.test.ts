import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { post } from '../../../src/platform/delivery/post.ts';
import { schedule } from '../../../src/platform/schedule/schedule.ts';
import { openStore, type StoreOptions } from '../../../src/platform/store/store.ts';
import { everyWorkspace } from '../../../src/platform/store/workspace-fence.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { startSandboxServer } from '../../../src/sandbox/server.ts';
import { startEngine, testClock, workspaceId } from '../../support/engine.ts';
import { createTestDatabase } from '../../support/store.ts';
import { databaseUrl } from '../../support/template.ts';

const run = promisify(execFile);
const log = pino({ level: 'silent' });

/** A database to back up, and what docs/operations.md says to do for it. */
interface BackedUp {
  readonly options: StoreOptions;
  /** The copy, opened like any other. */
  restore(): Promise<StoreOptions>;
  drop(): Promise<void>;
}

async function onServer(): Promise<BackedUp> {
  const { options, drop } = await createTestDatabase();
  const url = options.databaseUrl ?? '';
  const name = `${new URL(url).pathname.slice(1)}_restored`;
  const restored = databaseUrl(url, name);
  const folder = await mkdtemp(join(tmpdir(), 'tandem-backup-'));
  const file = join(folder, 'tandem.dump');
  return {
    options,
    restore: async () => {
      const env = { ...process.env, PGOPTIONS: `-c tandem.workspace=${everyWorkspace}` };
      await run('pg_dump', ['--enable-row-security', '--format=custom', `--file=${file}`, url], { env });
      await run('createdb', [`--maintenance-db=${databaseUrl(url, 'postgres')}`, name]);
      await run('pg_restore', ['--no-owner', `--dbname=${restored}`, file], { env });
      return { ...options, databaseUrl: restored };
    },
    drop: async () => {
      await drop();
      await run('dropdb', [
        '--if-exists',
        '--force',
        `--maintenance-db=${databaseUrl(url, 'postgres')}`,
        name,
      ]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function embedded(): Promise<BackedUp> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-backup-'));
  const [dataDir, restored] = [join(folder, 'data'), join(folder, 'restored')];
  return {
    options: { dataDir, log },
    restore: async () => {
      await cp(dataDir, restored, { recursive: true });
      return { dataDir: restored, log };
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

test('a restored backup takes up where the copy was made', { timeout: 120_000 }, async () => {
  const isServer = inject('storeTemplate').kind === 'server';
  const backup = isServer ? await onServer() : await embedded();
  const clock = testClock();
  const slack = await startSandboxServer({ clock, port: 0, dataDir: null });
  const parts = { slack, clock };

  const original = await openStore(backup.options);
  const before = await startEngine({ ...parts, store: original, isDelivering: false });
  await before.inWork({ workspaceId, source: 'test', receipt: 'press 1' }, async (work) => {
    const message = { text: 'decided before the backup' };
    await post(work, { key: 'waiting', to: { channel: cast.shared }, audience: 'partner', message });
    await schedule(work, { kind: 'test.due', key: 'once', dueAt: clock.now(), data: {} });
  });
  await before.stop();
  // The embedded store is copied while nothing runs.
  if (!isServer) await original.close();
  const options = await backup.restore();
  if (isServer) await original.close();

  let done = 0;
  const restored = await openStore(options);
  const jobs = {
    'test.due': {
      says: 'test',
      run: async () => {
        done += 1;
        return undefined;
      },
    },
  };
  const after = await startEngine({ ...parts, store: restored, jobs });
  await after.delivery.settled();
  await after.heartbeat.runDueWork();
  const again = await after.inWork(
    { workspaceId, source: 'test', receipt: 'press 1' },
    async () => 'handled',
  );

  const posted = slack.controls.messages(cast.shared).filter(({ isFromApp }) => isFromApp);
  expect(posted.map(({ text }) => text)).toEqual(['decided before the backup']);
  expect(done).toBe(1);
  expect(again).toEqual({ duplicate: true });
  expect(restored.workRole).toBe(original.workRole);
  await expect(
    after.work(
      (work) => work.tx.$queryRaw`SELECT "key" FROM "Delivery" WHERE "workspaceId" <> ${workspaceId}::uuid`,
    ),
  ).resolves.toEqual([]);

  await after.stop();
  await restored.close();
  await slack.close();
  await backup.drop();
});
