import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { features } from '../../../src/features/index.ts';
import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import { newId } from '../../../src/platform/clock.ts';
import { createPacing } from '../../../src/platform/delivery/pacing.ts';
import { createLog } from '../../../src/platform/log.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import { createClient } from '../../../src/platform/slack/clients.ts';
import { createDirectory } from '../../../src/platform/slack/directory.ts';
import { findInstalled, type Whence } from '../../../src/platform/slack/installed.ts';
import { createRouter } from '../../../src/platform/slack/router.ts';
import type { Workspace } from '../../../src/platform/store/generated/client.ts';
import { botTokenOf } from '../../../src/sandbox/local.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';

const { shared } = channels;
let tandem: TestApp;
let lumen: Workspace;
let brightpath: Workspace;
let brightpathsBot: string;
/** Every event the app was sent. */
const events: Json[] = [];
const handling = new Set<Promise<unknown>>();

/** Brightpath is Lumen's partner, and has installed the app in its own workspace too. */
beforeAll(async () => {
  tandem = await startTestApp();
  const { app, sandbox, people } = tandem;
  await people.maya.command('/partner help');
  await people.diego.mention(shared, 'help');
  await tandem.settled();
  lumen = app.workspace;
  await tandem.work(async (work) => {
    const [maya, diego] = [await personBySlackId(work, cast.maya), await personBySlackId(work, cast.diego)];
    const partner = await savePartner(work, {
      name: 'Brightpath',
      tier: 'gold',
      managerPersonId: maya.id,
      timeZone: 'Europe/Lisbon',
      currency: 'EUR',
      channel: {
        id: shared,
        name: 'brightpath-lumen',
        isShared: true,
        isArchived: false,
        isFrozen: false,
        isMember: true,
        connectedTeamIds: [cast.lumen, cast.brightpath],
      },
    });
    await grantRole(work, { personId: diego.id, partnerId: partner.id, role: 'lead', grantedById: null });
  });
  brightpathsBot = sandbox.controls.installInOwnRight(cast.brightpath);
  sandbox.controls.setMembership(shared, brightpathsBot, true);
  await tandem.settled();
  brightpath = await app.store.prisma.workspace.create({
    data: {
      id: newId(),
      slackTeamId: cast.brightpath,
      name: 'Brightpath Consulting',
      botUserId: brightpathsBot,
      createdAt: tandem.clock.now(),
    },
  });
  listenForBoth();
}, 60_000);

afterAll(() => tandem.stop());

/** Takes the payloads to a router that has the tokens of both installations. */
function listenForBoth(): void {
  const { app, sandbox, clock } = tandem;
  const { store, inWork } = app;
  const log = createLog('warn');
  const turnsFor = createPacing(store, 50).forQuestions;
  const client = (teamId: string) =>
    createClient(
      teamId === cast.brightpath ? botTokenOf(teamId) : sandbox.tokens.botToken,
      sandbox.apiUrl,
      log,
    );
  const clientFor = async (id: string) => client(id === brightpath.id ? cast.brightpath : cast.lumen);
  const route = createRouter({
    features,
    directory: createDirectory({
      prisma: store.prisma,
      clientFor,
      turnsFor,
      clock,
      newId,
      log,
    }),
    inWork,
    clients: { clientFor, clientForTeam: async (teamId) => client(teamId) },
    turnsFor,
    newReference: () => 'TEST',
    metrics: createMetrics({ store, clock }),
    introduce: async () => null,
    meet: async () => undefined,
    answerWithinMs: 25_000,
    sealer: null,
    log,
  });
  const take = async (payload: Json): Promise<Json> => {
    let answer: Json = {};
    await route(payload, async (response) => {
      if (typeof response === 'object' && response !== null) answer = { ...response };
    });
    return answer;
  };
  Object.assign(sandbox.local.socket, {
    ask: async (_: string, payload: Json) => ({ ok: true, payload: await take(payload) }),
    sendEvent: (payload: Json) => {
      events.push(payload);
      const done = take(payload).finally(() => handling.delete(done));
      handling.add(done);
    },
  });
}

async function settled(): Promise<void> {
  await Promise.all(handling);
  await tandem.settled();
}

function deals() {
  return tandem.app.store.prisma.deal.findMany({ orderBy: { number: 'asc' } });
}

test('its people’s commands in the shared channel reach the vendor’s programme, and are answered to them alone', async () => {
  const { diego } = tandem.people;
  await diego.command('/partner deal Acme 1,000 EUR “Harbour”', { channel: shared });
  await settled();
  expect((await deals()).map(({ workspaceId, customer }) => [workspaceId, customer])).toEqual([
    [lumen.id, 'Acme'],
  ]);
  await diego.hears('Harbour', { channel: shared });
});

