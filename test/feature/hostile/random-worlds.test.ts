import { afterAll, beforeAll, expect, test } from 'vitest';
import { partnerRoles, type Role, vendorRoles } from '../../../src/core/actor.ts';
import { features } from '../../../src/features/index.ts';
import { newId } from '../../../src/platform/clock.ts';
import { createLog } from '../../../src/platform/log.ts';
import type { Partner, Person } from '../../../src/platform/store/generated/client.ts';
import { cast, newPerson } from '../../../src/sandbox/seed-world.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { fc } from '../../unit/core/properties.ts';

/**
 * Twelve partners with a past, people with random roles at each, and whatever they can send: every command, button and
 * form there is, with the ids of somebody else's deals, calls, steps and surveys in it.
 */
const runs = 40;
const actsEach = 5;

interface Party extends Partner {
  readonly slackTeamId: string;
  readonly channelId: string;
  /** In all that is written of this partner, and nowhere else. */
  readonly marker: string;
  /** One id of each of its things, by the name forms know it by. */
  readonly things: Readonly<Record<string, string>>;
}

let tandem: TestApp;
let parties: Party[];
let people: Person[];
let serial = 0;

const commands = features.flatMap((feature) => feature.commands ?? []).map(({ name }) => name);
const actions = features.flatMap((feature) => Object.keys(feature.actions ?? {}));
const views = features.flatMap((feature) => Object.keys(feature.views ?? {}));

/** The id a modal or a button would carry, and where it is found. */
const tables = {
  dealId: 'Deal',
  leadId: 'Lead',
  callId: 'Call',
  actionItemId: 'ActionItem',
  journeyId: 'Journey',
  surveyId: 'Survey',
} as const;
const ofJourney = { stepId: 'JourneyStep', gateId: 'JourneyGate' } as const;

beforeAll(async () => {
  tandem = await startTestApp({
    at: new Date('2026-11-24T09:30:00Z'),
    withPast: true,
    log: createLog('error'),
  });
  await tandem.settled();
  parties = await markParties();
  people = await populate();
}, 120_000);

afterAll(() => tandem.stop());

async function markParties(): Promise<Party[]> {
  const { prisma } = tandem.app.store;
  const partners = await prisma.partner.findMany({ include: { channels: true }, orderBy: { name: 'asc' } });
  const found: Party[] = [];
  for (const [index, { channels, ...partner }] of partners.entries()) {
    const marker = `Zq${'abcdefgh'[index]}xy`;
    const name = `${partner.name} ${marker}`;
    const where = { workspaceId: partner.workspaceId, partnerId: partner.id };
    await prisma.partner.update({ where: { id: partner.id }, data: { name, nameKey: name.toLowerCase() } });
    await prisma.$executeRaw`UPDATE "Deal" SET "customer" = "customer" || ' ' || ${marker}, "name" = "name" || ' ' || ${marker} WHERE "partnerId" = ${partner.id}::uuid`;
    await prisma.$executeRaw`UPDATE "Lead" SET "customer" = "customer" || ' ' || ${marker} WHERE "partnerId" = ${partner.id}::uuid`;
    const due = new Date('2026-11-30T12:00:00Z');
    const item = await prisma.actionItem.create({
      data: {
        ...where,
        id: newId(),
        number: 900 + index,
        text: `Send ${marker}`,
        ownerPersonId: partner.managerPersonId,
        dueOn: due,
        createdById: partner.managerPersonId,
        createdAt: due,
      },
    });
    const things: Record<string, string> = { partnerId: partner.id, item: item.id };
    for (const [key, table] of Object.entries(tables)) {
      const [row] = await prisma.$queryRawUnsafe<{ id: string }[]>(
        `SELECT "id"::text AS "id" FROM "${table}" WHERE "partnerId" = '${partner.id}' LIMIT 1`,
      );
      if (row) things[key] = row.id;
    }
    for (const [key, table] of Object.entries(ofJourney)) {
      const [row] = await prisma.$queryRawUnsafe<{ id: string }[]>(
        `SELECT t."id"::text AS "id" FROM "${table}" t JOIN "Journey" j ON j."id" = t."journeyId" WHERE j."partnerId" = '${partner.id}' LIMIT 1`,
      );
      if (row) things[key] = row.id;
    }
    const channel = channels[0];
    if (channel)
      found.push({
        ...partner,
        name,
        slackTeamId: channel.connectedTeamIds[0] ?? '',
        channelId: channel.slackChannelId,
        marker,
        things,
      });
  }
  return found;
}

