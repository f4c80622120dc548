import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnoseInstallations } from '../../../src/cli/diagnose-installations.ts';
import { newId } from '../../../src/platform/clock.ts';
import { resealAll } from '../../../src/platform/installations/reseal.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { acme, firstKey, type OAuthTestApp, startOAuthApp } from '../../support/oauth-app.ts';
import { postTo } from '../../support/post-to.ts';

let tandem: OAuthTestApp;
beforeAll(async () => {
  tandem = await startOAuthApp();
  await tandem.install(cast.maya);
  await tandem.install(acme.nora);
});
afterAll(() => tandem.stop());

const installation = (slackId: string) => tandem.store.prisma.installation.findUnique({ where: { slackId } });
const workspace = (slackTeamId: string) =>
  tandem.store.prisma.workspace.findUniqueOrThrow({ where: { slackTeamId } });
const posts = (channel: string) => tandem.sandbox.controls.messages(channel).map(({ text }) => text);
/** Waits for what is done beside everything else. */
const until = (holds: () => Promise<boolean>) => expect.poll(holds, { timeout: 20_000 }).toBe(true);

test('tokens are nowhere in clear: not in the database, not in the log, and are sealed for their row alone', async () => {
  const tokens = [...tandem.sandbox.local.installs.byId.values()].flatMap(({ tokens }) => [...tokens.keys()]);
  expect(tokens).toHaveLength(2);
  const rows = JSON.stringify(await tandem.store.prisma.installation.findMany());
  expect(tandem.logged()).toContain('Tandem was installed');
  for (const secret of [...tokens, tandem.oauth.clientSecret, tandem.oauth.stateSecret]) {
    expect(rows).not.toContain(secret);
    expect(tandem.logged()).not.toContain(secret);
  }
  // The database itself takes no token in clear.
  await expect(
    tandem.store.prisma.installation.update({
      where: { slackId: cast.lumen },
      data: { botToken: tokens[0] ?? '' },
    }),
  ).rejects.toThrow('Installation_tokens_are_sealed');

  // Another row’s token does not open in this one: nobody acts at Acme with Lumen’s.
  const [lumens, acmes] = [await installation(cast.lumen), await installation(acme.team)];
  const put = (botToken: string | undefined | null) =>
    tandem.store.prisma.installation.update({
      where: { slackId: acme.team },
      data: { botToken: botToken ?? null },
    });
  await put(lumens?.botToken);
  await expect(resealAll(tandem.store.prisma, [firstKey2, firstKey])).rejects.toThrow('does not open');
  await put(acmes?.botToken);
});

const firstKey2 = { name: 'second', bytes: Buffer.alloc(32, 2) };

test('sealed anew with a second key, the first can be dropped', async () => {
  // Lumen’s may have been done before the other row stopped it.
  const { resealed, alreadyNewest } = await resealAll(tandem.store.prisma, [firstKey2, firstKey]);
  expect(resealed + alreadyNewest).toBe(2);
  expect((await installation(acme.team))?.botToken).toMatch(/^v1\.second\./);
  expect(await resealAll(tandem.store.prisma, [firstKey2])).toEqual({ resealed: 0, alreadyNewest: 2 });
  // Back again, for the app that runs with the first.
  expect(await resealAll(tandem.store.prisma, [firstKey, firstKey2])).toEqual({
    resealed: 2,
    alreadyNewest: 0,
  });
});

test('two vendors in one process are apart, also in one channel', async () => {
  const [lumen, other] = [await workspace(cast.lumen), await workspace(acme.team)];
  const bot = tandem.sandbox.world.data.teams[acme.team]?.botUserId ?? '';
  const common = tandem.sandbox.controls.addChannel({
    name: 'three-of-us',
    memberIds: [cast.maya, cast.tandem, acme.nora, bot],
    teamIds: [cast.lumen, acme.team, cast.brightpath],
  });
  await postTo(tandem.app, lumen.id, common, 'From Lumen');
  await postTo(tandem.app, other.id, common, 'From Acme');
  await tandem.settled();
  const said = tandem.sandbox.controls.messages(common).map(({ text, userId }) => [text, userId]);
  expect(said).toEqual(
    expect.arrayContaining([
      ['From Lumen', cast.tandem],
      ['From Acme', bot],
    ]),
  );
  await tandem.person(acme.nora).command('/partner help');
  const answers = tandem.person(acme.nora).dm();
  expect(answers.at(-1)?.userId).toBe(bot);
});

