import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import { actAs } from '../../../src/sandbox/person.ts';
import { cast, newChannel, newPerson } from '../../../src/sandbox/seed-world.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';

/** What a payload was resolved to. `roles` (`lead@Brightpath`) are held by who asks for something; events have none. */
const resolved = z.strictObject({
  actor: z.string().nullable(),
  side: z.enum(['vendor', 'partner']).optional(),
  partner: z.string().nullable().optional(),
  roles: z.array(z.string()).optional(),
  installation: z.string(),
  channel: z.string().nullable(),
});
const sees = z.string().nullable();
const fixture = z.strictObject({
  case: z.string(),
  payload: z.record(z.string(), z.unknown()),
  expected: z.union([
    z.strictObject({ resolved, sees }),
    z.strictObject({ refused: z.string(), sees }),
    z.strictObject({ quiet: z.literal(true), sees: z.null() }),
  ]),
});
type Expected = z.infer<typeof fixture>['expected'];

const logged = z.object({
  msg: z.string(),
  reason: z.string().optional(),
  actor: z
    .object({
      personId: z.string(),
      side: z.enum(['vendor', 'partner']),
      partnerId: z.string().nullable(),
      roles: z.array(z.object({ role: z.string(), partnerId: z.string().nullable() })).optional(),
    })
    .nullish(),
  workspaceId: z.string().optional(),
  installation: z.string().optional(),
  channelId: z.string().nullish(),
});

const folder = new URL('../../fixtures/payloads/', import.meta.url);
const files = readdirSync(folder).sort();
const gridChannel = 'C0GRIDCOLU';

let tandem: TestApp;
const lines: z.infer<typeof logged>[] = [];
/** Ids of partners by name, and the names of people and partners by id. */
const partnerIds: Record<string, string> = {};
const names: Record<string, string> = {};

beforeAll(async () => {
  const log = pino(
    { level: 'debug' },
    new Writable({
      write: (line, _encoding, done) => {
        lines.push(logged.parse(JSON.parse(String(line))));
        done();
      },
    }),
  );
  tandem = await startTestApp({ log });
  populate();
  await setUpPartners();
}, 60_000);

afterAll(() => tandem.stop());

/** Everybody the payloads speak of, in an organisation of several workspaces and in others beside it. */
function populate(): void {
  const { data } = tandem.sandbox.world;
  Object.assign(data.teams[cast.lumen] ?? {}, { enterpriseId: 'E0LUMENORG' });
  const team = (id: string, name: string, enterpriseId?: string) => {
    data.teams[id] = {
      id,
      name,
      domain: name.toLowerCase(),
      side: 'partner',
      hasApp: false,
      ...(enterpriseId && { enterpriseId }),
    };
  };
  team('T0LUMENEU1', 'Lumen Europe', 'E0LUMENORG');
  team('T0GRIDCO01', 'Gridco', 'E0GRIDCO01');
  team('T0STRANGE1', 'Strangers');
  const person = (id: string, name: string, teamId: string, more: Json = {}) => {
    data.people[id] = {
      ...newPerson({ id, teamId, name, title: '', timeZone: 'Europe/Berlin' }, 'people'),
      ...more,
    };
  };
  person('U0STRANGER', 'Eve Marsh', 'T0STRANGE1');
  person('U0GUESTONE', 'Gil Moss', cast.lumen, { guest: 'single' });
  person('U0GUESTTWO', 'Gwen Hart', cast.lumen, { guest: 'multi' });
  person('U0LEFTLUMN', 'Lou Park', cast.lumen, { isDeactivated: true });
  person('U0OTHERBOT', 'Other app', cast.lumen, { isBot: true });
  person('W0GRIDVERA', 'Vera Lind', 'T0LUMENEU1');
  person('W0GRIDPETE', 'Pete Ruiz', 'T0GRIDCO01');
  const vera = data.people.W0GRIDVERA;
  // Slack takes the id from before the move to an Enterprise Grid, and answers with the one of today.
  if (vera) data.people.U0OLDIDVER = vera;
  data.channels[gridChannel] = newChannel({
    id: gridChannel,
    name: 'gridco-lumen',
    teamIds: [cast.lumen, 'E0GRIDCO01'],
    memberIds: [cast.maya, cast.tandem, 'W0GRIDPETE'],
    createdAt: 1_768_100_000,
  });
  data.channels[cast.shared]?.teamIds.push('T0STRANGE1');
  data.channels[cast.shared]?.memberIds.push('U0STRANGER');
  data.channels[cast.internal]?.memberIds.push('U0GUESTONE', 'U0GUESTTWO', 'W0GRIDVERA');
}

async function setUpPartners(): Promise<void> {
  const { app, sandbox, people } = tandem;
  const { prisma } = app.store;
  await prisma.workspace.update({
    where: { id: app.workspace.id },
    data: { slackEnterpriseId: 'E0LUMENORG' },
  });
  await people.maya.command('/partner help');
  await people.diego.mention(cast.shared, 'help');
  await actAs(sandbox, 'W0GRIDPETE').mention(gridChannel, 'help');
  await tandem.settled();
  await tandem.work(async (work) => {
    const maya = await personBySlackId(work, cast.maya);
    for (const [name, channel, organisation, lead] of [
      ['Brightpath', cast.shared, cast.brightpath, cast.diego],
      ['Gridco', gridChannel, 'E0GRIDCO01', 'W0GRIDPETE'],
    ] as const) {
      const partner = await savePartner(work, {
        name,
        tier: 'gold',
        managerPersonId: maya.id,
        timeZone: 'Europe/Lisbon',
        currency: 'EUR',
        channel: {
          id: channel,
          name,
          isShared: true,
          isArchived: false,
          isFrozen: false,
          isMember: true,
          connectedTeamIds: ['E0LUMENORG', cast.lumen, organisation],
        },
      });
      const { id: personId } = await personBySlackId(work, lead);
      await grantRole(work, { personId, partnerId: partner.id, role: 'lead', grantedById: null });
      partnerIds[name] = partner.id;
      names[partner.id] = name;
    }
  });
}

