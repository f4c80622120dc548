import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventDays } from '../../../src/features/health/public.ts';
import { importFile } from '../../../src/features/pipeline/import-file.ts';
import { lookAtAll } from '../../../src/features/pipeline/milestones/reach.ts';
import { importBatch } from '../../../src/features/pipeline/public.ts';
import type { SandboxMessage } from '../../../src/sandbox/protocol.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { fileSent, pressWith } from '../scorecards/files.ts';
import { setUpBrightpath } from './partner.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await t.publishSample();
  await setUpBrightpath(t);
  for (const person of [t.people.tom, t.people.priya]) await person.command('/partner help');
  await t.settled();
});
afterAll(() => t.stop());

const shared = { channel: channels.shared };

/** The newest message of these words in somebody’s direct messages with Tandem. */
function inDm(who: 'maya' | 'tom' | 'priya' | 'diego', words: string): SandboxMessage {
  const person = t.people[who];
  const found = person.dm().findLast((each) => person.reads(each).includes(words));
  if (!found) throw new Error(`${who} was not told “${words}”`);
  return found;
}

function shown(lead: string): string {
  const { diego } = t.people;
  const found = diego
    .sees(channels.shared)
    .findLast((each) => !each.ephemeralFor && diego.reads(each).includes(`Lead ${lead}`));
  return diego.reads(found as SandboxMessage);
}

async function name(who: string, chosen: Readonly<Record<string, string[]>>): Promise<void> {
  const { maya } = t.people;
  await maya.command('/partner takers');
  await maya.hears(/takes? leads/);
  await t.settled();
  await maya.press('Add or change somebody');
  await maya.until(() => maya.modal());
  maya.fill({ Who: who, ...chosen });
  expect(await maya.submit()).toEqual({});
  await maya.hears(`${who} takes leads.`);
}

async function submitLead(customer: string, territory: string | null): Promise<void> {
  const { diego } = t.people;
  const { ts } = await diego.mention(channels.shared, 'lead');
  await diego.hears('submit a lead', { ...shared, after: ts });
  await diego.press('Open the form');
  await diego.until(() => diego.modal());
  diego.fill({ Customer: customer, ...(territory !== null && { 'Where is the customer?': territory }) });
  expect(await diego.submit()).toEqual({});
  await t.settled();
}

test('the manager names who takes leads, and a partner’s people are none', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'takers');
  await diego.hears('You can’t decide who takes leads', shared);
  await name('Tom Okafor', { Territories: ['Nordics', 'United Kingdom and Ireland'] });
  await name('Priya Nair', { Territories: ['Nordics'], Capabilities: ['Heating and cooling'] });
  await maya.command('/partner takers');
  await maya.hears(/Priya Nair[\s\S]*Heating and cooling/);
  await t.settled();
  await maya.press('Add or change somebody');
  await maya.until(() => maya.modal());
  maya.fill({ Who: 'Diego Santos' });
  expect(Object.values(await maya.submit())).toEqual([
    'Diego Santos is a partner’s. Leads go to your own people.',
  ]);
  await maya.close();
});

test('a lead goes to whom the rules say, who is told why; the partner sees with whom it is', async () => {
  const { diego } = t.people;
  await submitLead('Oslo Arena', 'United Kingdom and Ireland');
  await diego.hears('L-1 Oslo Arena is with Tom Okafor', shared);
  expect(shown('L-1')).toContain('Waiting for review by Tom Okafor');
  expect(shown('L-1')).not.toContain('covers');
  const card = t.people.tom.reads(inDm('tom', 'Lead L-1'));
  expect(card).toContain('Why you: covers United Kingdom and Ireland.');
  expect(() => inDm('maya', 'Lead L-1')).toThrow();
  await submitLead('Bergen Dairy', 'Nordics');
  expect(t.people.priya.reads(inDm('priya', 'Lead L-2'))).toContain(
    'Why you: covers Nordics and has the fewest open leads (0).',
  );
});

