import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../../src/platform/delivery/post.ts';
import { schedule } from '../../../src/platform/schedule/schedule.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';

const { shared, internal } = channels;
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const announce = (key: string, text: string) =>
  t.work((work) => post(work, { key, to: { channel: shared }, audience: 'partner', message: { text } }));
const arrived = (text: string) =>
  t.sandbox.controls.messages(shared).filter((message) => message.text === text);
/** Two presses of one button within a second count as one. */
const aMinuteLater = () => t.clock.moveTo(new Date(t.clock.now().getTime() + 60_000));
const statusOf = (key: string) =>
  t.work(
    async (work) =>
      (await work.tx.delivery.findFirstOrThrow({ where: { workspaceId: work.workspaceId, key } })).status,
  );

test('with nothing to tell, says so', async () => {
  const { maya } = t.people;
  await maya.command('/partner undelivered', { channel: internal });
  await maya.hears('Nothing is undelivered');
});

test('a message for an archived channel is listed with its reason and, once restored, sent again, once', async () => {
  const { maya } = t.people;
  t.sandbox.controls.archiveChannel(shared);
  await announce('news', 'The *price list* is out &amp; about');
  expect(await statusOf('news')).toBe('dead');

  await maya.openHome();
  await maya.until(() => {
    const home = maya.home();
    return home && maya.reads(home).includes('1 message or task could not be delivered or done');
  });
  await maya.command('/partner undelivered', { channel: internal });
  const listed = await maya.hears('1 message could not be delivered');
  expect(maya.reads(listed)).toContain('The price list is out & about');
  expect(maya.reads(listed)).toContain('Why: The channel is archived.');

  // Too early: it comes back with the same reason.
  await maya.press('Send again', listed);
  await maya.hears('It is on its way again');
  await t.settled();
  expect(await statusOf('news')).toBe('dead');

  t.sandbox.controls.archiveChannel(shared, false);
  aMinuteLater();
  await maya.press('Send again', listed);
  await t.settled();
  expect(arrived('The *price list* is out &amp; about')).toHaveLength(1);

  aMinuteLater();
  await maya.press('Send again', listed);
  await maya.hears('It has arrived already');
  await t.settled();
  expect(arrived('The *price list* is out &amp; about')).toHaveLength(1);
  await maya.until(() => {
    const home = maya.home();
    return home && !maya.reads(home).includes('could not be delivered or done');
  });
});

test('one that got through after all is found, not sent a second time', async () => {
  const { maya } = t.people;
  await announce('doubtful', 'It did arrive');
  await t.work((work) =>
    work.tx.delivery.updateMany({
      where: { workspaceId: work.workspaceId, key: 'doubtful' },
      data: { status: 'dead', slackTs: null, lastError: 'Slack did not take it in 500 tries.' },
    }),
  );
  await maya.command('/partner undelivered', { channel: internal });
  await maya.press('Send again', await maya.hears('It did arrive', { channel: internal }));
  await t.settled();
  expect(await statusOf('doubtful')).toBe('sent');
  expect(arrived('It did arrive')).toHaveLength(1);
});

test('one that nobody needs any more is dismissed, and a second press says by whom', async () => {
  const { maya } = t.people;
  t.sandbox.controls.archiveChannel(shared);
  await announce('old news', 'Yesterday’s paper');
  t.sandbox.controls.archiveChannel(shared, false);
  await maya.command('/partner undelivered', { channel: internal });
  const listed = await maya.hears('Yesterday’s paper', { channel: internal });
  await maya.press('Dismiss', listed);
  await maya.hears('Dismissed: that message will not be sent');
  await maya.press('Send again', listed);
  await maya.hears('It was dismissed already by Maya');
  await t.settled();
  expect(arrived('Yesterday’s paper')).toHaveLength(0);
});

test('a task that was given up is listed, tried again and dismissed', async () => {
  const { maya } = t.people;
  const failing = { kind: 'test.unknown', key: 'k', dueAt: t.clock.now() };
  const giveUp = async () => {
    await t.work((work) => schedule(work, failing));
    await t.work((work) =>
      work.tx.dueItem.updateMany({
        where: { workspaceId: work.workspaceId, kind: failing.kind },
        data: { attempts: 8, failedAt: work.now, lastError: 'out of order' },
      }),
    );
  };
  const row = () =>
    t.work((work) =>
      work.tx.dueItem.findFirst({ where: { workspaceId: work.workspaceId, kind: failing.kind } }),
    );
  await giveUp();
  await maya.command('/partner undelivered', { channel: internal });
  const listed = await maya.hears('1 task could not be done');
  expect(maya.reads(listed)).toContain('Why: out of order');
  await maya.press('Try again', listed);
  await maya.hears('I try it again within seconds');
  // The heartbeat may have been there already.
  expect(await row()).toMatchObject({ failedAt: null, dueAt: failing.dueAt });

  // Scheduled and given up once more, it is the same item: the buttons still stand for it.
  await giveUp();
  aMinuteLater();
  await maya.press('Dismiss', listed);
  await maya.hears('Dismissed: that task will not be tried any more');
  expect(await row()).toBeNull();
  aMinuteLater();
  await maya.press('Try again', listed);
  await maya.hears('That was settled already by Maya');
});

test('nobody but programme admins sees it or decides', async () => {
  const { tom, diego } = t.people;
  await tom.command('/partner undelivered', { channel: internal });
  await tom.hears('You can’t change roles and programme settings here');
  await diego.mention(shared, 'undelivered');
  await diego.hears('You can’t change roles and programme settings here');
});

test('however much there is of everything, the list fits one message and says how many more there are', async () => {
  const { maya } = t.people;
  const from = (count: number) => Array.from({ length: count }, (_, index) => index);
  await t.work(async ({ tx, workspaceId, newId, now }) => {
    const delivery = (status: string, target: string, index: number) => ({
      ...{ id: newId(), workspaceId, status, target, createdAt: now, audience: 'partner' as const },
      key: `many:${status}:${index}`,
      payload: { message: { text: `Message ${index}` } },
      lastError: 'Slack did not take it.',
    });
    await tx.delivery.createMany({
      data: [
        ...from(12).map((index) => delivery('dead', `channel:${shared}`, index)),
        ...from(7).map((index) => delivery('held', `channel:C0MANY0000${index}`, index)),
      ],
    });
    await tx.dueItem.createMany({
      data: from(13).map((index) => ({
        ...{ id: newId(), workspaceId, kind: 'calls.ask', key: `many:${index}`, dueAt: now },
        ...{ failedAt: now, attempts: 8, lastError: 'It could not be done.' },
      })),
    });
  });
  await maya.command('/partner undelivered', { channel: internal });
  await t.settled();
  const list = maya.sees(internal).at(-1);
  expect(list?.blocks?.length).toBeLessThanOrEqual(50);
  const words = list ? maya.reads(list) : '';
  expect(words).toMatch(/\d+ messages could not be delivered/);
  expect(words).toMatch(/\d+ tasks could not be done/);
  expect(words.match(/\d more\. They show up here/g)).toHaveLength(3);
});
