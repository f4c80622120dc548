import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { surveyScores } from '../../../src/features/surveys/public.ts';
import { channels } from '../../support/app.ts';
import { answerPulse, type Programme, startProgramme } from './programme.ts';

const february = { from: new Date('2026-02-01T00:00:00Z'), to: new Date('2026-03-01T00:00:00Z') };

describe('the monthly pulse, anonymous', () => {
  let programme: Programme;
  beforeEach(async () => {
    programme = await startProgramme();
  });
  afterEach(() => programme.tandem.stop());

  /** An amendment that asks the partner manager as well, so that four are asked. */
  async function askMayaToo(): Promise<void> {
    const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');
    const source = sample.replace(
      'audience: [partner.lead, partner.sales, partner.technical, partner.support]',
      'audience: [partner.lead, partner.sales, partner.technical, partner.support, vendor.manager]',
    );
    const publication = { source, filename: 'p.yaml', publishedBy: 'Maya Chen', reason: 'Both sides' };
    await programme.tandem.work((work) => publish(work, publication));
  }

  test('opens by itself once a month, on a working day', async () => {
    const { tandem } = programme;
    const { aiko } = tandem.people;
    await tandem.advance(new Date('2026-02-02T08:59:00Z'));
    expect(aiko.sees(channels.shared).map(aiko.reads).join()).not.toContain('Monthly pulse');
    await tandem.advance(new Date('2026-02-02T09:01:00Z'));
    const words = aiko.reads(await aiko.hears(/^Monthly pulse/, { channel: channels.shared }));
    expect(words).toContain('0 of 3 answered');
    expect(words).toContain('Nobody sees who said what');
    expect(words).toContain('Only 3 people can answer, so no results can be shown');
    await tandem.advance(new Date('2026-03-02T09:01:00Z'));
    const surveys = await tandem.work((work) =>
      work.tx.survey.findMany({ where: { workspaceId: work.workspaceId, key: 'monthly-pulse' } }),
    );
    expect(surveys.map(({ occasion }) => occasion)).toEqual(['2026-02', '2026-03']);
  });

  test('three answers: who answered is known, what they answered is shown to nobody', async () => {
    const { tandem, partnerId } = programme;
    const { diego, aiko, sam, maya } = tandem.people;
    await tandem.advance(new Date('2026-02-02T12:00:00Z'));
    await answerPulse(tandem, diego, { supported: '2', oneThing: 'Answer faster' });
    await answerPulse(tandem, aiko, { supported: '5 – Very well' });
    await answerPulse(tandem, sam, { supported: '3' });
    const words = maya.reads(await maya.hears(/^Monthly pulse/, { channel: channels.shared }));
    expect(words).toContain('3 of 3 answered');
    expect(words).toContain('Diego');
    await maya.command('/partner survey results 1', { channel: channels.shared });
    expect(maya.reads(await maya.hears('stay closed to everyone'))).toContain('anonymous');
    await tandem.advance(new Date('2026-02-09T12:00:00Z'));
    const everything = [...maya.sees(channels.shared), ...maya.dm()].map(maya.reads).join('\n');
    expect(everything).toContain('Results: Monthly pulse');
    expect(everything).toContain('Too few answers to show any');
    expect(everything).not.toContain('Answer faster');
    expect(everything).not.toContain('On average');
    const scores = (await tandem.work((work) => surveyScores(work, [partnerId], february))).get(partnerId);
    expect(scores?.csat.n).toBe(0);
    expect(scores?.responseRate).toMatchObject({ numerator: 3, denominator: 3 });
  });

  test('four answers: shown without names; a changed answer counts once; nothing leads back to a person', async () => {
    const { tandem, partnerId } = programme;
    const { diego, aiko, sam, maya } = tandem.people;
    await askMayaToo();
    await tandem.advance(new Date('2026-02-02T12:00:00Z'));
    await answerPulse(tandem, diego, { supported: '2', oneThing: 'Answer faster' });
    await answerPulse(tandem, aiko, { supported: '5 – Very well' });
    await answerPulse(tandem, sam, { supported: '4' });
    await answerPulse(tandem, maya, { supported: '4', oneThing: 'More workshops' });
    await answerPulse(tandem, diego, { supported: '3' });
    await tandem.advance(new Date('2026-02-09T12:00:00Z'));
    const posted = await maya.hears('Results: Monthly pulse', { channel: channels.shared });
    expect(JSON.stringify(posted.blocks)).toContain('data_visualization');
    const results = maya.reads(posted);
    expect(results).toContain('4 of 4 answered');
    expect(results).toContain('On average 4.0 of 5 (4 answers, too few to judge)');
    // Two texts are fewer than four.
    expect(results).not.toContain('Answer faster');
    for (const name of ['Diego Santos', 'Aiko Tanaka', 'Sam Rivera', 'Maya Chen'])
      expect(results).not.toContain(`${name}:`);

    const { survey, responses, people } = await tandem.work(async (work) => ({
      survey: await work.tx.survey.findFirstOrThrow({ where: { workspaceId: work.workspaceId } }),
      responses: await work.tx.surveyResponse.findMany({ where: { workspaceId: work.workspaceId } }),
      people: await work.tx.person.findMany({ where: { workspaceId: work.workspaceId } }),
    }));
    expect(survey.salt).toBeNull();
    expect(responses.every(({ personId }) => personId === null)).toBe(true);
    expect(responses.every(({ answeredAt }) => answeredAt.getTime() === survey.openedAt.getTime())).toBe(
      true,
    );
    const ids = people.map(({ id }) => id);
    expect(responses.some(({ respondentKey }) => ids.includes(respondentKey))).toBe(false);
    const scores = (await tandem.work((work) => surveyScores(work, [partnerId], february))).get(partnerId);
    expect(scores?.csat).toMatchObject({ numerator: 3, denominator: 4 });
  });
});