test('passed on it goes to the next, and when nobody is left to the manager', async () => {
  const { tom, priya, maya } = t.people;
  const card = inDm('priya', 'Lead L-2');
  await priya.press('Pass on', { ts: card.ts, channelId: card.channelId });
  await priya.until(() => priya.modal());
  priya.fill({ 'Why not you?': 'On leave until May' });
  expect(await priya.submit()).toEqual({});
  await priya.hears('L-2 Bergen Dairy is with Tom Okafor now.');
  await t.settled();
  expect(priya.reads(inDm('priya', 'Lead L-2'))).toContain('You passed it on: On leave until May');
  expect(priya.reads(inDm('priya', 'Lead L-2'))).not.toContain('Accept');
  expect(shown('L-2')).toContain('Waiting for review by Tom Okafor');
  await tom.command('/partner lead pass L-2 Not my kind of building');
  await tom.hears('L-2 Bergen Dairy is with Maya Chen now.');
  await t.settled();
  const managers = maya.reads(inDm('maya', 'Lead L-2'));
  for (const part of [
    'Priya Nair passed it on: On leave until May',
    'Tom Okafor passed it on: Not my kind of building',
    'It came to you because nobody is left who has not passed it on.',
  ])
    expect(managers).toContain(part);
  expect(JSON.stringify(t.people.diego.sees(channels.shared))).not.toMatch(/On leave|Not my kind/);
});

test('whoever has it accepts and qualifies it, whatever their role; what becomes of its deal becomes of it', async () => {
  const { tom, maya, diego } = t.people;
  const card = inDm('tom', 'Lead L-1');
  const there = { ts: card.ts, channelId: card.channelId };
  await tom.command('/partner lead accept L-2');
  await tom.hears('You can’t review a lead');
  await tom.press('Accept', there);
  await t.settled();
  inDm('diego', 'Tom Okafor accepted your lead L-1');
  await tom.press('Qualified', there);
  await t.settled();
  expect(shown('L-1')).toContain('Qualified on Mon 12 Jan; accepted by Tom Okafor on Mon 12 Jan');
  await tom.command('/partner lead qualify L-1');
  await tom.hears('L-1 is past that');
  await diego.mention(channels.shared, 'deal L-1 8,000 EUR');
  await diego.hears('Registered D-1', shared);
  await diego.mention(channels.shared, 'deal won D-1');
  await diego.hears('is won for', shared);
  await t.settled();
  expect(shown('L-1')).toContain('Won; accepted by Tom Okafor');
  await diego.mention(channels.shared, 'lead list');
  expect(diego.reads(await diego.hears('Leads of Brightpath', shared))).toMatch(/L-1[\s\S]*Won/);
  await maya.command('/partner history', shared);
  const timeline = maya.reads(await maya.hears('History of Brightpath', shared));
  for (const part of [
    'Lead L-2 went to Priya Nair because Priya covers Nordics and has the fewest open leads (0)',
    'Priya Nair passed lead L-2 on: On leave until May',
    'Lead L-2 went to Tom Okafor because Tom',
    'Lead L-2 went to Maya Chen, because nobody is left who has not passed it on',
    'Tom Okafor qualified lead L-1',
  ])
    expect(timeline).toContain(part);
});

test('where nobody covers it the manager has it at once, and is told why', async () => {
  const { maya, diego } = t.people;
  await submitLead('Lyon Clinics', 'France, Benelux, Iberia');
  expect(maya.reads(inDm('maya', 'Lead L-3'))).toContain(
    'It came to you because nobody covers France, Benelux, Iberia.',
  );
  await diego.mention(channels.shared, 'lead accept L-3');
  await diego.hears('You can’t review a lead', shared);
});

