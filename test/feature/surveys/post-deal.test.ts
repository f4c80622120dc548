import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  const surveyMessage = () => programme.tandem.people.maya.hears(title, { channel: channels.shared });
  const shown = async () => programme.tandem.people.maya.reads(await surveyMessage());

  test('opens its survey in the channel, with who is asked, by when and who will see it', async () => {
    const words = await shown();
    expect(words).toContain('D-1 Roll-out');
    expect(words).toContain('0 of 3 answered');
    for (const name of ['Diego Santos', 'Aiko Tanaka', 'Maya Chen']) expect(words).toContain(name);
    expect(words).toContain('Everyone in the channel sees who said what');
  });

  test('an answer pressed in the message is noted for that person alone, who is led to the rest', async () => {
    const { diego, aiko } = programme.tandem.people;
    await diego.press('4', channels.shared);
    await programme.tandem.settled();
    expect(diego.ephemerals(channels.shared).map(diego.reads).at(-1)).toContain('4 of 5');
    expect(aiko.sees(channels.shared).map(aiko.reads).join('\n')).not.toContain('4 of 5');
    expect(await shown()).toContain('0 of 3 answered');
  });

  test('the form holds what was pressed, says what is missing in place, and completes the answer', async () => {
    const { diego } = programme.tandem.people;
    await diego.press('Answer the rest', channels.shared);
    await diego.until(() => diego.modal());
    expect(await diego.submit()).not.toEqual({});
    diego.fill({
      'What decided the deal in our favour?': 'The pilot',
      'How likely are you to recommend working with the other side to a colleague?': '9',
      'What would have made this deal faster or better?': 'Prices <!channel> *sooner*',
    });
    expect(await diego.submit()).toEqual({});
    await programme.tandem.settled();
    const words = await shown();
    expect(words).toContain('1 of 3 answered');
    expect(words).toContain('Diego Santos');
    const kept = await programme.tandem.work((work) => work.tx.surveyResponse.findMany());
    expect(kept.find(({ question }) => question === 'together')?.answer).toBe(4);
  });
});
