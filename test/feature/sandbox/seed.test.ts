import { afterEach, expect, test } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { createLog } from '../../../src/platform/log.ts';
import { readManifest } from '../../../src/platform/slack/manifest.ts';
import { type ActingPerson, actAs } from '../../../src/sandbox/person.ts';
import { furtherPartners, seedWorldWithPartners } from '../../../src/sandbox/seed-partners.ts';
import { seedProgramme } from '../../../src/sandbox/seed-programme.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Sandbox, startSandboxServer } from '../../../src/sandbox/server.ts';
import { openTestStore } from '../../support/store.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const now = new Date('2026-11-24T09:30:00Z');

interface Seeded {
  readonly sandbox: Sandbox;
  readonly app: Awaited<ReturnType<typeof createApp>>;
  readonly maya: ActingPerson;
  readonly tookMs: number;
}

/** A new sandbox as `npm start` makes it, at a time that stands still. */
async function startSeeded(at = now): Promise<Seeded> {
  const clock = { now: () => at };
  const store = await openTestStore();
  const { scopes, events } = readManifest();
  const sandbox = await startSandboxServer({
    clock,
    port: 0,
    dataDir: null,
    seed: seedWorldWithPartners,
    scopes,
    events,
  });
  const { botToken, appToken } = sandbox.tokens;
  const app = await createApp(
    {
      slack: { kind: 'socket', botToken, appToken },
      slackApiUrl: sandbox.apiUrl,
      databaseUrl: undefined,
      dataDir: 'memory',
      port: 0,
      logLevel: 'warn',
    },
    { log: createLog('warn'), clock, store, deliverySpeed: 1000 },
  );
  closing.push(async () => {
    await app.stop();
    await sandbox.close();
    await store.close();
  });
  const begun = performance.now();
  await seedProgramme(app, sandbox.world);
  const tookMs = performance.now() - begun;
  await app.settled();
  return { sandbox, app, maya: actAs(sandbox, cast.maya), tookMs };
}

async function digestOf({ sandbox, app, maya }: Seeded): Promise<string> {
  await maya.command('/partner digest', { channel: cast.internal });
  await sandbox.controls.settled();
  await app.settled();
  const last = sandbox.controls.messages(cast.internal).at(-1);
  return JSON.stringify({ text: last?.text, blocks: last?.blocks });
}

test('look', async () => {
  const seeded = await startSeeded();
  console.log('took', seeded.tookMs);
  const digest = JSON.parse(await digestOf(seeded));
  console.log(digest.text);
  for (const block of digest.blocks) {
    if (block.type === 'data_table') for (const row of block.rows) console.log(row.map((c: any) => c.text).join(' | '));
    else if (block.type === 'data_visualization') console.log(JSON.stringify(block.chart.series.map((s: any) => [s.name, s.data.map((d: any) => d.value).join(',')])));
    else console.log(JSON.stringify(block).slice(0, 600));
  }
  for (const p of furtherPartners) console.log(p.channel, seeded.sandbox.controls.messages(p.channel).map((m) => m.text.slice(0, 300)));
  console.log(seeded.sandbox.controls.blockFaults(), await seeded.app.store.prisma.dueItem.count(), await seeded.app.store.prisma.delivery.count());
});