test('a handoff that leaves something out says what is missing, and is accepted only when nothing is', async () => {
  const { maya, aiko, diego } = t.people;
  await maya.command('/partner handoff L-1', shared);
  await maya.until(() => maya.modal());
  maya.fill({ 'Who takes over?': 'Tom Okafor', 'What does the customer need?': 'Lower bills' });
  expect(await maya.submit()).toEqual({
    'Who takes over?': 'Tom Okafor isn’t on the partner’s side, which takes over.',
  });
  maya.fill({ 'Who takes over?': 'Aiko Tanaka' });
  expect(await maya.submit()).toEqual({});
  await maya.hears('Still missing: “How many buildings, and where?” and “Where is their consent', {});
  await t.settled();
  const card = () => {
    const found = aiko.dm().findLast((each) => aiko.reads(each).includes('Marketing to sales'));
    if (!found) throw new Error('no card');
    return found;
  };
  expect(aiko.reads(card())).toContain('Still missing, so that it can’t be accepted');
  expect(aiko.reads(card())).toContain('Lower bills');
  await expect(aiko.press('Accept', { ts: card().ts, channelId: card().channelId })).rejects.toThrow();
  await diego.mention(channels.shared, 'handoff');
  const list = diego.reads(await diego.hears('Being handed over at Brightpath', shared));
  expect(list).toContain('Aiko Tanaka');
  expect(list).toContain('“How many buildings, and where?” and “Where is their consent');
  await maya.command('/partner handoff L-1', shared);
  await maya.until(() => maya.modal());
  maya.fill({
    'How many buildings, and where?': 'Three in Leeds',
    'Where is their consent to be contacted on record?': 'In the mail of 9 January',
  });
  expect(await maya.submit()).toEqual({});
  await t.settled();
  await aiko.press('Accept', { ts: card().ts, channelId: card().channelId });
  await t.settled();
  expect(aiko.reads(card())).toContain('Accepted on Mon 12 Jan.');
  expect(maya.reads(inDm('maya', 'Aiko Tanaka has accepted'))).toContain('L-1');
  await maya.command('/partner handoff L-1', shared);
  await maya.hears('L-1 has been handed over and accepted', shared);
});

const fromFile = async (lines: readonly string[]) => {
  const header = 'external_id,partner,customer,territory,submitted_on,status,reviewed_on';
  const bytes = new TextEncoder().encode([header, ...lines].join('\n'));
  const result = await t.work((work) =>
    importFile(work, { kind: 'leads', bytes, partnerName: null, isDryRun: false }),
  );
  await t.settled();
  return result;
};

test('a lead of another system is routed and shown like one somebody submits, once', async () => {
  const send = () =>
    t.work((work) =>
      importBatch(
        work,
        {
          kind: 'leads',
          rows: [
            {
              line: 0,
              cells: {
                ...{ external_id: 'crm-1', partner: 'Brightpath Consulting', customer: 'Turku Ferries' },
                ...{ territory: 'United Kingdom and Ireland', submitted_on: '2026-01-09', status: 'new' },
              },
            },
          ],
        },
        { onlyPartnerId: null, updatedAt: t.clock.now() },
      ),
    );
  expect(await send()).toMatchObject({ added: 1 });
  await t.settled();
  expect(t.people.tom.reads(inDm('tom', 'Turku Ferries'))).toContain(
    'Why you: covers United Kingdom and Ireland.',
  );
  expect(shown('L-4')).toContain('Waiting for review by Tom Okafor');
  const before = t.people.tom.dm().length;
  expect(await send()).toMatchObject({ added: 0, unchanged: 1 });
  await t.settled();
  expect(t.people.tom.dm()).toHaveLength(before);
});