function read(file: string) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const filled = text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => partnerIds[name] ?? name);
  return fixture.parse(JSON.parse(filled));
}

/** The body with a trigger that still lives. */
function triggered(payload: Json): Json {
  if (typeof payload.trigger_id !== 'string') return payload;
  const personId = actorOf(payload);
  const trigger = { personId, viewId: null, teamId: cast.lumen };
  return { ...payload, trigger_id: tandem.sandbox.local.triggers.create(trigger) };
}

function actorOf(payload: Json): string {
  const holder = z.object({ id: z.string() });
  const body = z
    .object({
      user_id: z.string().optional(),
      user: holder.optional(),
      event: z.object({ user: z.union([z.string(), holder]).optional() }).optional(),
    })
    .parse(payload);
  const said = body.event?.user;
  return body.user_id ?? body.user?.id ?? (typeof said === 'object' ? said.id : (said ?? ''));
}

/** Sends it as Slack would; returns what the person has been shown since, alone. */
async function send(payload: Json, words: string | null): Promise<string> {
  const { sandbox } = tandem;
  const { data } = sandbox.world;
  const { socket } = sandbox.local;
  const personId = data.people[actorOf(payload)]?.id ?? '';
  const person = actAs(sandbox, personId);
  delete data.modals[personId];
  const toThem = () =>
    Object.values(data.messages)
      .flat()
      .filter(
        ({ userId, ephemeralFor, channelId }) =>
          userId === cast.tandem &&
          (ephemeralFor === personId ||
            (data.channels[channelId]?.kind === 'dm' &&
              data.channels[channelId]?.memberIds.includes(personId))),
      );
  const before = new Set(toThem());
  let answer: Json = {};
  if (payload.type === 'event_callback') socket.sendEvent(payload);
  else {
    const given = await socket.ask(payload.command ? 'slash_commands' : 'interactive', triggered(payload));
    if (!given.ok) throw new Error(`not acknowledged: ${given.reason}`);
    answer = given.payload;
  }
  await tandem.settled();
  const { options: _, ...said } = answer;
  const shown = () => {
    const modal = personId ? person.modal() : null;
    return [
      ...(Object.keys(said).length > 0 ? [JSON.stringify(said)] : []),
      ...toThem()
        .filter((message) => !before.has(message))
        .map((message) => JSON.stringify(message.blocks ?? message.text)),
      ...(modal ? [JSON.stringify([modal.title, modal.blocks])] : []),
    ].join('\n');
  };
  // A modal opens after the acknowledgement.
  if (words !== null && personId) await person.until(() => shown().includes(words)).catch(() => {});
  return shown();
}

function whatBecameOfIt(from: number): Omit<Expected, 'sees'> {
  const since = lines.slice(from);
  const refused = since.find(({ msg }) => msg === 'a payload was refused');
  if (refused) return { refused: refused.reason };
  const found = since.find(({ msg }) => msg === 'resolved');
  if (!found) return { quiet: true };
  expect(found.workspaceId).toBe(tandem.app.workspace.id);
  const { actor } = found;
  return {
    resolved: {
      actor: actor ? names[actor.personId] : null,
      ...(actor && {
        side: actor.side,
        partner: actor.partnerId && names[actor.partnerId],
        ...(actor.roles && {
          roles: actor.roles
            .map(({ role, partnerId }) => (partnerId ? `${role}@${names[partnerId]}` : role))
            .sort(),
        }),
      }),
      installation: found.installation,
      channel: found.channelId,
    },
  };
}

test.each(files)('%s', async (file) => {
  const { payload, expected } = read(file);
  const from = lines.length;
  const shown = await send(payload, expected.sees);
  for (const { id, name } of await tandem.app.store.prisma.person.findMany()) names[id] = name;
  const { sees: words, ...outcome } = expected;
  expect(whatBecameOfIt(from)).toEqual(outcome);
  if (words === null) expect(shown).toBe('');
  else expect(shown).toContain(words);
});

test('what was refused is counted by its reason', async () => {
  const server = createServer(tandem.app.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const scraped = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  await new Promise((resolve) => server.close(resolve));
  const counted = Object.fromEntries(
    [...scraped.matchAll(/tandem_payloads_refused_total\{reason="(\w+)"\} (\d+)/g)].map(
      ([, reason, count]) => [reason, Number(count)],
    ),
  );
  const expected: Record<string, number> = {};
  for (const file of files) {
    const outcome = read(file).expected;
    if ('refused' in outcome) expected[outcome.refused] = (expected[outcome.refused] ?? 0) + 1;
  }
  expect(counted).toEqual(expected);
  expect(Object.keys(expected).length).toBeGreaterThan(4);
});

test('who is a guest of the vendor’s, or nobody’s, is taken for no partner’s, and nothing they sent changed anything', async () => {
  const { prisma } = tandem.app.store;
  const leads = await prisma.lead.findMany({ orderBy: { number: 'asc' } });
  expect(leads.map(({ customer, partnerId }) => [customer, names[partnerId]])).toEqual([
    ['Forged', 'Brightpath'],
    ['Ghost', 'Brightpath'],
    ['Acme', 'Brightpath'],
  ]);
  const grid = await prisma.person.findMany({ where: { name: 'Vera Lind' } });
  expect(grid).toHaveLength(1);
});
