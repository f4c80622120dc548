import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelOf, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import { type ActingPerson, actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared } = channels;
const northwind = 'T0NORTHW01';
let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

/** Somebody new, in the channel. */
function join(teamId: string, name: string, channel: string = shared): ActingPerson {
  const { controls } = tandem.sandbox;
  const id = controls.addPerson({ teamId, name });
  controls.setMembership(channel, id, true);
  return actAs(tandem.sandbox, id);
}

const offersOf = (name: string) => {
  const { maya } = tandem.people;
  return maya
    .dm()
    .filter((message) => maya.reads(message).includes(name) && maya.reads(message).includes('Which role?'));
};

const partnerOf = (slackUserId: string) =>
  tandem.work(async (work) => {
    const { partnerId } = await personBySlackId(work, slackUserId);
    return (
      partnerId &&
      (await work.tx.partner.findUnique({ where: { id: partnerId, workspaceId: work.workspaceId } }))?.name
    );
  });

test('a partner’s newcomer is offered to the manager once, may do nothing before, and is told so', async () => {
  const { maya } = tandem.people;
  const nora = join(cast.brightpath, 'Nora Silva');
  const offer = await maya.hears(/Nora.* joined #brightpath-lumen from Brightpath\. Which role\?/, {
    channel: 'dm',
  });
  await nora.mention(shared, 'status');
  await nora.hears(/You don’t have a role at Brightpath yet.*I asked Maya/);
  tandem.sandbox.controls.setMembership(shared, nora.id, false);
  tandem.sandbox.controls.setMembership(shared, nora.id, true);
  await tandem.settled();
  expect(offersOf('Nora')).toHaveLength(1);

  await maya.choose('Choose a role', 'technical', offer);
  await maya.hears(/Nora.* now has technical at Brightpath/);
  await nora.hears(/Maya.* gave you a role at Brightpath: technical/, { channel: 'dm' });
  await nora.mention(shared, 'status');
  await nora.hears(/Brightpath: /);
  await maya.choose('Choose a role', 'lead', offer);
  await maya.hears(/Nora.* already has a role: technical/);
});

test('nobody is offered who is the vendor’s or has a role', async () => {
  const { controls } = tandem.sandbox;
  for (const id of [cast.lena, cast.diego]) {
    controls.setMembership(shared, id, false);
    controls.setMembership(shared, id, true);
  }
  await tandem.settled();
  expect([...offersOf('Lena'), ...offersOf('Diego')]).toEqual([]);
});

test('somebody who was there before asks, and is offered then', async () => {
  const { maya, sam } = tandem.people;
  await tandem.work(async (work) => {
    const { id: personId } = await personBySlackId(work, cast.sam);
    await work.tx.roleGrant.deleteMany({ where: { workspaceId: work.workspaceId, personId } });
  });
  await sam.mention(shared, 'status');
  await sam.hears(/You don’t have a role at Brightpath yet/);
  await maya.hears(
    /Sam.*, who has no role yet, asked me for something in #brightpath-lumen from Brightpath/,
    {
      channel: 'dm',
    },
  );
});

test('one partner has two channels: its people are the same, and the oldest that is open hears the news', async () => {
  const { controls } = tandem.sandbox;
  const second = controls.addChannel({
    name: 'brightpath-support',
    memberIds: [cast.maya, cast.tandem, cast.diego],
    teamIds: [cast.lumen, cast.brightpath],
  });
  await save('Brightpath', second, [cast.lumen, cast.brightpath]);
  const bo = join(cast.brightpath, 'Bo Lind', second);
  await tandem.people.maya.hears(/Bo.* joined #brightpath-support from Brightpath/, { channel: 'dm' });
  expect(await partnerOf(bo.id)).toBe('Brightpath');
  expect(await newsGoTo()).toBe(shared);
  controls.archiveChannel(shared);
  await tandem.settled();
  expect(await newsGoTo()).toBe(second);
  controls.archiveChannel(shared, false);
  await tandem.people.maya.hears('is open again', { channel: 'dm' });
  expect(await newsGoTo()).toBe(shared);
});

test('a second partner joins the channel: it stays the first one’s, and its manager decides about each newcomer', async () => {
  const { maya } = tandem.people;
  const { controls, world } = tandem.sandbox;
  world.data.teams[northwind] = {
    id: northwind,
    name: 'Northwind',
    domain: 'northwind',
    side: 'partner',
    hasApp: false,
  };
  const own = controls.addChannel({
    name: 'northwind-lumen',
    memberIds: [cast.maya, cast.tandem],
    teamIds: [cast.lumen, northwind],
  });
  await save('Northwind', own, [cast.lumen, northwind]);
  const nils = join(northwind, 'Nils Berg', own);
  await maya.hears(/Nils.* joined #northwind-lumen from Northwind/, { channel: 'dm' });

  controls.shareState(shared, northwind, 'shared');
  await maya.hears('has been joined by another organisation', { channel: 'dm' });
  expect(await partnerOf(nils.id)).toBe('Northwind');
  controls.setMembership(shared, nils.id, true);
  await nils.mention(shared, 'status');
  await nils.hears(/can’t/);

  const eve = join(northwind, 'Eve Marsh');
  const offer = await maya.hears(/Eve.* joined #brightpath-lumen\. Their organisation works with several/, {
    channel: 'dm',
  });
  expect(await partnerOf(eve.id)).toBeNull();
  await eve.mention(shared, 'status');
  await eve.hears(/You don’t have a role at Brightpath yet/);
  await maya.choose('Choose a role', 'sales', offer);
  await maya.hears(/Eve.* now has sales at Brightpath/);
  expect(await partnerOf(eve.id)).toBe('Brightpath');

  // What the second organisation leaves goes on with the first.
  controls.shareState(shared, northwind, 'unshared');
  await tandem.settled();
  expect(await newsGoTo()).toBe(shared);
  controls.shareState(shared, cast.brightpath, 'unshared');
  await maya.hears('is no longer shared with the partner’s organisation', { channel: 'dm' });
});

function save(name: string, id: string, connectedTeamIds: readonly string[]): Promise<unknown> {
  return tandem.work(async (work) => {
    const maya = await personBySlackId(work, cast.maya);
    const channel = {
      id,
      name: id,
      isShared: true,
      isArchived: false,
      isFrozen: false,
      isMember: true,
      connectedTeamIds,
    };
    const info = tandem.sandbox.world.data.channels[id];
    return savePartner(work, {
      name,
      tier: 'silver',
      managerPersonId: maya.id,
      timeZone: 'Europe/Oslo',
      currency: 'EUR',
      channel: { ...channel, name: info?.name ?? id },
    });
  });
}

/** The channel Brightpath's messages go to. */
function newsGoTo(): Promise<string> {
  return tandem.work(async (work) => {
    const where = { workspaceId_nameKey: { workspaceId: work.workspaceId, nameKey: 'brightpath' } };
    const { id } = await work.tx.partner.findUniqueOrThrow({ where });
    return (await channelOf(work, id)).slackChannelId;
  });
}
