import { pino } from 'pino';
import { newId } from '../../src/platform/clock.ts';
import { createDelivery } from '../../src/platform/delivery/delivery.ts';
import { createPacing } from '../../src/platform/delivery/pacing.ts';
import { startQueue } from '../../src/platform/delivery/queue.ts';
import { createClient } from '../../src/platform/slack/clients.ts';
import { openStore } from '../../src/platform/store/store.ts';
import { createWorkRunner } from '../../src/platform/store/work-runner.ts';

// A process of its own that delivers until it is killed: `DATABASE_URL` or `DATA_DIR`, `SLACK_API_URL`, `TOKEN`, `NOW`.
const {
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir = '',
  SLACK_API_URL: apiUrl,
  TOKEN: token = '',
  NOW: now = '',
} = process.env;
// The local Slack’s, as every process’s clock is the real Slack’s, nearly.
const clock = { now: () => new Date(now) };
const log = pino({ level: 'error' }, pino.destination(2));
const store = await openStore({ databaseUrl, dataDir, log });
const boss = await startQueue(store, log);
const parts = { store, boss, clock, newId, reactions: new Map() };
const client = createClient(token, apiUrl, log);
await createDelivery({
  ...parts,
  inWork: createWorkRunner(parts),
  log,
  clientFor: () => client,
  pacing: createPacing(store, 1),
  renderers: {},
  fallbackRecipient: async () => null,
  channels: {
    closedBecause: async () => null,
    refused: async () => false,
    seen: async () => false,
    reopened: async () => {},
    invited: async () => {},
  },
  onUndeliverable: async () => {},
}).start();
process.stdout.write('delivering\n');
