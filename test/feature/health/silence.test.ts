import { afterAll, beforeAll, expect, test } from 'vitest';
import { schedule } from '../../../src/platform/schedule/schedule.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { setUpNorthwind } from '../pipeline/partner.ts';
import { decide } from './decide.ts';

const { shared, internal } = channels;
let tandem: TestApp;

/** A partner in the middle of everything that has a clock, and another one that goes on. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-03-23T09:00:00Z') });
  await startBrightpath(tandem);
  await setUpNorthwind(tandem);
  await sell();
  await owe();
  await agreePlan();
  await decide(tandem, 'Part ways');
});
afterAll(() => tandem.stop());

/** A protected deal, one that waits for approval, one handed over, and one just won, which opens a survey. */
async function sell(): Promise<void> {
  const { maya, diego } = tandem.people;
  await diego.mention(shared, 'deal Umbrella 9,000 EUR');
  await diego.hears('Registered D-1', { channel: shared });
  await maya.command('/partner customers add Initech');
  await maya.hears('Initech is on the list');
  await diego.mention(shared, 'deal Initech 5,000 EUR');
  await diego.hears('Registered D-2: Initech, €5,000, for Brightpath. It waits', { channel: shared });
  await maya.command('/partner handoff D-1 sales-to-success', { channel: internal });
  await maya.until(() => maya.modal());
  maya.fill({
    'Who takes over?': maya.id,
    'What was sold, and where is the signed scope?': 'The rollout',
    'What does the customer call a success?': 'Twelve sites live',
    'Who is the contact at the customer?': 'Kim Lee',
  });
  expect(await maya.submit()).toEqual({});
  await diego.mention(shared, 'deal Hooli 4,000 EUR');
  await diego.hears('Registered D-3', { channel: shared });
  await diego.mention(shared, 'deal won D-3');
  await diego.hears('After a won deal', { channel: shared });
}

/** Something to do for both sides, and a way back whose review lies ahead. */
async function owe(): Promise<void> {
  const { maya } = tandem.people;
  await maya.command('/partner action @diego Send the price list by 2026-03-27', { channel: shared });
  await maya.command('/partner action @maya Check the margins by 2026-03-30', { channel: shared });
  await tandem.settled();
  await maya.command('/partner health recover Brightpath', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'health.recover');
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
}

async function agreePlan(): Promise<void> {
  await tandem.work(async (work) => {
    const { tx, workspaceId, newId, now } = work;
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId, name: 'Brightpath' } });
    const { id: playbookVersionId } = await tx.playbookVersion.findFirstOrThrow({ where: { workspaceId } });
    const personId = partner.managerPersonId;
    const plan = await tx.businessPlan.create({
      data: {
        id: newId(),
        ...{ workspaceId, partnerId: partner.id, playbookVersionId, openedById: personId, openedAt: now },
        periodFrom: new Date('2026-01-01T00:00:00Z'),
        ...{ answers: { 'goal.wins': '9' }, internalAnswers: {} },
        ...{ vendorAgreedById: personId, vendorAgreedAt: now },
        ...{ partnerAgreedById: personId, partnerAgreedAt: now },
      },
    });
    const dueAt = new Date('2026-04-01T08:00:00Z');
    await schedule(work, { kind: 'plans.close', key: plan.id, dueAt });
  });
}

/** Every message that somebody can read, in the state it is in now. */
function everythingRead(): string[] {
  const { maya, diego, ...others } = tandem.people;
  const inChannels = [...diego.sees(shared), ...maya.sees(internal)].map((each) => maya.reads(each));
  const told = [maya, diego, ...Object.values(others)].flatMap((person) =>
    person.dm().map((each) => `${person.id}: ${person.reads(each)}`),
  );
  return [...inChannels, ...told];
}

test('the surveys that ran are over with the partnership, and ask nobody any more', () => {
  const { diego } = tandem.people;
  const survey = diego.sees(shared).filter((each) => diego.reads(each).includes('After a won deal'));
  expect(survey.map((each) => diego.reads(each)).join('\n')).toContain('Closed');
});

test('a clock that ran when the partner left stands still', () => {
  const { maya } = tandem.people;
  const cards = maya.dm().map((each) => maya.reads(each));
  expect(cards.findLast((each) => each.includes('Deal D-2'))).toMatch(/To be decided\W+Stopped/);
  expect(cards.findLast((each) => each.includes('Sales to success'))).toMatch(/To be accepted\W+Stopped/);
});

test('the Home tab of its people asks for nothing but the exit interview', async () => {
  const { diego } = tandem.people;
  tandem.sandbox.controls.installPartner(cast.brightpath);
  await diego.openHome();
  await tandem.settled();
  const home = diego.reads(await diego.until(() => diego.home()));
  expect(home).toContain('Exit interview');
  expect(home).not.toMatch(/Joint plans|Waiting for you|Your numbers now|After a won deal|Open actions/);
});

test('through two ends of a quarter nothing is said to the partner or about it, and nothing changes what was', async () => {
  const before = everythingRead();
  // Long enough for the quarter's pack and digest, the plan's end, the protection's end and what follows each of them.
  await tandem.advance(new Date('2026-07-20T12:00:00Z'));
  const since = everythingRead().filter((words) => !before.includes(words));
  const about = since.filter((words) => !words.includes('Exit interview'));
  expect(about.filter((words) => /Brightpath|Umbrella|Initech|Hooli|price list|margins/.test(words))).toEqual(
    [],
  );
  // Nothing of it was put in words that name nobody, either: what is new is of the partner that goes on.
  for (const words of about)
    expect(words).toMatch(/Northwind|1 partner, 0 new leads and 0 deals won .* A quiet week/);
  expect(about.some((words) => words.includes('Northwind'))).toBe(true);
});

test('that its channel is archived and restored is no news any more', async () => {
  const { maya } = tandem.people;
  tandem.sandbox.controls.archiveChannel(shared);
  await tandem.settled();
  await tandem.advance('day');
  tandem.sandbox.controls.archiveChannel(shared, false);
  await tandem.settled();
  await tandem.advance('week');
  const told = maya.dm().map((each) => maya.reads(each));
  expect(told.filter((words) => /was archived|is open again/.test(words))).toEqual([]);
});

test('a partner that is back finds its clocks running, and what lapsed meanwhile says so', async () => {
  const { maya, diego } = tandem.people;
  await decide(tandem, 'Continue');
  const card = maya.dm().findLast((each) => maya.reads(each).includes('Deal D-2'));
  expect(card && maya.reads(card)).toMatch(/To be decided\W+Late/);
  const deal = diego.sees(shared).find((each) => diego.reads(each).includes('Deal D-1'));
  expect(deal && diego.reads(deal)).toContain('Protection lapsed after Sun 21 Jun');
});
