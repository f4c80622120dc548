import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personBySlackId } from '../../src/features/partners/public.ts';
import { registerDeal } from '../../src/features/pipeline/deals.ts';
import { submitLead } from '../../src/features/pipeline/leads.ts';
import { openStore } from '../../src/platform/store/store.ts';
import type { Work } from '../../src/platform/work.ts';
import { cast } from '../../src/sandbox/seed-world.ts';
import { setUpBrightpath } from '../feature/pipeline/partner.ts';
import { channels, startTestApp, type TestApp } from '../support/app.ts';
import { createTestDatabase } from '../support/store.ts';

// Numbers (D-18, L-3) are given out while others' transactions are open. Nothing here sleeps: a transaction is held
// open by the test until the other has finished, which it would not if it waited for it.

let t: TestApp;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let partnerId: string;
let eye: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  t = await startTestApp({ store: await openStore(database.options) });
  await t.publishSample();
  partnerId = await setUpBrightpath(t);
  eye = new Client({
    connectionString: database.options.databaseUrl ?? '',
    options: '-c tandem.workspace=*',
  });
  await eye.connect();
});
afterAll(async () => {
  await eye.end();
  await t.stop();
  await database.drop();
});

interface Held {
  /** Lets it commit. */
  finish(): Promise<void>;
  /** Has it undone. */
  undo(): Promise<void>;
}

/** Does something in a transaction that stays open until it is told. */
async function hold(act: (work: Work) => Promise<unknown>): Promise<Held> {
  let end = (_isUndone: boolean) => {};
  const told = new Promise<boolean>((resolve) => {
    end = resolve;
  });
  let hasActed = () => {};
  const acted = new Promise<void>((resolve) => {
    hasActed = resolve;
  });
  const done = t.app
    .inWork({ workspaceId: t.app.workspace.id, source: 'test' }, async (work) => {
      await act(work);
      hasActed();
      if (await told) throw new Error('undone');
    })
    .then(
      () => 'committed',
      () => 'undone',
    );
  await Promise.race([acted, done]);
  return {
    finish: async () => {
      end(false);
      expect(await done).toBe('committed');
    },
    undo: async () => {
      end(true);
      expect(await done).toBe('undone');
    },
  };
}

async function maya(work: Work) {
  const { id, name, timeZone } = await personBySlackId(work, cast.maya);
  const roles = [{ role: 'manager', partnerId }] as const;
  return {
    ...{ workspaceId: work.workspaceId, personId: id, slackUserId: cast.maya, name, timeZone },
    ...{ side: 'vendor' as const, partnerId: null, roles },
  };
}

const deal = (customer: string) => async (work: Work) =>
  registerDeal(work, await maya(work), {
    ...{ partnerId, customer, name: '', domain: null, lead: null, registeredOn: '2026-01-12' },
    amount: { amountMinor: 500_000n, currency: 'EUR' },
  });

const lead = (customer: string) => async (work: Work) =>
  submitLead(work, await maya(work), {
    ...{ partnerId, customer, contact: null, note: null },
    ...{ territory: null, segment: null, capability: null },
  });

const says = (words: string) => t.people.maya.hears(words, { channel: channels.shared });
const command = (words: string) => t.people.maya.command(`/partner ${words}`, { channel: channels.shared });
const numbers = async () => {
  const { rows } = await eye.query<{ number: number; customer: string }>(
    'SELECT "number", "customer" FROM "Deal" ORDER BY "number"',
  );
  return rows.map(({ number, customer }) => `${number} ${customer}`);
};

/** Until somebody waits for a lock of this database. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await eye.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if ((rowCount ?? 0) > 0) return;
  }
}

test('a deal is registered while another registration is open; each has a number of its own', async () => {
  const first = await hold(deal('Held AG'));
  await command('deal Quick GmbH, 5,000 EUR');
  await says('Registered D-2: Quick GmbH');
  await first.finish();
  await t.settled();
  expect(await numbers()).toEqual(['1 Held AG', '2 Quick GmbH']);
});

test('what is undone leaves a gap at most', async () => {
  const undone = await hold(deal('Undone AG'));
  await command('deal Next GmbH, 5,000 EUR');
  await says('Registered D-4: Next GmbH');
  await undone.undo();
  await command('deal After GmbH, 5,000 EUR');
  await says('Registered D-5: After GmbH');
});

test('a lead is submitted while another is open', async () => {
  const first = await hold(lead('Held Leads AG'));
  await command('lead Quick Leads GmbH');
  await says('L-2');
  await first.finish();
  await t.settled();
});

test('of two who want the same customer at once, the second waits and sees the first', async () => {
  const first = await hold(deal('Contested Ltd'));
  const second = t.app.inWork({ workspaceId: t.app.workspace.id, source: 'test' }, deal('CONTESTED'));
  await somebodyWaits();
  await first.finish();
  const result = await second;
  expect(result.duplicate ? null : result.value.isContested).toBe(true);
  await t.settled();
});

test('thirty at once have thirty numbers', async () => {
  const before = (await numbers()).length;
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      t.app.inWork({ workspaceId: t.app.workspace.id, source: 'test' }, deal(`Crowd ${index}`)),
    ),
  );
  await t.settled();
  expect(await numbers()).toHaveLength(before + 30);
});

test('a process of the version before waits for this one’s, and this one’s for it', async () => {
  const workspaceId = t.app.workspace.id;
  const old = new Client({
    connectionString: database.options.databaseUrl ?? '',
    options: '-c tandem.workspace=*',
  });
  await old.connect();
  const turn = [`pipeline deal ${workspaceId}`];
  const next = async () => {
    await old.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', turn);
    const { rows } = await old.query<{ number: number }>('SELECT max("number") + 1 AS "number" FROM "Deal"');
    await old.query(
      `INSERT INTO "Deal" ("id", "workspaceId", "partnerId", "number", "customer", "name", "amountMinor", "currency", "registeredAt")
       VALUES (gen_random_uuid(), $1, $2, $3, $4, '', 1, 'EUR', now())`,
      [workspaceId, partnerId, rows[0]?.number, `Old ${rows[0]?.number}`],
    );
  };
  await old.query('BEGIN');
  await next();
  const later = t.app.inWork({ workspaceId, source: 'test' }, deal('Beside the old'));
  await somebodyWaits();
  await old.query('COMMIT');
  expect(await later).toMatchObject({ duplicate: false });

  const first = await hold(deal('Before the old'));
  await old.query('BEGIN');
  const waiting = next();
  await somebodyWaits();
  await first.finish();
  await waiting;
  await old.query('COMMIT');
  await old.end();
  await t.settled();
  const all = (await numbers()).map((each) => Number(each.split(' ')[0]));
  expect(new Set(all).size).toBe(all.length);
  expect((await numbers()).at(-1)).toContain('Old');
});
