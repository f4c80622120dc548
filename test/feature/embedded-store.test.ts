import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/platform/store/store.ts';

const holder = fileURLToPath(new URL('../support/hold-store.ts', import.meta.url));
const log = pino({ level: 'silent' });
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tandem-store-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('a second process is refused while one has the folder, and welcome once that was killed; nothing is lost', {
  timeout: 90_000,
}, async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', holder, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(openStore({ dataDir, log })).rejects.toThrow(
    /Another process is using the data folder .*DATA_DIR/,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  const store = await openStore({ dataDir, log });
  expect(await store.prisma.counter.findMany()).toEqual([{ name: 'written before the end', value: 1n }]);
  await store.close();
});
