import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../../src/platform/log.ts';
import type { Person } from '../../../src/platform/store/generated/client.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { fc } from '../../unit/core/properties.ts';
import { act, commands, perform, shownSince } from './forged-acts.ts';
import { fail, markParties, type Party, partyOf, populate } from './parties.ts';
import { rowsByPartner } from './rows-by-partner.ts';

/**
 * Twelve partners with a past, people with random roles at each, and whatever they can send: every command, button and
 * form there is, with ids of their own things and of somebody else's deals, calls, steps and surveys in it.
 */
const runs = 40;
const actsEach = 5;

let tandem: TestApp;
let parties: Party[];
let people: Person[];

beforeAll(async () => {
  tandem = await startTestApp({
    at: new Date('2026-11-24T09:30:00Z'),
    withPast: true,
    log: createLog('error'),
  });
  await tandem.settled();
  parties = await markParties(tandem);
  people = await populate(tandem, parties);
}, 120_000);

afterAll(() => tandem.stop());

/** What the table gives to every person of the vendor, whoever's it is. */
const anyonesTables = ['AgendaItem', 'AuditEntry'];

/** The markers of other partners in what somebody was shown. */
function othersIn(shown: string, own: Party): string[] {
  return parties.filter(({ id, marker }) => id !== own.id && shown.includes(marker)).map(({ name }) => name);
}

test('nobody reaches what is another partner’s, whatever they send, and nobody is shown it', async () => {
  const own = { cases: 0, reached: 0, changed: 0 };
  let before = await rowsByPartner(tandem, parties);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.array(act, { minLength: actsEach, maxLength: actsEach }),
      async (who, acts) => {
        const person = people[who % people.length] ?? fail();
        const party = partyOf(person, parties, Math.floor((who % people.length) / 2));
        const from = tandem.sandbox.world.data.lastTs;
        delete tandem.sandbox.world.data.modals[person.slackUserId];
        const answers: string[] = [];
        for (const doing of acts) answers.push(await perform(tandem, parties, person, party, doing));
        const after = await rowsByPartner(tandem, parties);
        const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
          (key) => before.get(key) !== after.get(key),
        );
        before = after;
        const foreign = changed.filter(
          (key) =>
            !key.startsWith(party.id) &&
            !(person.side === 'vendor' && anyonesTables.some((name) => key.endsWith(` ${name}`))),
        );
        expect(foreign).toEqual([]);
        const shown = `${answers.join()}${shownSince(tandem, person, from)}`;
        if (person.side === 'partner') expect(othersIn(shown, party)).toEqual([]);
        if (!acts.some(({ isOwn }) => isOwn)) return;
        own.cases += 1;
        if (changed.length > 0) own.changed += 1;
        if (changed.length > 0 || shown.includes(party.marker)) own.reached += 1;
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
  // They did reach what is theirs: the silence about the rest is no dead line.
  expect(own.reached / own.cases).toBeGreaterThan(0.5);
  expect(own.changed / own.cases).toBeGreaterThan(0.1);
}, 240_000);

/** How a command asks to see something, about a partner by its name, its things by id, or theirs by number. */
const questions = [
  '',
  '{name}',
  'list {name}',
  '{name} page 2',
  'how 2 {name}',
  'checks {name}',
  'D-{n}',
  'L-{n}',
  'timeline D-{n}',
  'results {n}',
  'step {id}',
  '{id}',
  'mine {name}',
  'lessons {name}',
];

test('no command shows a partner’s people what is another partner’s, however they ask for it', async () => {
  const theirs = people.filter(({ side }) => side === 'partner');
  let ownShown = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...theirs),
      fc.array(fc.tuple(fc.constantFrom(...commands), fc.constantFrom(...questions), act), {
        minLength: 4,
        maxLength: 4,
      }),
      async (person, asked) => {
        const party = partyOf(person, parties, 0);
        const from = tandem.sandbox.world.data.lastTs;
        delete tandem.sandbox.world.data.modals[person.slackUserId];
        const answers: string[] = [];
        for (const [name, words, doing] of asked)
          answers.push(
            await perform(tandem, parties, person, party, { ...doing, route: ['command', name], words }),
          );
        const shown = `${answers.join()}${shownSince(tandem, person, from)}`;
        expect(othersIn(shown, party)).toEqual([]);
        if (shown.includes(party.marker)) ownShown += 1;
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
  expect(ownShown / runs).toBeGreaterThan(0.4);
}, 240_000);