test('many leads of one file are routed one by one, and each who is concerned gets one message', async () => {
  const { tom, priya, maya, diego } = t.people;
  const posts = () => diego.sees(channels.shared).filter((each) => !each.ephemeralFor).length;
  const before = { channel: posts(), tom: tom.dm().length, priya: priya.dm().length, maya: maya.dm().length };
  const lines = Array.from({ length: 12 }, (_, index) =>
    index < 8
      ? `f${index},Brightpath Consulting,Fjord ${index},nordics,2026-01-08,new,`
      : `f${index},Brightpath Consulting,Lyon ${index},west,2026-01-08,new,`,
  );
  const answered = 'f99,Brightpath Consulting,Answered long ago,nordics,2025-10-08,accepted,2025-10-09';
  expect(await fromFile([...lines, answered])).toMatchObject({ added: 13, faults: [] });
  expect(posts() - before.channel).toBe(1);
  expect(tom.dm().length - before.tom).toBe(1);
  expect(priya.dm().length - before.priya).toBe(1);
  expect(maya.dm().length - before.maya).toBe(1);
  // Tom has Turku Ferries already, so that the eight go to Priya and to him in turn, and she ends with one more or as many.
  const [toms, priyas] = [inDm('tom', 'new leads for you'), inDm('priya', 'new leads for you')];
  const count = (text: string) => (text.match(/Fjord \d/g) ?? []).length;
  expect(count(tom.reads(toms)) + count(priya.reads(priyas))).toBe(8);
  expect(Math.abs(count(tom.reads(toms)) + 1 - count(priya.reads(priyas)))).toBeLessThanOrEqual(1);
  expect(priya.reads(priyas)).toContain('covers Nordics and has the fewest open leads (0)');
  expect(maya.reads(inDm('maya', '4 new leads for you'))).toContain('nobody covers France, Benelux, Iberia');
  const inChannel = diego.reads(
    diego
      .sees(channels.shared)
      .findLast((each) => diego.reads(each).includes('12 new leads')) as SandboxMessage,
  );
  expect(inChannel).toContain('And 2 more.');
  expect(inChannel).not.toMatch(/fewest|covers|Answered long ago/);
  // They can be answered where they are: on the Home tab.
  await priya.openHome();
  expect(priya.reads(await priya.until(() => priya.home()))).toContain('Fjord');
});

test('leads another system sends one by one: the first is shown at once, what follows within a minute together', async () => {
  const { tom, priya, diego } = t.people;
  await t.advance(new Date(t.clock.now().getTime() + 120_000));
  const send = async (id: string, customer: string) => {
    const cells = {
      ...{ external_id: id, partner: 'Brightpath Consulting', customer },
      ...{ territory: 'nordics', submitted_on: '2026-01-09', status: 'new' },
    };
    const options = { onlyPartnerId: null, updatedAt: t.clock.now() };
    const rows = [{ line: 0, cells }];
    const result = await t.work((work) => importBatch(work, { kind: 'leads', rows }, options));
    expect(result).toMatchObject({ added: 1 });
    await t.settled();
  };
  const posts = () =>
    diego
      .sees(channels.shared)
      .filter((each) => !each.ephemeralFor)
      .map(diego.reads);
  const told = () => [...tom.dm().map(tom.reads), ...priya.dm().map(priya.reads)];
  const before = { posts: posts().length, told: told().length };
  for (const nth of [1, 2, 3, 4, 5, 6]) await send(`one-${nth}`, `Skagen ${nth}`);
  expect(posts().slice(before.posts).join()).toContain('Skagen 1');
  expect(posts()).toHaveLength(before.posts + 1);
  expect(told()).toHaveLength(before.told + 1);
  // One of them is answered meanwhile: it is shown as answered, and not told again.
  const lead = await t.work(({ tx, workspaceId }) =>
    tx.lead.findFirstOrThrow({ where: { workspaceId, customer: 'Skagen 6' } }),
  );
  await t.people.maya.command(`/partner lead decline L-${lead.number} a customer of ours`, shared);
  await t.settled();
  expect(posts()).toHaveLength(before.posts + 2);
  await t.advance(new Date(t.clock.now().getTime() + 61_000));
  await t.settled();
  expect(posts()).toHaveLength(before.posts + 3);
  const together = posts().at(-1) ?? '';
  expect(together).toContain('4 new leads* came in from another system');
  for (const nth of [2, 3, 4, 5]) expect(together).toContain(`Skagen ${nth}`);
  expect(together).not.toContain('Skagen 6');
  // Once that is told the next one is shown at once again.
  await send('one-7', 'Skagen 7');
  expect(posts().at(-1)).toContain('Skagen 7');
  expect(posts()).toHaveLength(before.posts + 4);
});

