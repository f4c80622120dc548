import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { close } from '../../../src/features/surveys/jobs.ts';
import { surveyScores } from '../../../src/features/surveys/public.ts';
import { channels } from '../../support/app.ts';
import { type Programme, startProgramme, winDeal } from './programme.ts';

const title = 'After a won deal';

describe('a won deal', () => {
  let programme: Programme;
  beforeAll(async () => {
    programme = await startProgramme();
    await winDeal(programme, 'Roll-out');
  });
  afterAll(() => programme.tandem.stop());
  const surveyMessage = () =>
    programme.tandem.people.maya.hears(/^After a won deal/, { channel: channels.shared });
  const shown = async () => programme.tandem.people.maya.reads(await surveyMessage());

  test('opens its survey in the channel, with who is asked, by when and who will see it', async () => {
    const words = await shown();
    expect(words).toContain('D-1 Roll-out');
    const deal = await programme.tandem.people.maya.hears(/Roll-out[\s\S]*Won/, { channel: channels.shared });
    expect((await surveyMessage()).threadTs).toBe(deal.threadTs ?? deal.ts);
    expect(words).toContain('0 of 3 answered');
    for (const name of ['Diego Santos', 'Aiko Tanaka', 'Maya Chen']) expect(words).toContain(name);
    expect(words).toContain('Everyone in the channel sees who said what');
  });

  test('an answer pressed in the message is noted for that person alone, who is led to the rest', async () => {
    const { diego, aiko } = programme.tandem.people;
    await diego.press('4');
    await programme.tandem.settled();
    expect(diego.ephemerals(channels.shared).map(diego.reads).at(-1)).toContain('4 of 5');
    expect(aiko.sees(channels.shared).map(aiko.reads).join('\n')).not.toContain('4 of 5');
    expect(await shown()).toContain('0 of 3 answered');
  });

  test('the form holds what was pressed, says what is missing in place, and completes the answer', async () => {
    const { diego } = programme.tandem.people;
    await diego.press('Answer the rest');
    await diego.until(() => diego.modal());
    expect(await diego.submit()).not.toEqual({});
    diego.fill({
      'How easy was it to get what you needed from the other side?': '6',
      'What decided the deal in our favour?': 'The pilot',
      'How likely are you to recommend working with the other side to a colleague?': '9',
      'What would have made this deal faster or better?': 'Prices <!channel> *sooner*',
    });
    expect(await diego.submit()).toEqual({});
    await programme.tandem.settled();
    const words = await shown();
    expect(words).toContain('1 of 3 answered');
    expect(words).toContain('answered*: Diego');
    const kept = await programme.tandem.work((work) =>
      work.tx.surveyResponse.findMany({ where: { workspaceId: work.workspaceId } }),
    );
    expect(kept.find(({ question }) => question === 'together')?.answer).toBe(4);
  });

  test('someone who is not asked is told so alone, and nothing is noted', async () => {
    const { sam, tom } = programme.tandem.people;
    await sam.press('5 – Very well');
    await programme.tandem.settled();
    expect(sam.ephemerals(channels.shared).map(sam.reads).at(-1)).toContain('This survey asks');
    await tom.press('Answer all questions');
    await programme.tandem.settled();
    expect(tom.modal()).toBeNull();
    expect(tom.ephemerals(channels.shared).map(tom.reads).at(-1)).toContain('This survey asks');
    const kept = await programme.tandem.work((work) =>
      work.tx.surveyResponse.findMany({ where: { workspaceId: work.workspaceId } }),
    );
    expect(new Set(kept.map(({ respondentKey }) => respondentKey)).size).toBe(1);
  });

  test('a second win of the same deal asks nobody again', async () => {
    const { tandem, partnerId } = programme;
    await tandem.work(async (work) => {
      const deal = await work.tx.deal.findFirstOrThrow({ where: { workspaceId: work.workspaceId } });
      await work.emit({ type: 'deal.won', partnerId, dealId: deal.id });
    });
    expect(
      await tandem.work((work) => work.tx.survey.count({ where: { workspaceId: work.workspaceId } })),
    ).toBe(1);
  });

  test('only those who have not answered are reminded, and can answer from the reminder', async () => {
    const { tandem } = programme;
    const { diego, aiko, maya } = tandem.people;
    await tandem.advance(new Date('2026-01-14T12:00:00Z'));
    const reminded = (person: typeof maya) =>
      person.dm().filter((message) => person.reads(message).includes('is waiting for your answer'));
    expect(reminded(diego)).toHaveLength(0);
    expect(reminded(maya)).toHaveLength(1);
    expect(reminded(aiko)).toHaveLength(1);
    const hourInTokyo = (Math.floor(Number(reminded(aiko)[0]?.ts)) / 3600 + 9) % 24;
    expect(hourInTokyo).toBeGreaterThanOrEqual(9);
    expect(hourInTokyo).toBeLessThan(17.5);
    await maya.press('Answer');
    await maya.until(() => maya.modal());
    maya.fill({
      'How well did we work together on this deal?': '5 – Very well',
      'How easy was it to get what you needed from the other side?': '6',
      'What decided the deal in our favour?': 'The pilot',
      'How likely are you to recommend working with the other side to a colleague?': '10 – Extremely likely',
    });
    expect(await maya.submit()).toEqual({});
    await tandem.settled();
    expect(await shown()).toContain('2 of 3 answered');
  });

  test('an answer can be changed while it is open: the form holds the earlier one', async () => {
    const { tandem } = programme;
    const { diego } = tandem.people;
    await diego.press('Answer all questions');
    await diego.until(() => diego.modal());
    diego.fill({ 'How well did we work together on this deal?': '3' });
    expect(await diego.submit()).toEqual({});
    await tandem.settled();
    const kept = await tandem.work((work) =>
      work.tx.surveyResponse.findMany({ where: { workspaceId: work.workspaceId } }),
    );
    const diegos = kept.filter(({ answer }) => answer === 'Prices <!channel> *sooner*');
    expect(diegos).toHaveLength(1);
    const together = kept.filter(
      ({ question, personId }) => question === 'together' && personId === diegos[0]?.personId,
    );
    expect(together.map(({ answer }) => answer)).toEqual([3]);
  });

  test('it closes on time, says what came of it in the channel and to the manager, and stays closed', async () => {
    const { tandem } = programme;
    const { maya, diego, aiko } = tandem.people;
    await aiko.press('Answer all questions');
    await aiko.until(() => aiko.modal());
    await tandem.advance(new Date('2026-01-20T12:00:00Z'));
    const results = diego.reads(await diego.hears(`Results: ${title}`, { channel: channels.shared }));
    expect(results).toContain('2 of 3 answered');
    expect(results).toContain('On average 4.0 of 5 (2 answers, too few to judge)');
    expect(results).toContain('Diego Santos: 3 of 5');
    expect(results).toContain('No NPS yet, too few to judge');
    expect(maya.dm().map(maya.reads).join('\n')).toContain(`Results: ${title}`);
    expect(await shown()).toContain('Closed');

    aiko.fill({
      'How well did we work together on this deal?': '5 – Very well',
      'How easy was it to get what you needed from the other side?': '6',
      'What decided the deal in our favour?': 'The pilot',
      'How likely are you to recommend working with the other side to a colleague?': '10 – Extremely likely',
    });
    await aiko.submit();
    await tandem.settled();
    const modal = await aiko.until(() => aiko.modal());
    expect(aiko.reads(modal)).toContain('is closed, so nothing was changed');
    await aiko.close();
    await aiko.close();
    // The reminder still has its button.
    const before = aiko.dm().length;
    await aiko.press('Answer');
    await tandem.settled();
    expect(aiko.modal()).toBeNull();
    expect(aiko.dm().slice(before).map(aiko.reads).join()).toContain('is closed, so nothing was changed');

    const [survey] = await tandem.work((work) =>
      work.tx.survey.findMany({ where: { workspaceId: work.workspaceId } }),
    );
    await tandem.work((work) =>
      close(work, { kind: 'surveys.close', key: survey?.id ?? '', dueAt: work.now, data: {} }),
    );
    const heard = diego.sees(channels.shared).map(diego.reads);
    expect(heard.filter((words) => words.includes(`Results: ${title}`))).toHaveLength(1);
  });

  test('its scores count once it has closed', async () => {
    const { tandem, partnerId } = programme;
    const window = { from: new Date('2026-01-12T00:00:00Z'), to: new Date('2026-02-01T00:00:00Z') };
    const scores = (await tandem.work((work) => surveyScores(work, [partnerId], window))).get(partnerId);
    expect(scores?.csat).toMatchObject({ numerator: 1, denominator: 2, verdict: 'too_few' });
    expect(scores?.nps).toMatchObject({ n: 2, promoters: 2 });
    expect(scores?.responseRate).toMatchObject({ numerator: 2, denominator: 3 });
  });
});

test('nobody on the seats: the manager is told, and the deal is won all the same', async () => {
  const programme = await startProgramme();
  const { tandem } = programme;
  await tandem.work((work) => work.tx.journeySeat.deleteMany({ where: { workspaceId: work.workspaceId } }));
  await winDeal(programme, 'Quiet');
  const { maya } = tandem.people;
  expect(maya.reads(await maya.hears('nobody is on the seats'))).toContain(title);
  expect(
    await tandem.work((work) => work.tx.survey.count({ where: { workspaceId: work.workspaceId } })),
  ).toBe(0);
  await tandem.stop();
});

test('nobody answers: it says so once', async () => {
  const programme = await startProgramme();
  const { tandem } = programme;
  await winDeal(programme, 'Silence');
  await tandem.advance(new Date('2026-01-20T12:00:00Z'));
  const heard = tandem.people.diego.sees(channels.shared).map(tandem.people.diego.reads);
  expect(heard.filter((words) => words.includes('Nobody answered this time'))).toHaveLength(1);
  expect(tandem.people.maya.dm().map(tandem.people.maya.reads).join()).not.toContain('Results');
  await tandem.stop();
});
