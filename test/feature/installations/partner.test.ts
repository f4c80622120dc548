import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type OAuthTestApp, startOAuthApp } from '../../support/oauth-app.ts';

let tandem: OAuthTestApp;

/** Lumen has installed the app, and so has Brightpath, its partner: each by the page, each with its own token. */
beforeAll(async () => {
  tandem = await startOAuthApp();
  await tandem.install(cast.maya);
  await tandem.install(cast.diego);
  const lumen = await workspace(cast.lumen);
  await tandem.person(cast.maya).command('/partner help', { channel: cast.shared });
  await tandem.person(cast.diego).command('/partner help', { channel: cast.shared });
  await tandem.settled();
  // Brightpath is not yet anybody's partner: Diego is known in his own workspace alone.
  expect(await peopleOf(lumen.id)).toEqual([cast.maya]);
  await tandem.person(cast.diego).mention(cast.shared, 'help');
  await tandem.settled();
  await tandem.app.inWork({ workspaceId: lumen.id, source: 'test' }, async (work) => {
    const maya = await personBySlackId(work, cast.maya);
    await savePartner(work, {
      name: 'Brightpath',
      tier: 'gold',
      managerPersonId: maya.id,
      timeZone: 'Europe/Lisbon',
      currency: 'EUR',
      channel: {
        id: cast.shared,
        name: 'brightpath-lumen',
        isShared: true,
        isArchived: false,
        isFrozen: false,
        isMember: true,
        connectedTeamIds: [cast.lumen, cast.brightpath],
      },
    });
  });
  // The first thing he does there makes him known to the vendor's programme.
  await tandem.person(cast.diego).command('/partner help', { channel: cast.shared });
  await tandem.app.inWork({ workspaceId: lumen.id, source: 'test' }, async (work) => {
    const diego = await personBySlackId(work, cast.diego);
    const { partnerId } = diego;
    await grantRole(work, { personId: diego.id, partnerId, role: 'lead', grantedById: null });
  });
}, 120_000);
afterAll(() => tandem.stop());

const workspace = (slackTeamId: string) =>
  tandem.store.prisma.workspace.findUniqueOrThrow({ where: { slackTeamId } });

async function peopleOf(workspaceId: string): Promise<string[]> {
  const people = await tandem.store.prisma.person.findMany({ where: { workspaceId } });
  return people.map(({ slackUserId }) => slackUserId);
}

test('a partner’s own installation leads from the shared channel to the vendor’s programme', async () => {
  const diego = tandem.person(cast.diego);
  await diego.command('/partner deal Harbour, 1000 EUR', { channel: cast.shared });
  await tandem.settled();
  const [deal, ...others] = await tandem.store.prisma.deal.findMany();
  expect(deal?.workspaceId).toBe((await workspace(cast.lumen)).id);
  expect(others).toEqual([]);
});

test('its forms open with its own token, and what they lead to is said with the vendor’s', async () => {
  const diego = tandem.person(cast.diego);
  const { controls } = tandem.sandbox;
  const before = controls.calls().length;
  await diego.command('/partner lead', { channel: cast.shared });
  await diego.until(() => diego.modal());
  diego.fill({ Customer: 'Initech' });
  expect(await diego.submit()).toEqual({});
  await tandem.settled();
  const calls = controls.calls().slice(before);
  const teamsOf = (prefix: string) => [
    ...new Set(calls.filter(({ method }) => method.startsWith(prefix)).map(({ teamId }) => teamId)),
  ];
  expect(teamsOf('views.open')).toEqual([cast.brightpath]);
  expect(teamsOf('chat.')).toEqual([cast.lumen]);
  expect(await tandem.store.prisma.lead.findMany({ select: { customer: true, workspaceId: true } })).toEqual([
    { customer: 'Initech', workspaceId: (await workspace(cast.lumen)).id },
  ]);
});

test('a mention in the shared channel is handled once', async () => {
  const diego = tandem.person(cast.diego);
  await diego.mention(cast.shared, 'deal Quay, 2000 EUR');
  await tandem.settled();
  expect(await tandem.store.prisma.deal.count({ where: { customer: { contains: 'Quay' } } })).toBe(1);
});

test('the partner’s removal of the app leaves the vendor’s programme as it is', async () => {
  tandem.sandbox.controls.uninstall(cast.brightpath);
  await tandem.sandbox.controls.settled();
  expect((await workspace(cast.brightpath)).stoppedAt).not.toBeNull();
  expect((await workspace(cast.lumen)).stoppedAt).toBeNull();
  await tandem.person(cast.diego).mention(cast.shared, 'deal Pier, 3000 EUR');
  await tandem.settled();
  expect(await tandem.store.prisma.deal.count()).toBe(3);
});

test('once the vendor has removed it, the partner’s own installation says so and changes nothing', async () => {
  expect((await tandem.install(cast.diego)).status).toBe(200);
  tandem.sandbox.controls.uninstall(cast.lumen);
  await tandem.sandbox.controls.settled();
  const { prisma } = tandem.store;
  const owned = async () => [
    await prisma.deal.count(),
    await prisma.delivery.count(),
    await prisma.auditEntry.count(),
  ];
  const before = await owned();
  const diego = tandem.person(cast.diego);
  await diego.command('/partner deal Mole, 4000 EUR', { channel: cast.shared });
  await diego.mention(cast.shared, 'deal Jetty, 5000 EUR');
  await tandem.settled();
  expect(await owned()).toEqual(before);
  const heard = diego.ephemerals(cast.shared).map((message) => diego.reads(message));
  expect(heard.at(-1)).toBe(
    'I’m not installed at your vendor any more, so I changed nothing. Once I am again, everything carries on.',
  );
});