test('where a lead says nothing its partner’s segment decides; when whoever covers it has left, the manager has it', async () => {
  const { tom, maya } = t.people;
  const grade = (...segments: string[]) =>
    t.work(({ tx, workspaceId }) => tx.partner.updateMany({ where: { workspaceId }, data: { segments } }));
  const setLeft = (deactivatedAt: Date | null) =>
    t.work(({ tx, workspaceId }) =>
      tx.person.updateMany({ where: { workspaceId, slackUserId: tom.id }, data: { deactivatedAt } }),
    );
  await grade('territory:uk-ireland');
  await submitLead('Dover Cold Stores', null);
  expect(tom.reads(inDm('tom', 'Dover Cold Stores'))).toContain(
    'Why you: covers United Kingdom and Ireland.',
  );
  await setLeft(t.clock.now());
  await submitLead('Cork Creamery', null);
  expect(() => inDm('tom', 'Cork Creamery')).toThrow();
  expect(maya.reads(inDm('maya', 'Cork Creamery'))).toContain(
    'It came to you because nobody covers United Kingdom and Ireland.',
  );
  await setLeft(null);
  // Of two territories neither is meant.
  await grade('territory:uk-ireland', 'territory:nordics');
  await submitLead('Leith Docks', null);
  const why = await t.work(({ tx, workspaceId }) =>
    tx.lead.findFirstOrThrow({
      where: { workspaceId, customer: 'Leith Docks' },
      include: { routings: true },
    }),
  );
  expect(why.routings.flatMap((each) => each.why).join()).not.toContain('covers');
  await grade();
});

test('a territory the playbook does not know is a fault of its row', async () => {
  const result = await fromFile(['g1,Brightpath Consulting,Olympus,mars,2026-01-08,new,']);
  expect(result.added).toBe(0);
  expect(result.faults[0]?.faults.territory).toBe(
    '“mars” is no territory of the playbook, which has dach, nordics, west, uk-ireland.',
  );
});

/** How often the channel was told of a milestone, and the manager. */
const told = (title: string) => {
  const { diego, maya } = t.people;
  const posts = diego.sees(channels.shared).filter((each) => !each.ephemeralFor);
  return [
    posts.filter((each) => diego.reads(each).includes(`Milestone: *${title}*`)).length,
    maya.dm().filter((each) => maya.reads(each).includes(`Milestone of Brightpath Consulting: *${title}*`))
      .length,
  ];
};

async function win(deal: string): Promise<void> {
  const { maya } = t.people;
  await maya.command(`/partner deal won ${deal}`, shared);
  await maya.hears(`(${deal}) is won for`, shared);
  await t.settled();
}

test('a milestone is celebrated once and for good, whatever is corrected or comes again', async () => {
  const { maya } = t.people;
  // D-1 was won long before in this file.
  expect(told('First deal won')).toEqual([1, 1]);
  await maya.command('/partner deal reopen D-1', shared);
  await maya.hears('opened this deal again', shared);
  await win('D-1');
  await t.work(lookAtAll);
  expect(told('First deal won')).toEqual([1, 1]);
  await maya.command('/partner milestones Brightpath', shared);
  expect(maya.reads(await maya.hears('Milestones of Brightpath', shared))).toMatch(
    /First deal won \| 1 won deal \| Mon 12 Jan \| D-1 \w/,
  );
});

test('what only the vendor may know of a milestone is said to the manager alone', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'deal Hamar Heat 260,000 EUR');
  await diego.hears('Registered D-2', shared);
  await win('D-2');
  expect(told('€50,000 brought in')).toEqual([1, 1]);
  expect(told('A quarter of a million brought in')).toEqual([0, 1]);
  expect(maya.reads(inDm('maya', 'A quarter of a million'))).toContain('(€250,000 sourced)');
  for (const person of [maya, diego]) {
    await person.mention(channels.shared, 'milestones');
    const list = person.reads(await person.hears('Milestones of Brightpath', shared));
    expect(list).toContain('€50,000 brought in');
    expect(list).not.toContain('quarter of a million');
  }
  await diego.mention(channels.shared, 'history');
  await t.settled();
  for (const message of [...diego.sees(channels.shared), ...diego.dm()])
    expect(diego.reads(message)).not.toMatch(/250,000|quarter of a million/);
  await maya.command('/partner milestones Brightpath', { channel: channels.internal });
  expect(maya.reads(await maya.hears('Milestones of Brightpath', { channel: channels.internal }))).toMatch(
    /A quarter of a million brought in \| €250,000 sourced \| Mon 12 Jan/,
  );
});

