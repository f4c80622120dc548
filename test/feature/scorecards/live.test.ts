import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { makeKey } from '../../../src/platform/http/keys.ts';
import { createSealer } from '../../../src/platform/installations/seal.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startOtherSystem } from '../../support/other-system.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared } = channels;
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await startBrightpath(t);
  t.sandbox.controls.installPartner(cast.brightpath);
  for (const person of [t.people.maya, t.people.diego]) await person.openHome();
  await t.settled();
});
afterAll(() => t.stop());

const home = (person: TestApp['people']['maya']) => person.reads(person.home() ?? { text: '', blocks: null });

test('what happens to deals stands on the Home tabs of both sides, without anybody opening them again', async () => {
  const { maya, diego } = t.people;
  expect(home(diego)).toContain('Your numbers now');
  await maya.command('/partner deal Acme 12,500 EUR "Platform rollout"', { channel: shared });
  await maya.command('/partner deal won D-1', { channel: shared });
  await maya.hears('is won for', { channel: shared });
  await t.settled();
  // What happens in this very moment counts from the next on.
  t.clock.moveTo(new Date(t.clock.now().getTime() + 60_000));
  await maya.command('/partner deal Globex 9,000 EUR "Metering"', { channel: shared });
  await maya.hears('Registered D-2', { channel: shared });
  await t.settled();
  expect(home(diego)).toMatch(/Sourced deals\W*: 1\b/);
  expect(home(maya)).toContain('1 of 1 closed deal won');
});

test('what another system counts stands on the channel’s page and the Home tab', async () => {
  const { diego } = t.people;
  const crm = await startOtherSystem(t.app);
  const sealer = createSealer([{ name: 'test', bytes: Buffer.alloc(32, 1) }]);
  const scopes = ['api-calls:write'];
  const key = await t.work((work) =>
    makeKey(work, sealer, { ...{ name: 'Meter', scopes, partnerId: null, secret: null }, createdById: null }),
  );
  const calls = {
    total: 10_000,
    successful: 9_990,
    from: '2026-01-05T00:00:00Z',
    to: '2026-01-06T00:00:00Z',
  };
  const sent = await crm.send(key, '/ingest/api-calls', {
    api_calls: [{ external_id: 'w1', partner: 'Brightpath', ...calls }],
  });
  expect(sent).toMatchObject({ body: { added: 1 } });
  await t.settled();
  expect(t.sandbox.world.data.channels[shared]?.canvas?.markdown).toMatch(/API reliability \| 99\.9 %/);
  expect(home(diego)).toMatch(/API reliability\W*: 99\.9 %/);
  await crm.stop();
});

test('over HTTP a scorecard says what each number is of; what is internal is for keys that may read it', async () => {
  const crm = await startOtherSystem(t.app);
  const sealer = createSealer([{ name: 'test', bytes: Buffer.alloc(32, 1) }]);
  const numbersFor = async (name: string, scopes: string[]) => {
    const { secret } = await t.work((work) =>
      makeKey(work, sealer, { ...{ name, scopes, partnerId: null, secret: null }, createdById: null }),
    );
    const { scorecards } = z
      .object({ scorecards: z.array(z.looseObject({ metric: z.string() })) })
      .parse((await crm.get('/scorecards', secret)).body);
    return new Map(scorecards.map((row) => [row.metric, row]));
  };
  const shared = await numbersFor('Board', ['scorecards:read']);
  const whole = await numbersFor('Finance', ['scorecards:read', 'internal:read']);
  expect([...shared.keys()]).toContain('win_rate');
  expect([...shared.keys()]).not.toContain('contribution_margin');
  expect([...whole.keys()]).toEqual(expect.arrayContaining([...shared.keys(), 'contribution_margin']));
  expect(whole.get('win_rate')).toMatchObject({
    ...{ numerator: 1, denominator: 1, n: 1, window: 'The last 90 days', notes: null },
    as_of: t.clock.now().toISOString(),
  });
  expect(whole.get('contribution_margin')).toMatchObject({
    value: null,
    notes: expect.stringMatching(/^missing: /),
  });
});
