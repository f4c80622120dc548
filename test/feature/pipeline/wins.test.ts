import { afterAll, beforeAll, expect, test } from 'vitest';
import { importBatch } from '../../../src/features/pipeline/public.ts';
import { newId } from '../../../src/platform/clock.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import { actions, button, message } from '../../../src/platform/slack/kit/index.ts';
import { type ActingPerson, actAs } from '../../../src/sandbox/person.ts';
import { must } from '../../../src/sandbox/world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';

/** Nordlys Systems, with a year of won deals. */
const nordlys = { channel: 'C0NORDLYS1', lead: 'U0NORDLYS1' };

let tandem: TestApp;
let freja: ActingPerson;
let partnerId: string;
/** Of the seeded ones beside those of Nordlys. */
let others: number;

/** Nordlys has told of thirteen deals, each in a minute of its own. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-11-24T09:30:00Z'), withPast: true });
  freja = actAs(tandem.sandbox, nordlys.lead);
  const { prisma } = tandem.app.store;
  const { id } = await prisma.partner.findFirstOrThrow({ where: { name: 'Nordlys Systems' } });
  partnerId = id;
  await tandem.work(async ({ tx, workspaceId, now }) => {
    await tx.winStory.deleteMany({ where: { workspaceId, partnerId } });
    others = await tx.winStory.count({ where: { workspaceId } });
    const deals = await tx.deal.findMany({
      where: { workspaceId, partnerId, stage: 'won' },
      orderBy: { number: 'asc' },
      take: 13,
    });
    await tx.winStory.createMany({
      data: deals.map(({ id: dealId }, index) => ({
        ...{ id: newId(), workspaceId, partnerId, dealId, consent: 'vendor', helped: 'A visit.' },
        ...{
          wanted: `Story ${index + 1} of Nordlys.`,
          toldAt: new Date(now.getTime() + (index + 1) * 60_000),
        },
      })),
    });
  });
  await tandem.settled();
}, 120_000);
afterAll(() => tandem.stop());

/** The numbers of Nordlys's stories in what somebody read last, and the words of it. */
function lastRead(person: ActingPerson, channel: string) {
  const words = person.reads(must(person.lastMessage(channel), 'message'));
  return {
    words,
    stories: [...words.matchAll(/Story (\d+) of Nordlys/g)].map(([, number]) => Number(number)),
  };
}

async function press(person: ActingPerson, label: string): Promise<void> {
  const { clock } = tandem;
  clock.moveTo(new Date(clock.now().getTime() + 2000));
  await person.press(label);
  await tandem.settled();
}

const newest = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4];

test('stories are leafed through, ten at a time, the newest first, of all partners', async () => {
  const { maya } = tandem.people;
  const all = 13 + others;
  await maya.command('/partner wins', { channel: channels.internal });
  await tandem.settled();
  expect(lastRead(maya, channels.internal).stories).toEqual(newest);
  expect(lastRead(maya, channels.internal).words).toContain(`1 to 10 of ${all}.`);
  await press(maya, 'Older');
  const { words, stories } = lastRead(maya, channels.internal);
  expect(stories).toEqual([3, 2, 1]);
  expect(words).toContain(`11 to ${all} of ${all}.`);
  expect(words).not.toContain('Older');
  await press(maya, 'Newer');
  expect(lastRead(maya, channels.internal).stories).toEqual(newest);
  expect(tandem.sandbox.controls.blockFaults()).toEqual([]);
});

test('a partner’s people leaf through their own, whatever page or partner a button of theirs may name', async () => {
  await freja.mention(nordlys.channel, 'wins');
  await tandem.settled();
  expect(lastRead(freja, nordlys.channel).words).toContain('1 to 10 of 13.');
  await press(freja, 'Older');
  expect(lastRead(freja, nordlys.channel).stories).toEqual([3, 2, 1]);
  const { partnerId: foreign } = await tandem.app.store.prisma.winStory.findFirstOrThrow({
    where: { partnerId: { not: partnerId } },
  });
  for (const [value, expected] of [
    // Stories may have gone since the button was drawn: the last page there is.
    [`${partnerId}:99`, '11 to 13 of 13.'],
    [`${foreign}:0`, ''],
    ['all:0', ''],
    ['nonsense', ''],
  ] as const) {
    const label = `Turn ${newId()}`;
    await tandem.work((work) =>
      post(work, {
        ...{ key: `test:${label}`, to: { channel: nordlys.channel }, audience: 'partner' },
        message: message([actions(button('pipeline.turnWins', label, { value }))], label),
      }),
    );
    const before = freja.sees(nordlys.channel).length;
    await press(freja, label);
    expect(freja.sees(nordlys.channel).length).toBeGreaterThan(before);
    const { words } = lastRead(freja, nordlys.channel);
    if (expected) expect(words).toContain(expected);
    else expect(words).not.toMatch(/Wanted|Early wins/);
  }
});

test('a deal that another program has just won is celebrated and asked about as one won here; what it won before is history', async () => {
  const channel = 'C0TRAMONT1';
  const nuria = actAs(tandem.sandbox, 'U0TRAMONT1');
  const { maya } = tandem.people;
  const send = (...rows: readonly (readonly [id: string, stage: string, closedOn: string])[]) =>
    tandem.work((work) =>
      importBatch(
        work,
        {
          kind: 'deals',
          rows: rows.map(([id, stage, closed], line) => ({
            line,
            cells: {
              ...{ external_id: id, partner: 'Tramontana', customer: `Hotel ${id}`, amount: '9000' },
              ...{ currency: 'EUR', registered_on: '2026-10-20', stage, closed_on: closed },
            },
          })),
        },
        { onlyPartnerId: null, updatedAt: tandem.clock.now() },
      ),
    );
  const said = () =>
    [...nuria.sees(channel), ...maya.dm()]
      .map((each) => nuria.reads(each))
      .join('\n')
      .replaceAll('*', '');
  const surveys = () => tandem.app.store.prisma.survey.count({ where: { closedAt: null } });
  const before = await surveys();
  await send(['Old', 'won', '2026-11-10'], ['Later', 'open', '']);
  expect(said()).not.toContain('Hotel Old');
  expect(await surveys()).toBe(before);
  await send(['New', 'won', '2026-11-23']);
  expect(said()).toMatch(/Hotel New \(D-\d+\) is won for €9,000\. Well done!/);
  expect(said()).toMatch(/You won D-\d+ Hotel New within 90 days of kickoff\. What did the customer want/);
  expect(said()).toMatch(/Tramontana won D-\d+ Hotel New within 90 days/);
  expect(await surveys()).toBe(before + 1);
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 60_000));
  await send(['Later', 'won', '2026-11-24'], ['New', 'won', '2026-11-23'], ['Old', 'won', '2026-11-10']);
  expect(said()).toMatch(/Hotel Later \(D-\d+\) is won/);
  expect(said().match(/Hotel New \(D-\d+\) is won/g)).toHaveLength(1);
  expect(said()).not.toContain('Hotel Old');
});
