import { afterAll, beforeAll, expect, test } from 'vitest';
import { features } from '../../src/features/index.ts';
import { importFile } from '../../src/features/pipeline/import-file.ts';
import { createLog } from '../../src/platform/log.ts';
import { cast } from '../../src/sandbox/seed-world.ts';
import { routeDirectly } from '../feature/hostile/route-directly.ts';
import { effectOf, hostileWords, markupIn } from '../feature/hostile/shown-markup.ts';
import { tryEverything, type Used } from '../feature/hostile/try-everything.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { ripen } from './ripe-world.ts';

/**
 * Driven by what the features register: whatever form a feature adds is opened, filled in with hostile words and sent,
 * or the test fails because it could not be.
 */
let tandem: TestApp;
let acknowledged: readonly unknown[];
const nordlys = 'Nordlys Systems';
/** On their way: their steps are all done, and their gates wait for a decision. */
const odra = 'Odra Automation';
const veldkamp = 'Veldkamp Advies';

/** Forms that words.test.ts types into instead. A new one belongs in no such list: it is to be opened. */
const elsewhere = ['onboarding.review', 'onboarding.sendBack'];

beforeAll(async () => {
  tandem = await startTestApp({
    at: new Date('2026-11-24T09:30:00Z'),
    withPast: true,
    log: createLog('error'),
  });
  await tandem.settled();
  ({ acknowledged } = routeDirectly(tandem));
});
afterAll(() => tandem.stop());

/** A deal whose customer and name are hostile, come by file. */
async function importHostileDeal(): Promise<void> {
  const quoted = `"${hostileWords}"`;
  const { added } = await tandem.work((work) =>
    importFile(work, {
      kind: 'deals',
      bytes: new TextEncoder().encode(
        `external_id,customer,name,amount,currency,registered_on,stage\nx1,${quoted},${quoted},5000,EUR,2026-10-01,open\n`,
      ),
      partnerName: nordlys,
      isDryRun: false,
    }),
  );
  expect(added).toBe(1);
}

test('every form there is takes hostile words, and nothing of them takes effect anywhere', async () => {
  const { maya, diego } = tandem.people;
  for (const id of [diego.id, cast.tom])
    Object.assign(tandem.sandbox.world.data.people[id] ?? {}, { name: `${id} ${hostileWords}` });
  const deal = `D-${await ripen(tandem, nordlys)}`;
  await importHostileDeal();
  const channel = tandem.sandbox.controls.addChannel({
    name: 'first-lumen',
    memberIds: [cast.maya, cast.diego, cast.aiko, cast.tandem],
    teamIds: [cast.lumen, cast.brightpath],
  });
  const nobodys = tandem.sandbox.controls.addChannel({
    name: 'second-lumen',
    memberIds: [cast.maya, cast.diego, cast.tandem],
    teamIds: [cast.lumen, cast.brightpath],
  });
  const used: Used = { sent: new Set(), refused: new Map() };
  const further = [
    `deal cost ${deal}`,
    `deal renew ${deal}`,
    `agenda ${nordlys}`,
    `health ${nordlys}`,
    `health postmortem ${nordlys}`,
    `plan open ${nordlys}`,
    `plan fill ${nordlys}`,
    `status ${veldkamp}`,
    'digest',
  ];
  // First what the rest takes away: calls that are moved and cancelled, keys that are revoked, roles that are changed.
  // Where no partner listens, since keys and takers are no business of theirs; and twice, to see what came of the first.
  const presses =
    /^(calls\.add-item|ingest\.|onboarding\.(decide|review|sendBack)|pipeline\.(declineRenewal|editTaker))/;
  for (const lines of [
    [`agenda ${nordlys}`, `calls record ${nordlys}`, `gate ${odra}`, 'takers', 'keys'],
    [`decisions ${nordlys}`, `status ${odra}`, 'takers', 'keys'],
  ])
    await tryEverything(
      tandem,
      { id: maya.id, channel: cast.internal, door: 'slash', presses },
      hostileWords,
      used,
      lines,
    );
  // Who takes the first answer there is opens every gate.
  await maya.command(`/partner gate ${veldkamp}`, { channel: cast.internal });
  maya.fill({ 'Your decision': 'Hold, for a reason', Reason: hostileWords });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  await tryEverything(tandem, { id: maya.id, channel, door: 'slash' }, hostileWords, used);
  await tryEverything(tandem, { id: maya.id, channel, door: 'slash' }, hostileWords, used, further);
  await tryEverything(tandem, { id: maya.id, channel: nobodys, door: 'slash' }, hostileWords, used, ['']);
  await tryEverything(tandem, { id: diego.id, channel, door: 'mention' }, hostileWords, used, [
    'status',
    'lead list',
    'deal list',
    hostileWords,
  ]);
  const given = tandem.sandbox.controls.calls().map(({ args }) => args);
  const effects = [...given, ...acknowledged].flatMap(markupIn).flatMap((markup) => {
    const effect = effectOf(markup);
    return effect === null ? [] : [`${effect} in: ${markup.slice(0, 300)}`];
  });
  // Without effect, but there.
  expect(JSON.stringify(given)).toContain('gone~');
  expect([...new Set(effects)]).toEqual([]);
  // What was not taken says why.
  const registered = features.flatMap(({ views }) => Object.keys(views ?? {}));
  const missing = registered.filter((id) => !used.sent.has(id) && !elsewhere.includes(id));
  expect(missing.map((id) => `${id}: ${used.refused.get(id) ?? 'never opened'}`)).toEqual([]);
});