/** Two people of each partner, and as many of the vendor's with a role for that partner, with roles by chance. */
async function populate(): Promise<Person[]> {
  const { prisma } = tandem.app.store;
  const { data } = tandem.sandbox.world;
  const chance = fc.sample(
    fc.tuple(
      fc.subarray([...partnerRoles]),
      fc.constantFrom(...vendorRoles.filter((role) => role !== 'admin')),
    ),
    parties.length * 2,
  );
  const made: Person[] = [];
  for (const [index, [theirs, ours]] of chance.entries()) {
    const party = parties[index % parties.length];
    if (!party) continue;
    for (const [side, teamId, roles] of [
      ['partner', party.slackTeamId, theirs],
      ['vendor', cast.lumen, [ours]],
    ] as const) {
      const slackUserId = `U0${side === 'partner' ? 'THEIR' : 'OURS0'}${index.toString().padStart(3, '0')}`;
      const name = `Person ${index} of ${side}`;
      data.people[slackUserId] = newPerson(
        { id: slackUserId, teamId, name, title: '', timeZone: 'UTC' },
        'x',
      );
      data.channels[party.channelId]?.memberIds.push(slackUserId);
      const person = await prisma.person.create({
        data: {
          id: newId(),
          workspaceId: party.workspaceId,
          slackUserId,
          slackTeamId: teamId,
          side,
          partnerId: side === 'partner' ? party.id : null,
          name,
          timeZone: 'UTC',
          checkedAt: tandem.clock.now(),
        },
      });
      made.push(person);
      for (const role of roles satisfies readonly Role[])
        await prisma.roleGrant.create({
          data: {
            id: newId(),
            workspaceId: party.workspaceId,
            personId: person.id,
            partnerId: party.id,
            role,
            grantedAt: tandem.clock.now(),
          },
        });
    }
  }
  return made;
}

/** What a person sends: which route, about whose thing, said where. */
const act = fc.record({
  route: fc.constantFrom(
    ...commands.map((name) => ['command', name] as const),
    ...actions.map((name) => ['action', name] as const),
    ...views.map((name) => ['view', name] as const),
  ),
  victim: fc.nat(5),
  thing: fc.nat(20),
  words: fc.constantFrom(
    '{name}',
    'list {name}',
    'won D-{n}',
    'lost D-{n} because',
    'cost D-{n}',
    'reopen D-{n}',
    'approve D-{n}',
    'L-{n}',
    'accept L-{n}',
    'done {n}',
    'done 90{v}',
    'give 90{v} <@{person}>',
    'results {n}',
    'open post-deal {name}',
    'how 2 {name}',
    'cancel {name}',
    'plan {name}',
    '{name} page 2',
    '{id}',
  ),
  n: fc.integer({ min: 1, max: 60 }),
  isInTheirChannel: fc.boolean(),
});
type Act = ReturnType<typeof act.generate>['value'];

/** What many roles may do where they are. */
const ownBusiness: Act = {
  route: ['command', 'lead'],
  victim: 0,
  thing: 0,
  words: '{id}',
  n: 1,
  isInTheirChannel: false,
};

function partyOf(person: Person, index: number): Party {
  const own = parties.find(({ id }) => id === person.partnerId);
  return own ?? parties[index % parties.length] ?? fail();
}

/** Somebody of that partner’s, to be given what is not theirs to give. */
function someoneOf(party: Party): string {
  return people.find(({ partnerId }) => partnerId === party.id)?.slackUserId ?? fail();
}

