import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import { publish } from '../../../src/features/playbook/public.ts';
import { newId } from '../../../src/platform/clock.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import { everythingOf } from '../../../src/platform/privacy/rows-of.ts';
import { actions, button, message } from '../../../src/platform/slack/kit/index.ts';
import type { Work } from '../../../src/platform/work.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { acme, type OAuthTestApp, startOAuthApp } from '../../support/oauth-app.ts';

const source = readFileSync('playbooks/partner-programme.yaml', 'utf8');
let tandem: OAuthTestApp;
let lumen: string;
let other: string;
/** Where Acme, another vendor on the same installation, works with Brightpath, which is Lumen's partner too. */
let acmesChannel: string;
let acmesBot: string;
let pairing: { id: string; requestId: string; offerId: string };

beforeAll(async () => {
  tandem = await startOAuthApp();
  await tandem.install(cast.maya);
  await tandem.install(acme.nora);
  lumen = await workspace(cast.lumen);
  other = await workspace(acme.team);
  const { controls, world } = tandem.sandbox;
  acmesBot = world.data.teams[acme.team]?.botUserId ?? '';
  acmesChannel = controls.addChannel({
    name: 'brightpath-acme',
    memberIds: [acme.nora, acmesBot, cast.diego],
    teamIds: [acme.team, cast.brightpath],
  });
  const quiet = controls.addChannel({
    name: 'northwind-lumen',
    memberIds: [cast.maya, cast.tandem],
    teamIds: [cast.lumen, 'T0NORTHW01'],
  });
  await tandem.person(cast.maya).command('/partner help');
  await tandem.person(acme.nora).command('/partner help');
  const own = [cast.lumen, cast.brightpath];
  const brightpath = await addPartner(lumen, 'Brightpath', cast.maya, cast.shared, own);
  await addPartner(other, 'Brightpath', acme.nora, acmesChannel, [acme.team, cast.brightpath]);
  const northwind = await addPartner(lumen, 'Northwind', cast.maya, quiet, [cast.lumen, 'T0NORTHW01']);
  await tandem.person(cast.diego).mention(cast.shared, 'help');
  await tandem.person(cast.diego).mention(acmesChannel, 'help');
  await tandem.settled();
  for (const workspaceId of [lumen, other])
    await inWork(workspaceId, async (work) => {
      const diego = await personBySlackId(work, cast.diego);
      await grantRole(work, {
        ...{ personId: diego.id, partnerId: diego.partnerId, role: 'lead', grantedById: null },
      });
    });
  pairing = await inWork(lumen, (work) => addPairing(work, brightpath, northwind));
}, 120_000);
afterAll(() => tandem.stop());

const workspace = async (slackTeamId: string) =>
  (await tandem.store.prisma.workspace.findUniqueOrThrow({ where: { slackTeamId } })).id;

async function inWork<T>(workspaceId: string, run: (work: Work) => Promise<T>): Promise<T> {
  const done = await tandem.app.inWork({ workspaceId, source: 'test' }, run);
  if (done.duplicate) throw new Error('unreachable: no receipt was given');
  await tandem.settled();
  return done.value;
}

function addPartner(
  workspaceId: string,
  name: string,
  managerId: string,
  channelId: string,
  connectedTeamIds: readonly string[],
): Promise<string> {
  return inWork(workspaceId, async (work) => {
    const known = await work.tx.playbookVersion.count({ where: { workspaceId } });
    if (known === 0)
      await publish(work, { source, filename: 'p.yaml', publishedBy: 'An admin', reason: 'First' });
    const { id } = await savePartner(work, {
      ...{ name, tier: 'silver', timeZone: 'Europe/Lisbon', currency: 'EUR' },
      managerPersonId: (await personBySlackId(work, managerId)).id,
      channel: {
        ...{ id: channelId, name: `${name}-channel`.toLowerCase(), isShared: true, isArchived: false },
        ...{ isFrozen: false, isMember: true, connectedTeamIds: [...connectedTeamIds] },
      },
    });
    return id;
  });
}