test('its people are under the same policy: somebody without a role is told so, and changes nothing', async () => {
  const { aiko } = tandem.people;
  await aiko.command('/partner deal Hidden 1,000 EUR “Cellar”', { channel: shared });
  await settled();
  expect(
    aiko
      .ephemerals(shared)
      .map((message) => aiko.reads(message))
      .join(),
  ).toContain('can’t register a deal');
  expect(await deals()).toHaveLength(1);
});

test('a form opens with the client of the installation that was asked, and what is said comes from the vendor’s', async () => {
  const { diego } = tandem.people;
  const { controls } = tandem.sandbox;
  await diego.command('/partner lead', { channel: shared });
  await diego.until(() => diego.modal());
  expect(controls.calls('views.open').at(-1)).toMatchObject({ teamId: cast.brightpath, outcome: 'ok' });
  diego.fill({ Customer: 'Initech' });
  expect(await diego.submit()).toEqual({});
  await settled();
  const leads = await tandem.app.store.prisma.lead.findMany();
  expect(leads.map(({ workspaceId, customer }) => [workspaceId, customer])).toEqual([[lumen.id, 'Initech']]);
  const posted = controls.calls().filter(({ method }) => method.startsWith('chat.'));
  expect(posted.length).toBeGreaterThan(2);
  expect(posted.map(({ teamId }) => teamId ?? null)).toEqual(posted.map(() => null));
});

test('a mention may name either bot, and is handled once however often and by whichever installation it is delivered', async () => {
  const { diego } = tandem.people;
  const { socket } = tandem.sandbox.local;
  await diego.say(shared, '@Tandem of Brightpath Consulting deal Globex 2,000 EUR “Quay”');
  await settled();
  await diego.mention(shared, 'deal Umbrella 3,000 EUR “Pier” @Tandem of Brightpath Consulting');
  await settled();
  expect((await deals()).map(({ customer }) => customer)).toEqual(['Acme', 'Globex', 'Umbrella']);
  const mentions = events.filter(({ event }) => JSON.stringify(event).includes('"app_mention"'));
  expect(mentions).toHaveLength(2);
  for (const mention of mentions) {
    expect(mention).toMatchObject({ authorizations: [{ team_id: cast.brightpath }] });
    socket.sendEvent(mention);
    socket.sendEvent({ ...mention, authorizations: [{ team_id: cast.lumen, enterprise_id: null }] });
  }
  await settled();
  expect(await deals()).toHaveLength(3);
});

test('a shortcut, which says no channel, opens the menu of the one programme they are in, and its forms reach that', async () => {
  const { diego, maya } = tandem.people;
  await diego.shortcut('partner_programme');
  await diego.until(() => diego.modal()?.title === 'Partner programme');
  expect(tandem.sandbox.controls.calls('views.open').at(-1)).toMatchObject({ teamId: cast.brightpath });
  await diego.press('people');
  await settled();
  expect(diego.reads(diego.modal() ?? { blocks: [] })).toContain('in our direct messages');
  expect(
    diego
      .dm()
      .map((message) => diego.reads(message))
      .join(),
  ).toContain('Brightpath');
  await diego.close();
  await diego.press('lead');
  diego.fill({ Customer: 'Soylent' });
  expect(await diego.submit()).toEqual({});
  await settled();
  const lead = await tandem.app.store.prisma.lead.findFirstOrThrow({ where: { customer: 'Soylent' } });
  expect(lead.workspaceId).toBe(lumen.id);
  await maya.shortcut('partner_programme');
  await maya.until(() => maya.reads(maya.modal() ?? { blocks: [] }).includes('onboarding'));
  await maya.close();
});

test('to the app directly they speak of their own programme', async () => {
  const { diego } = tandem.people;
  await diego.command('/partner deal list');
  await settled();
  const own = await tandem.app.store.prisma.person.findMany({ where: { workspaceId: brightpath.id } });
  expect(own.map(({ slackUserId, side }) => [slackUserId, side])).toEqual([[cast.diego, 'vendor']]);
  expect(
    diego
      .dm()
      .map((message) => diego.reads(message))
      .join(),
  ).not.toContain('Harbour');
});

test('who leaves the partner is known in the vendor’s programme, though only the partner’s installation hears of it', async () => {
  const { controls } = tandem.sandbox;
  await tandem.people.sam.mention(shared, 'help');
  await settled();
  controls.deactivatePerson(cast.sam);
  await settled();
  expect(events.at(-1)).toMatchObject({ authorizations: [{ team_id: cast.brightpath }] });
  const sam = await tandem.app.store.prisma.person.findFirstOrThrow({
    where: { workspaceId: lumen.id, slackUserId: cast.sam },
  });
  expect(sam.deactivatedAt).not.toBeNull();
});

