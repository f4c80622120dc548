import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, type TestApp } from '../../support/app.ts';
import { startTwoPartners, type TwoPartners } from '../hostile/two-partners.ts';
import { fileSent, pressWith } from '../scorecards/files.ts';

const { shared, internal } = channels;
const asked = 'How is this worked out?';
const together = 'How well did we work together on this deal?';
const supported = 'How well supported do you feel by Lumen this month?';
const change = 'What is the one thing we should change?';

let two: TwoPartners;
let tandem: TestApp;
const ids = new Map<number, string>();
const idOf = (number: number) => ids.get(number) ?? '';

type Answers = Readonly<Record<string, readonly (number | string | readonly string[])[]>>;

/**
 * 91 by name; 92 without names, with 45 texts; 93 without names and answered by three; 94 for managers alone, closed; 95
 * without names and open; 96 by name and open.
 */
beforeAll(async () => {
  two = await startTwoPartners();
  tandem = two.tandem;
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId, name: 'Brightpath' } });
    const { id: playbookVersionId } = await tx.playbookVersion.findFirstOrThrow({ where: { workspaceId } });
    const named = await tx.person.findMany({
      where: { workspaceId, slackUserId: { in: [cast.diego, cast.maya] } },
      orderBy: { name: 'asc' },
    });
    const survey = async (
      number: number,
      key: string,
      isNamed: boolean,
      isOpen: boolean,
      answers: Answers,
    ) => {
      const id = newId();
      ids.set(number, id);
      const openedAt = new Date(now.getTime() - 5 * 86_400_000);
      const closesAt = new Date(now.getTime() + (isOpen ? 1 : -1) * 86_400_000);
      await tx.survey.create({
        data: {
          ...{
            id,
            workspaceId,
            partnerId: partner.id,
            number,
            playbookVersionId,
            key,
            occasion: `s${number}`,
          },
          ...{ openedAt, closesAt, closedAt: isOpen ? null : closesAt },
        },
      });
      await tx.surveyResponse.createMany({
        data: Object.entries(answers).flatMap(([question, given]) =>
          given.map((answer, index) => ({
            ...{ id: newId(), workspaceId, surveyId: id, respondentKey: `ANSWERER-${index}`, question },
            ...{ answer: typeof answer === 'object' ? [...answer] : answer, answeredAt: openedAt },
            personId: isNamed ? (named[index]?.id ?? null) : null,
          })),
        ),
      });
    };
    await survey(91, 'post-deal', true, false, { together: [2, 5], recommend: [9, 3] });
    const texts = Array.from({ length: 45 }, (_, index) => (index === 0 ? '=Faster' : `Wish ${index}`));
    const chosen = [['product', 'pricing'], ['product'], ['product'], ['nothing']];
    await survey(92, 'monthly-pulse', false, false, {
      supported: [1, 2, 5, 5, 5],
      'in-the-way': chosen,
      'one-thing': texts,
    });
    await survey(93, 'monthly-pulse', false, false, { supported: [1, 1, 4] });
    await survey(94, 'exit-interview', true, false, {
      'what-helped': ['SECRET one', 'SECRET two', 'x', 'y'],
      return: [1, 1, 2, 3],
    });
    await survey(95, 'monthly-pulse', false, true, { supported: [1, 2, 3, 4, 5] });
    await survey(96, 'post-deal', true, true, { together: [2, 5] });
  });
});
afterAll(() => tandem.stop());

type Person = TestApp['people']['maya'];

/** The results of a survey as a person is shown them. */
async function results(person: Person, number: number, title: string, channel: string) {
  await person.mention(channel, `survey results ${number}`);
  await tandem.settled();
  return person.hears(`Results: ${title}`, { channel });
}

/** Asks how a question's result came about; answers the words. */
async function how(person: Person, number: number, title: string, question: string, channel: string) {
  const shown = await results(person, number, title, channel);
  await person.choose(asked, question, shown);
  await tandem.settled();
  return person.reads(await person.hears(`How this is worked out: ${title}`, { channel, after: shown.ts }));
}

/** Presses a button of theirs that holds something else than they were sent. */
async function forges(person: Person, channel: string, value: string, action: string): Promise<void> {
  await person.mention(channel, 'scorecard');
  await tandem.settled();
  await person.hears('Scorecard of', { channel });
  await pressWith(tandem, person, 'Earlier ones', value, action);
  await tandem.settled();
}

test('an average by name: definition, formula, inputs, window, and who answered what', async () => {
  const words = await how(tandem.people.diego, 91, 'After a won deal', together, shared);
  expect(words).toContain('The average of answers from 1 (Badly) to 5 (Very well)');
  expect(words).toContain('On the scorecard it counts for satisfaction');
  expect(words).toContain('sum of the answers ÷ number of answers');
  expect(words).toMatch(/Answers\W+2\W/);
  expect(words).toMatch(/Sum of the answers\W+7\W/);
  expect(words).toMatch(/Answers given from .*7 Jan.* to .*11 Jan/);
  expect(words).toMatch(/Diego Santos \| 2 of 5/);
  expect(words).toMatch(/Maya Chen \| 5 of 5/);
});

test('an NPS: its formula and its groups, also where it is too few to say', async () => {
  const question = 'How likely are you to recommend working with the other side to a colleague?';
  const words = await how(tandem.people.maya, 91, 'After a won deal', question, internal);
  expect(words).toContain('100 × (promoters − detractors) ÷ answers');
  expect(words).toMatch(/Promoters\W+1\W/);
  expect(words).toMatch(/Detractors\W+1\W/);
  expect(words).toContain('No NPS yet, too few to judge');
});