test('a milestone lists the deals counted for it, to both sides, as far as each may hear of it', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'milestones');
  await diego.choose(
    'How is this worked out?',
    '€50,000 brought in',
    await diego.hears('Milestones of Brightpath', shared),
  );
  const words = diego.reads(await diego.hears('€50,000 brought in: Brightpath', shared));
  expect(words).toMatch(/D-2 \| Hamar Heat \| Mon 12 Jan \| €260,000 \| EUR/);
  await diego.press('Send me all as CSV');
  await diego.hears('Here are the deals counted for “€50,000 brought in” of Brightpath', { channel: 'dm' });
  const file = await fileSent(t, diego, 'milestone.csv');
  expect(file[0]).toBe('deal,customer,won,amount,currency');
  expect(file.at(-1)).toBe('D-2,Hamar Heat,2026-01-12,260000,EUR');
  // From the notice, too; what the partner doesn't hear of, nobody opens in its channel.
  await maya.choose(
    'How is this worked out?',
    'A quarter of a million brought in',
    inDm('maya', 'A quarter of a million'),
  );
  const notice = maya.reads(
    await maya.hears('A quarter of a million brought in: Brightpath', { channel: 'dm' }),
  );
  expect(notice).toContain('It takes €250,000 sourced');
  const { id } = await t.work(({ tx, workspaceId }) =>
    tx.partner.findFirstOrThrow({ where: { workspaceId } }),
  );
  for (const person of [diego, maya])
    for (const action of ['pipeline.counted', 'pipeline.countedExport']) {
      await person.mention(channels.shared, 'milestones');
      await t.settled();
      const list = await person.hears('Milestones of Brightpath', shared);
      await person.choose('How is this worked out?', '€50,000 brought in', list);
      await person.hears('€50,000 brought in: Brightpath', { ...shared, after: list.ts });
      await pressWith(t, person, 'Send me all as CSV', `revenue-250k:${id}:0`, action);
      await person.hears('I can’t find that milestone any more', { ...shared, after: list.ts });
    }
});

test('milestones of long ago that come by import are noted for conditions, and nobody is told', async () => {
  const header = 'external_id,partner,customer,amount,currency,registered_on,closed_on,stage';
  const line = (id: number) => `m${id},Brightpath Consulting,Old ${id},900,EUR,2025-03-01,2025-05-0${id},won`;
  const bytes = new TextEncoder().encode([header, line(1), line(2)].join('\n'));
  await t.work((work) => importFile(work, { kind: 'deals', bytes, partnerName: null, isDryRun: false }));
  await t.work(lookAtAll);
  // The third win is D-1’s by its day: won today, and told.
  expect(told('Three deals won together')).toEqual([1, 1]);
  expect(told('First deal won')).toEqual([1, 1]);
  const days = await t.work(async (work) => {
    const { id } = await work.tx.partner.findFirstOrThrow({ where: { workspaceId: work.workspaceId } });
    const known = { firstWonOn: null, completedOn: null };
    const dayOf = await eventDays(work, [id], ['milestone:first-win', 'milestone:none'], 'Europe/Berlin');
    return [dayOf(id, 'milestone:first-win', known), dayOf(id, 'milestone:none', known)];
  });
  // Once for good: the older deals that came later do not move it.
  expect(days).toEqual(['2026-01-12', null]);
});