describe('whose programme it is', () => {
  const ownChannel = 'C0BRIGHTOWN';
  const nobodysChannel = 'C0GENERALL';

  async function found(whence: Partial<Whence>): Promise<[string, string] | null> {
    const installed = await findInstalled(tandem.app.store.prisma, {
      teamId: cast.brightpath,
      enterpriseId: null,
      channelId: null,
      programmeId: null,
      writtenBy: null,
      askedBy: null,
      userId: null,
      ...whence,
    });
    return installed && [installed.workspace.name, installed.installation.name];
  }

  const toVendor = ['Lumen', 'Brightpath Consulting'];
  const own = ['Brightpath Consulting', 'Brightpath Consulting'];

  test('is said by the channel, and by nothing the payload claims', async () => {
    expect(await found({ channelId: shared })).toEqual(toVendor);
    expect(await found({ channelId: nobodysChannel })).toEqual(own);
    expect(await found({ channelId: 'D0ANYWHERE' })).toEqual(own);
    expect(await found({})).toEqual(own);
    expect(await found({ teamId: cast.lumen, channelId: shared })).toEqual(['Lumen', 'Lumen']);
    // A channel known as Lumen's, named by an organisation that is not in it, is nobody's.
    expect(await found({ teamId: 'T0NORTHW01', channelId: shared })).toBeNull();
    expect(await found({ teamId: 'constructor', channelId: shared })).toBeNull();
  });

  test('outside channels is what a modal or the message’s author says, only of those they share a channel with', async () => {
    expect(await found({ programmeId: lumen.id })).toEqual(toVendor);
    expect(await found({ programmeId: newId() })).toEqual(own);
    expect(await found({ channelId: 'D0ANYWHERE', writtenBy: cast.tandem })).toEqual(toVendor);
    expect(await found({ channelId: 'D0ANYWHERE', writtenBy: brightpathsBot })).toEqual(own);
    expect(await found({ teamId: cast.lumen, programmeId: brightpath.id })).toEqual(['Lumen', 'Lumen']);
    expect(await found({ askedBy: cast.diego })).toEqual(toVendor);
    expect(await found({ askedBy: cast.maya })).toEqual(own);
  });

  test('is the partner’s own in the channels of its own programme, also where a vendor says the same channel', async () => {
    const { prisma } = tandem.app.store;
    const maya = await prisma.person.findFirstOrThrow({ where: { slackUserId: cast.maya } });
    const now = tandem.clock.now();
    const partner = await prisma.partner.create({
      data: {
        id: newId(),
        workspaceId: brightpath.id,
        name: 'Reseller',
        nameKey: 'reseller',
        tier: 'gold',
        managerPersonId: maya.id,
        timeZone: 'UTC',
        createdAt: now,
      },
    });
    for (const slackChannelId of [ownChannel, shared]) {
      await prisma.partnerChannel.create({
        data: {
          id: newId(),
          workspaceId: brightpath.id,
          partnerId: partner.id,
          slackChannelId,
          name: 'own',
          connectedTeamIds: [cast.lumen],
          createdAt: now,
        },
      });
    }
    expect(await found({ channelId: ownChannel })).toEqual(own);
    expect(await found({ channelId: shared })).toEqual(own);
    expect(await found({ teamId: cast.lumen, channelId: shared })).toEqual(['Lumen', 'Lumen']);
    expect(await found({ teamId: cast.lumen, channelId: ownChannel })).toEqual([
      'Brightpath Consulting',
      'Lumen',
    ]);
    expect(await found({ askedBy: cast.diego })).toEqual(own);
  });

  test('an organisation’s workspaces are one, and may be connected under its id', async () => {
    const { prisma } = tandem.app.store;
    await prisma.workspace.update({ where: { id: lumen.id }, data: { slackEnterpriseId: 'E0LUMEN001' } });
    expect(await found({ teamId: 'T0LUMENEU1', enterpriseId: 'E0LUMEN001' })).toEqual(['Lumen', 'Lumen']);
    expect(await found({ teamId: 'T0LUMENEU1', enterpriseId: 'E0OTHERS01' })).toBeNull();
    await prisma.partnerChannel.updateMany({
      where: { workspaceId: lumen.id, slackChannelId: shared },
      data: { connectedTeamIds: ['E0BRIGHT01'] },
    });
    expect(await found({ teamId: 'T0BRIGHTEU', enterpriseId: 'E0BRIGHT01', channelId: shared })).toEqual([
      'Lumen',
      'Lumen',
    ]);
  });
});