/** Lumen's manager has proposed that Northwind helps Brightpath; Northwind has said yes. */
async function addPairing({ tx, workspaceId, now }: Work, learnerId: string, mentorId: string) {
  const [id, requestId, offerId] = [newId(), newId(), newId()];
  const card = { workspaceId, topics: ['integration'], saidAt: now };
  const maya = await tx.person.findFirstOrThrow({ where: { workspaceId, slackUserId: cast.maya } });
  await tx.mentorCard.createMany({
    data: [
      { ...card, id: requestId, partnerId: learnerId, kind: 'request', words: 'MARK-learner' },
      { ...card, id: offerId, partnerId: mentorId, kind: 'offer', words: 'MARK-mentor' },
    ],
  });
  await tx.mentorship.create({
    data: {
      ...{ id, workspaceId, requestId, offerId, topic: 'integration', approvedById: maya.id },
      ...{ approvedAt: now, mentorAcceptedById: maya.id, mentorAcceptedAt: now },
    },
  });
  return { id, requestId, offerId };
}

const rows = async () => {
  const { prisma } = tandem.store;
  return JSON.stringify([
    await prisma.mentorship.findMany(),
    await prisma.mentorCard.findMany({ orderBy: { id: 'asc' } }),
  ]);
};

/** A button that a bot says in a channel, with what no button of it would have; pressed by somebody. */
async function pressForged(
  workspaceId: string,
  channel: string,
  personId: string,
  actionId: string,
  value: string,
): Promise<void> {
  const label = `Forged ${newId()}`;
  const blocks = [actions(button(actionId, label, { value }))];
  await inWork(workspaceId, (work) =>
    post(work, {
      ...{ key: `test:${newId()}`, to: { channel }, audience: 'partner' },
      message: message(blocks, label),
    }),
  );
  const { clock } = tandem;
  clock.moveTo(new Date(clock.now().getTime() + 2000));
  await tandem.person(personId).press(label);
  await tandem.settled();
}

test('nobody in another workspace sees, answers or closes a pairing, not even with its ids, or as somebody who is in both', async () => {
  const before = await rows();
  await tandem.person(acme.nora).command('/partner mentor', { channel: acmesChannel });
  await tandem.person(acme.nora).command('/partner mentor find Northwind');
  await tandem.person(cast.diego).mention(acmesChannel, 'mentor');
  await tandem.person(cast.diego).mention(acmesChannel, 'mentor withdraw');
  await tandem.settled();
  const { id, requestId, offerId } = pairing;
  for (const [actionId, value] of [
    ...(['accept', 'decline', 'end'] as const).map((verb) => [`mentoring.${verb}`, id] as const),
    ['mentoring.find', requestId],
    ['mentoring.propose', `${requestId}:${offerId}`],
    ['mentoring.withdraw', requestId],
  ] as const)
    for (const personId of [acme.nora, cast.diego])
      await pressForged(other, acmesChannel, personId, actionId, value);
  expect(await rows()).toBe(before);
  const said = Object.values(tandem.sandbox.world.data.messages)
    .flat()
    .filter(({ userId }) => userId === acmesBot);
  expect(said.length).toBeGreaterThan(12);
  expect(JSON.stringify(said)).toContain('That isn’t open any more.');
  expect(JSON.stringify(said)).not.toMatch(/MARK|Northwind-channel|waits for/);
  // The same press by the same person, where the pairing is.
  await pressForged(lumen, cast.shared, cast.diego, 'mentoring.accept', id);
  expect(await rows()).not.toBe(before);
});

test('the export of each of the two holds the pairing, without what is the other’s; that of anybody else does not', async () => {
  const partners = await tandem.store.prisma.partner.findMany({ orderBy: { name: 'asc' } });
  const exported = async ({ id, workspaceId }: (typeof partners)[number]) =>
    inWork(workspaceId, async ({ tx }) => {
      for await (const [model, own] of everythingOf(tx, workspaceId, id))
        if (model === 'Mentorship') return own;
      return [];
    });
  for (const partner of partners) {
    const [row, ...others] = await exported(partner);
    expect(others).toEqual([]);
    if (partner.workspaceId === other) {
      expect(row).toBeUndefined();
      continue;
    }
    const [own, theirs, side, otherSide] =
      partner.name === 'Northwind'
        ? ([pairing.offerId, pairing.requestId, 'mentor', 'learner'] as const)
        : ([pairing.requestId, pairing.offerId, 'learner', 'mentor'] as const);
    expect(row).toMatchObject({ id: pairing.id, topic: 'integration' });
    expect(JSON.stringify(row)).toContain(own);
    expect(JSON.stringify(row)).not.toContain(theirs);
    expect(Object.keys(row ?? {})).toContain(`${side}AcceptedById`);
    expect(Object.keys(row ?? {})).not.toContain(`${otherSide}AcceptedById`);
  }
});