function fail(): never {
  throw new Error('no partner to speak of');
}

async function perform(person: Person, own: Party, doing: Act): Promise<string> {
  const others = parties.filter(({ id }) => id !== own.id);
  const victim = others[doing.victim % others.length] ?? fail();
  const ids = Object.values(victim.things);
  const id = ids[doing.thing % ids.length] ?? '';
  const words = doing.words
    // What somebody types themselves may be said back to them; the marker is in what they cannot know.
    .replace('{name}', person.side === 'partner' ? victim.name.replace(victim.marker, '') : victim.name)
    .replace('{n}', String(doing.n))
    .replace('{v}', String(parties.indexOf(victim)))
    .replace('{person}', someoneOf(victim))
    .replace('{id}', id);
  const channel = doing.isInTheirChannel && person.side === 'vendor' ? victim.channelId : own.channelId;
  const { socket } = tandem.sandbox.local;
  const [kind, name] = doing.route;
  serial += 1;
  const trigger = { personId: person.slackUserId, viewId: null, teamId: cast.lumen };
  const user = { id: person.slackUserId, team_id: person.slackTeamId };
  const common = {
    team: { id: cast.lumen },
    user,
    trigger_id: tandem.sandbox.local.triggers.create(trigger),
  };
  const payload: Json =
    kind === 'command'
      ? {
          command: '/partner',
          text: `${name} ${words}`,
          team_id: person.slackTeamId,
          user_id: person.slackUserId,
          channel_id: channel,
          trigger_id: common.trigger_id,
        }
      : kind === 'action'
        ? {
            ...common,
            type: 'block_actions',
            container: { type: 'message', message_ts: '1.1', channel_id: channel },
            channel: { id: channel },
            actions: [
              {
                type: 'button',
                action_id: name.replace('*', id),
                block_id: 'b',
                value: doing.words.includes('D-') ? words : doing.n % 3 === 0 ? `${id}:2` : id,
                action_ts: `${1_800_000_000 + serial}.1`,
              },
            ],
          }
        : { ...common, type: 'view_submission', view: forged(name, channel, victim, id) };
  const answer = await socket.ask(kind === 'command' ? 'slash_commands' : 'interactive', payload);
  await tandem.settled();
  return JSON.stringify(answer);
}

/** A form that carries nothing but ids of the other partner's things. */
function forged(callbackId: string, channel: string, victim: Party, id: string): Json {
  const text = (value: string) => ({ x: { type: 'plain_text_input', value } });
  return {
    id: `V${serial}`,
    type: 'modal',
    callback_id: callbackId,
    hash: `${serial}`,
    app_installed_team_id: cast.lumen,
    private_metadata: JSON.stringify({
      at: [channel, null],
      data: { ...victim.things, revision: 1, version: 1, rows: 1 },
    }),
    state: {
      values: {
        ...Object.fromEntries(
          ['customer', 'name', 'reason', 'text', 'item', 'title', 'summary', 'decisions', 'note'].map(
            (each) => [each, text('Taken over')],
          ),
        ),
        amount: text('5 EUR'),
        cost: text('1 EUR'),
        scope: { x: { type: 'static_select', selected_option: { value: victim.id } } },
        roles: { x: { type: 'checkboxes', selected_options: [{ value: 'lead' }] } },
        person: { x: { type: 'users_select', selected_user: someoneOf(victim) } },
        owner: { x: { type: 'users_select', selected_user: someoneOf(victim) } },
        due: { x: { type: 'datepicker', selected_date: '2026-12-24' } },
        date: { x: { type: 'datepicker', selected_date: '2026-12-24' } },
        time: { x: { type: 'timepicker', selected_time: '10:00' } },
        evidence: text(`https://evil.example/${id}`),
      },
    },
  };
}

/** Tables in which a partner's business is not: what is sent and received, and when something is looked at again. */
const apart = [
  'Delivery',
  'Surface',
  'DueItem',
  'InboundReceipt',
  'SendBudget',
  'Counter',
  '_prisma_migrations',
];