test('a removal stops that workspace at once, and only that; what is owed waits and is not given up', async () => {
  const { id } = await workspace(acme.team);
  const nora = tandem.person(acme.nora);
  tandem.sandbox.controls.uninstall(acme.team);
  await tandem.sandbox.controls.settled();
  const ended = await installation(acme.team);
  expect(ended).toMatchObject({ botToken: null, refreshToken: null, endedAt: tandem.clock.now() });
  expect((await workspace(acme.team)).stoppedAt).toEqual(tandem.clock.now());
  expect((await workspace(cast.lumen)).stoppedAt).toBeNull();

  const before = tandem.sandbox.controls.calls().length;
  for (let each = 1; each <= 5; each += 1) await postTo(tandem.app, id, acme.nora, `Owed ${each}`, 'person');
  await tandem.app.inWork({ workspaceId: id, source: 'test' }, ({ tx, newId, now }) =>
    tx.dueItem.create({ data: { id: newId(), workspaceId: id, kind: 'test.none', key: 'x', dueAt: now } }),
  );
  expect(await tandem.app.runDueWork()).toBe(0);
  await tandem.settled();
  await postTo(tandem.app, (await workspace(cast.lumen)).id, cast.internal, 'Lumen goes on');
  await tandem.settled();
  expect(posts(cast.internal)).toContain('Lumen goes on');
  const later = tandem.sandbox.controls
    .calls()
    .slice(before)
    .map(({ outcome }) => outcome);
  expect(new Set(later)).toEqual(new Set(['ok']));
  const states = await tandem.store.prisma.delivery.groupBy({
    by: ['status'],
    where: { workspaceId: id },
    _count: true,
  });
  expect(states).toContainEqual({ status: 'pending', _count: 5 });
  expect(states.some(({ status }) => status === 'dead')).toBe(false);

  // Installed again it carries on with what waited, in order.
  await tandem.store.prisma.dueItem.deleteMany({ where: { workspaceId: id, kind: 'test.none' } });
  expect((await tandem.install(acme.nora)).status).toBe(200);
  await tandem.settled();
  expect(nora.dm().map(({ text }) => text)).toEqual(expect.arrayContaining(['Owed 1', 'Owed 5']));
  const owed = nora
    .dm()
    .map(({ text }) => text)
    .filter((text) => text.startsWith('Owed'));
  expect(owed).toEqual(['Owed 1', 'Owed 2', 'Owed 3', 'Owed 4', 'Owed 5']);
});

test('an event of the installation before, delivered late, ends nothing; nor does a word about tokens that are good', async () => {
  await tandem.sandbox.controls.redeliver(3);
  tandem.sandbox.controls.sayRevoked(acme.team);
  await tandem.sandbox.controls.settled();
  expect((await installation(acme.team))?.endedAt).toBeNull();
});

test('what Slack refuses without having said so ends the installation too, after it was asked once more', async () => {
  const { id } = await workspace(acme.team);
  tandem.sandbox.controls.failNext({ method: 'chat.postMessage', mode: { error: 'invalid_auth' } });
  await postTo(tandem.app, id, acme.nora, 'One wrong answer', 'person');
  await tandem.settled();
  expect((await installation(acme.team))?.endedAt).toBeNull();
  expect(
    tandem
      .person(acme.nora)
      .dm()
      .map(({ text }) => text),
  ).toContain('One wrong answer');

  tandem.sandbox.controls.uninstall(acme.team, 'quietly');
  const doctorSays = async (tokenKeys: typeof tandem.oauth.tokenKeys) =>
    (
      await diagnoseInstallations(tandem.store.prisma, { ...tandem.oauth, tokenKeys }, tandem.sandbox.apiUrl)
    ).map(({ what, isWell, says }) => [what, isWell, says]);
  expect(await doctorSays([firstKey])).toEqual([
    ['Installation in Lumen (T0LUMEN001)', true, 'its token is well, and everything needed is granted'],
    ['Installation in Acme (T0ACMECORP)', false, 'Slack says token_revoked'],
  ]);
  const [unsealed] = await doctorSays([firstKey2]);
  expect(unsealed?.[2]).toContain('sealed with the key “first”');
  await postTo(tandem.app, id, acme.nora, 'Too late', 'person');
  await until(async () => (await installation(acme.team))?.endedBecause === 'token_revoked');
  await tandem.settled();
  expect(await tandem.store.prisma.delivery.count({ where: { workspaceId: id, status: 'pending' } })).toBe(1);
  expect(await tandem.store.prisma.delivery.count({ where: { workspaceId: id, status: 'dead' } })).toBe(0);
});

test('thirty days after a removal nothing is left of the workspace, and everything of the others', async () => {
  const { id } = await workspace(acme.team);
  const lumen = await workspace(cast.lumen);
  const days = (count: number) => new Date(tandem.clock.now().getTime() + count * 24 * 3_600_000);
  tandem.clock.moveTo(days(29.9));
  await tandem.app.runDueWork();
  expect(await tandem.store.prisma.workspace.count({ where: { id } })).toBe(1);
  tandem.clock.moveTo(days(0.2));
  await tandem.app.runDueWork();
  expect(await installation(acme.team)).toBeNull();
  for (const left of [
    tandem.store.prisma.workspace.count({ where: { id } }),
    tandem.store.prisma.person.count({ where: { workspaceId: id } }),
    tandem.store.prisma.delivery.count({ where: { workspaceId: id } }),
  ])
    expect(await left).toBe(0);
  expect(await tandem.store.prisma.workspace.count({ where: { id: lumen.id } })).toBe(1);
  expect(await tandem.store.prisma.delivery.count({ where: { workspaceId: lumen.id } })).toBeGreaterThan(0);
});

test('installed again, perhaps with more permissions, it tries the canvases again that Slack had refused', async () => {
  const { id: workspaceId } = await workspace(cast.lumen);
  const { surface: surfaces } = tandem.store.prisma;
  const canvas = { workspaceId, kind: 'scorecards.canvas', subject: 'p1' };
  const refused = { shownVersion: 1, givenUp: 'dead', lastError: 'No permission.' };
  await surfaces.create({
    data: { ...canvas, ...refused, id: newId(), target: `channel:${cast.shared}`, updatedAt: new Date(0) },
  });
  const find = () => surfaces.findUniqueOrThrow({ where: { workspaceId_kind_subject: canvas } });
  await tandem.install(cast.maya);
  expect(await find()).toMatchObject({ givenUp: null, version: 2 });
  await surfaces.delete({ where: { workspaceId_kind_subject: canvas } });
});