test('of a deal won early both sides are asked for the story; the partner says who may read it', async () => {
  const { maya, diego, tom, priya } = t.people;
  await t.work(async (work) => {
    const { workspaceId, tx } = work;
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const { id: playbookVersionId } = await tx.playbookVersion.findFirstOrThrow({ where: { workspaceId } });
    const kickoffOn = new Date('2026-01-05T00:00:00Z');
    await tx.journey.create({
      data: {
        ...{ id: work.newId(), workspaceId, partnerId: partner.id, playbookVersionId, kickoffOn },
        ...{ slackChannelId: channels.shared, currentGate: 'kickoff', status: 'completed' },
        ...{ startedById: partner.managerPersonId, startedAt: kickoffOn, completedAt: work.now },
      },
    });
  });
  const { ts } = await diego.mention(channels.shared, 'deal Frostheim AG 7,654 EUR');
  const registered = diego.reads(await diego.hears('Registered D-', { ...shared, after: ts }));
  const deal = /D-\d+/.exec(registered)?.[0] ?? '';
  await win(deal);
  expect(maya.reads(inDm('maya', `won ${deal} Frostheim AG within 90 days`))).not.toContain('7,654');

  // What the manager tells stays between the two until the partner says otherwise.
  await maya.command(`/partner wins ${deal}`);
  await maya.until(() => maya.modal());
  maya.fill({
    'What did the customer want?': 'Cool halls',
    'What helped to win it?': 'Frostheim saw a pilot',
  });
  expect(await maya.submit()).toEqual({});
  await maya.hears('Where it may be used: Nowhere');
  const listed = async (who: typeof maya) => {
    await who.command('/partner wins', { channel: channels.internal });
    await t.settled();
    return who.reads(who.ephemerals(channels.internal).at(-1) as SandboxMessage);
  };
  expect(await listed(maya)).toContain('Frostheim saw a pilot');
  expect(await listed(priya)).not.toContain('Frostheim');
  await maya.command(`/partner wins used ${deal} on our website`);
  await maya.hears('stays between the two of you');

  await diego.press('Tell the story');
  await diego.until(() => diego.modal());
  diego.fill({ 'Where may it be used?': 'Publicly, without the customer’s name' });
  expect(Object.values(await diego.submit())).toEqual([
    expect.stringContaining('The story names Frostheim AG'),
  ]);
  diego.fill({ 'What helped to win it?': 'A pilot they saw' });
  expect(await diego.submit()).toEqual({});
  await t.settled();
  const read = await listed(priya);
  expect(read).toMatch(/A customer of Brightpath[\s\S]*A pilot they saw/);
  expect(read).not.toMatch(/Frostheim|7,654/);
  await diego.mention(channels.shared, 'wins');
  expect(diego.reads(await diego.hears('Early wins of Brightpath', shared))).toContain('Frostheim AG');
  // Of another partner nothing is said in a channel this one reads.
  await t.work(async ({ tx, workspaceId, newId }) => {
    const brightpath = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const northwind = { id: newId(), name: 'Northwind', nameKey: 'northwind' };
    await tx.partner.create({ data: { ...brightpath, ...northwind } });
  });
  await maya.command('/partner wins Northwind', shared);
  await maya.hears('I sent it to your messages', shared);
  await maya.hears('Early wins of Northwind', { channel: 'dm' });

  // Reopened, it is no evidence any more; won again, it is, and nobody is asked twice.
  await maya.command(`/partner deal reopen ${deal}`, shared);
  await t.settled();
  expect(await listed(priya)).not.toContain('A pilot they saw');
  await win(deal);
  expect(await listed(priya)).toContain('A pilot they saw');
  const asked = maya.dm().filter((each) => maya.reads(each).includes(`won ${deal} Frostheim AG within`));
  expect(asked).toHaveLength(1);

  await tom.command(`/partner wins used ${deal} on our website`);
  await tom.hears('You can’t use the story of a win');
  await maya.command(`/partner wins used ${deal} on our website`);
  await maya.hears('is used on our website');
  await diego.mention(channels.shared, `wins ${deal}`);
  await diego.press('Tell the story');
  await diego.hears('It stays as it is', shared);
});