/** Every row by its table, with the partner it belongs to, also through what it is part of. */
async function rowsByPartner(): Promise<Map<string, string>> {
  const { prisma } = tandem.app.store;
  const names = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS "name" FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const wanted = names.map(({ name }) => name).filter((name) => !apart.includes(name));
  const rows = await prisma.$queryRawUnsafe<{ name: string; row: Record<string, unknown> }[]>(
    wanted
      .map((name) => `SELECT '${name}' AS "name", to_jsonb(r) AS "row" FROM "${name}" r`)
      .join(' UNION ALL '),
  );
  const owners = new Map<unknown, string>(parties.map(({ id }) => [id, id]));
  const parents = ['journeyId', 'callId', 'surveyId', 'seriesId', 'dealId', 'leadId'];
  const ownerOf = (row: Record<string, unknown>): string =>
    typeof row.partnerId === 'string'
      ? row.partnerId
      : (parents.map((key) => owners.get(row[key])).find((owner) => owner !== undefined) ?? 'programme');
  for (const { row } of rows) if (typeof row.partnerId === 'string') owners.set(row.id, row.partnerId);
  const lists = new Map<string, string[]>();
  for (const { name, row } of rows) {
    // A profile read again is nobody's business.
    const { checkedAt: _, ...rest } = row;
    const key = `${name === 'Partner' ? row.id : ownerOf(row)} ${name}`;
    lists.set(key, [...(lists.get(key) ?? []), JSON.stringify(rest)]);
  }
  return new Map([...lists].map(([key, list]) => [key, list.sort().join('\n')]));
}

/** What the bot has shown a person since: in their channels, to them alone, and in modals. */
function shownSince(person: Person, from: number): string {
  const { data } = tandem.sandbox.world;
  const said = Object.values(data.messages)
    .flat()
    .filter(({ ts, editedTs }) => Number(editedTs ?? ts) * 1_000_000 > from)
    .filter(({ channelId, ephemeralFor, userId }) =>
      ephemeralFor === null
        ? userId === cast.tandem && data.channels[channelId]?.memberIds.includes(person.slackUserId)
        : ephemeralFor === person.slackUserId,
    );
  return JSON.stringify([said, data.modals[person.slackUserId] ?? []]);
}

/** What the table gives to every person of the vendor, whoever's it is. */
const anyonesTables = ['AgendaItem', 'AuditEntry'];

test('nobody reaches what is another partner’s, whatever they send, and nobody is shown it', async () => {
  let ownShown = 0;
  let ownChanged = 0;
  let before = await rowsByPartner();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.array(act, { minLength: actsEach, maxLength: actsEach }),
      async (who, acts) => {
        const person = people[who % people.length] ?? fail();
        const own = partyOf(person, Math.floor((who % people.length) / 2));
        const from = tandem.sandbox.world.data.lastTs;
        delete tandem.sandbox.world.data.modals[person.slackUserId];
        const answers: string[] = [];
        for (const doing of [...acts, ownBusiness]) answers.push(await perform(person, own, doing));
        const after = await rowsByPartner();
        const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
          (key) => before.get(key) !== after.get(key),
        );
        before = after;
        const foreign = changed.filter(
          (key) =>
            !key.startsWith(own.id) &&
            !(person.side === 'vendor' && anyonesTables.some((name) => key.endsWith(` ${name}`))),
        );
        expect(foreign).toEqual([]);
        ownChanged += changed.length;
        if (person.side === 'vendor') return;
        const shown = `${answers.join()}${shownSince(person, from)}`;
        for (const { marker, id } of parties) if (id !== own.id) expect(shown).not.toContain(marker);
        if (shown.includes(own.marker)) ownShown += 1;
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
  // They did reach what is theirs: the silence about the rest is no dead line.
  expect(ownShown).toBeGreaterThan(5);
  expect(ownChanged).toBeGreaterThan(5);
}, 240_000);