test('without names: how often each answer was given, nothing of who, nor of what one person chose together', async () => {
  const { maya } = tandem.people;
  const words = await how(maya, 92, 'Monthly pulse', supported, internal);
  expect(words).toMatch(/5 \| 3/);
  expect(words).toMatch(/3 \| 0/);
  expect(words).toContain('Shown without names');
  const several = await how(maya, 92, 'Monthly pulse', 'What was in the way?', internal);
  expect(several).toMatch(/The product \| 3/);
  expect(several).toMatch(/Options chosen\W+5\W/);
  expect(several).not.toContain('The product and Price');
  for (const said of [words, several]) expect(said).not.toMatch(/ANSWERER|Diego|Aiko|\| Maya/);
});

test('texts without names come forty a page, and all of them as CSV to whoever asks alone', async () => {
  const { diego, maya } = tandem.people;
  const first = await how(diego, 92, 'Monthly pulse', change, shared);
  expect(first).toContain('1 to 40 of 45');
  expect(first.match(/Wish \d+|=Faster/g)?.length).toBe(40);
  await diego.press('More');
  await tandem.settled();
  const second = diego.reads(await diego.hears('41 to 45 of 45', { channel: shared }));
  const all = [...(first.match(/Wish \d+|=Faster/g) ?? []), ...(second.match(/Wish \d+|=Faster/g) ?? [])];
  expect(new Set(all).size).toBe(45);
  const before = maya.dm().length;
  await diego.press('Send me all as CSV');
  await tandem.settled();
  const file = await fileSent(tandem, diego, 'answers.csv');
  expect(file[0]).toBe('answer');
  expect(file).toHaveLength(46);
  expect(file).toContain("'=Faster");
  expect(maya.dm()).toHaveLength(before);
});

test('three answers without a name: no button, and a forged one is told no more than the results', async () => {
  const { maya, diego } = tandem.people;
  const shown = await results(maya, 93, 'Monthly pulse', internal);
  expect(JSON.stringify(shown.blocks)).not.toContain('surveys.how');
  const value = `${idOf(93)}:supported:0`;
  await forges(diego, shared, value, 'surveys.how');
  const words = diego.reads(await diego.hears('Too few answers to show any', { channel: shared }));
  expect(words).not.toMatch(/Formula|Sum of the answers|Average/);
  const files = diego.dm().flatMap((message) => message.files).length;
  await forges(diego, shared, value, 'surveys.howExport');
  await diego.hears('is not shown, so there is no file', { channel: shared });
  expect(diego.dm().flatMap((message) => message.files)).toHaveLength(files);
});

test('for managers alone: others get the numbers, a manager the names, never in the partner’s channel', async () => {
  const { maya, diego } = tandem.people;
  const helped = 'What would have made it work?';
  const theirs = await how(diego, 94, 'Exit interview', helped, shared);
  expect(theirs).toContain('What people wrote is not shown here');
  expect(theirs).not.toMatch(/SECRET|Diego|Maya/);
  await forges(diego, shared, `${idOf(94)}:what-helped:0`, 'surveys.howExport');
  await diego.hears('is not shown, so there is no file', { channel: shared });
  const shown = await results(maya, 94, 'Exit interview', shared);
  await maya.choose(asked, helped, shown);
  await tandem.settled();
  await maya.hears('Who said what is internal', { channel: shared });
  const dm = maya.reads(await maya.hears('How this is worked out: Exit interview', { channel: 'dm' }));
  expect(dm).toMatch(/Diego Santos \| SECRET one/);
  for (const message of diego.sees(shared)) expect(diego.reads(message)).not.toContain('SECRET');
});

test('while it is open nobody asks of an anonymous one, and of others managers alone', async () => {
  const { maya, diego } = tandem.people;
  for (const action of ['surveys.how', 'surveys.howExport']) {
    await forges(maya, shared, `${idOf(95)}:supported:0`, action);
    await forges(diego, shared, `${idOf(96)}:together:0`, action);
    await diego.hears('are posted when it closes', { channel: shared });
  }
  // The whole scorecard, whose button it is, stands in the manager's own messages.
  const told = maya.dm().filter((message) => maya.reads(message).includes('stay closed to everyone'));
  expect(told).toHaveLength(2);
  const words = await how(maya, 96, 'After a won deal', together, internal);
  expect(words).toContain('it is open until');
});

test('to another partner’s people no survey of this one is there, and odd values lead nowhere', async () => {
  const { nora, northwindChannel } = two;
  for (const action of ['surveys.how', 'surveys.howExport'])
    for (const value of [`${idOf(91)}:together:0`, 'x:y:z', `${idOf(91)}:together:-1`]) {
      await forges(nora, northwindChannel, value, action);
      await nora.hears('I can’t find that survey', { channel: northwindChannel });
    }
  expect(nora.sees(northwindChannel).map(nora.reads).join()).not.toMatch(/Badly|Diego/);
  expect(nora.dm().flatMap(({ files }) => files)).toEqual([]);
  const { diego } = tandem.people;
  await forges(diego, shared, `${idOf(91)}:nothing-of-it:0`, 'surveys.how');
  await diego.hears('I can’t find that question', { channel: shared });
});
