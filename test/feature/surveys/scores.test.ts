import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentPlaybook, publish } from '../../../src/features/playbook/public.ts';
import { surveyScores } from '../../../src/features/surveys/public.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from '../pipeline/partner.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n));
const questions = ['together', 'second', 'third', 'fourth', 'fifth'];

/** One person's answers in one survey, by question. */
type Response = Readonly<Record<string, number>>;
interface Given {
  readonly closedOn: number;
  readonly responses: readonly Response[];
}

let t: TestApp;
let partners: readonly [string, string];
beforeAll(async () => {
  t = await startTestApp();
  partners = [await setUpBrightpath(t), await setUpNorthwind(t)];
  const sample = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
  const more = questions
    .slice(1)
    .map(
      (key) =>
        `      - { key: ${key}, kind: rating, text: And ${key}?, max: 5, lowLabel: Badly, highLabel: Well }\n`,
    );
  const source = sample.replace('      - key: decisive\n', `${more.join('')}      - key: decisive\n`);
  await t.work((work) =>
    publish(work, { source, filename: 'x.yaml', publishedBy: 'Maya Chen', reason: 'More questions' }),
  );
});
afterAll(() => t.stop());

/** Replaces all surveys. */
function fill(surveys: readonly (Given & { readonly partnerId: string })[]): Promise<void> {
  return t.work(async (work) => {
    const { tx, workspaceId, newId } = work;
    const { version } = await currentPlaybook(work);
    await tx.surveyResponse.deleteMany({ where: { workspaceId } });
    await tx.survey.deleteMany({ where: { workspaceId } });
    const rows = surveys.map((survey) => ({ ...survey, id: newId() }));
    await tx.survey.createMany({
      data: rows.map(({ id, partnerId, closedOn }, index) => ({
        ...{ id, workspaceId, partnerId, number: index + 1, key: 'post-deal', occasion: `deal:${index}` },
        ...{
          playbookVersionId: version.id,
          openedAt: day(-10),
          closesAt: day(closedOn),
          closedAt: day(closedOn),
        },
      })),
    });
    await tx.surveyResponse.createMany({
      data: rows.flatMap(({ id: surveyId, responses }) =>
        responses.flatMap((response, person) =>
          Object.entries(response).map(([question, answer]) => ({
            ...{ id: newId(), workspaceId, surveyId, respondentKey: `person ${person}`, question, answer },
            answeredAt: day(-9),
          })),
        ),
      ),
    });
  });
}

const scoresOf = async (partnerId: string, from: number, to: number) => {
  const window = { from: day(from), to: day(to) };
  const scores = (await t.work((work) => surveyScores(work, [partnerId], window))).get(partnerId);
  if (!scores) throw new Error('no scores');
  return scores;
};

test('what one person rated in one survey is one observation, however many questions asked for it', async () => {
  const [partnerId] = partners;
  const five = Object.fromEntries(questions.map((key) => [key, 5]));
  await fill([{ partnerId, closedOn: 3, responses: [five] }]);
  const alone = await scoresOf(partnerId, 0, 10);
  expect(alone.csat).toMatchObject({ numerator: 1, n: 1, verdict: 'too_few' });
  expect(alone.rating).toMatchObject({ numerator: 5, n: 1 });
  await fill([
    {
      partnerId,
      closedOn: 3,
      responses: [five, { together: 5, second: 4, third: 3 }, { together: 5, second: 1 }],
    },
    {
      partnerId,
      closedOn: 4,
      responses: [
        { together: 4, recommend: 9, effort: 6 },
        { recommend: 10, effort: 1 },
      ],
    },
  ]);
  const several = await scoresOf(partnerId, 0, 10);
  // 5, 4 and 3 of the first survey on average, and 4 of the second.
  expect(several.csat).toMatchObject({ numerator: 3, n: 4 });
  expect(several.rating.numerator).toBe(16);
  expect(several.nps).toMatchObject({ n: 2, promoters: 2 });
  expect(several.effort).toMatchObject({ numerator: 7, n: 2 });
});

test('scores add up over adjoining windows, and another partner’s surveys change nothing', async () => {
  const score = fc.integer({ min: 1, max: 5 });
  const response = fc.record(
    { together: score, second: score, recommend: fc.nat(10), effort: fc.integer({ min: 1, max: 7 }) },
    { requiredKeys: [] },
  );
  const survey = fc.record({ closedOn: fc.nat(30), responses: fc.array(response, { maxLength: 5 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(survey, { maxLength: 6 }),
      fc.array(survey, { maxLength: 3 }),
      fc.integer({ min: 1, max: 30 }),
      async (own, others, cut) => {
        const [partnerId, other] = partners;
        const mine = own.map((each) => ({ ...each, partnerId }));
        await fill(mine);
        const whole = await scoresOf(partnerId, 0, 31);
        const [before, after] = [await scoresOf(partnerId, 0, cut), await scoresOf(partnerId, cut, 31)];
        for (const key of ['csat', 'rating', 'effort', 'nps'] as const) {
          expect(before[key].n + after[key].n).toBe(whole[key].n);
          expect(before[key].numerator + after[key].numerator).toBeCloseTo(whole[key].numerator, 9);
        }
        const rated = own.flatMap(({ responses }) =>
          responses.filter(({ together, second }) => together !== undefined || second !== undefined),
        );
        expect(whole.csat.n).toBe(rated.length);
        await fill([...others.map((each) => ({ ...each, partnerId: other })), ...mine]);
        expect(await scoresOf(partnerId, 0, 31)).toEqual(whole);
      },
    ),
    { numRuns: 15, seed: 7 },
  );
});

test('a question whose low end is the good one counts the other way round; old answers stay as they were meant', async () => {
  const [partnerId] = partners;
  const responses = [
    { together: 1, effort: 2, recommend: 9 },
    { together: 2, effort: 3, recommend: 10 },
  ];
  await fill([{ partnerId, closedOn: 3, responses }]);
  const asMeantThen = await scoresOf(partnerId, 0, 10);
  expect(asMeantThen.csat).toMatchObject({ numerator: 0, n: 2 });
  expect(asMeantThen.effort).toMatchObject({ numerator: 5, n: 2 });
  const sample = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
  const turned = sample
    .replace('lowLabel: Badly\n', 'lowLabel: Very well\n        better: low\n')
    .replace('lowLabel: Very hard\n', 'lowLabel: Very easy\n        measures: effort\n        better: low\n');
  await t.work((work) =>
    publish(work, { source: turned, filename: 'x.yaml', publishedBy: 'Maya Chen', reason: 'The other way' }),
  );
  expect(await scoresOf(partnerId, 0, 10)).toEqual(asMeantThen);
  await fill([{ partnerId, closedOn: 3, responses }]);
  const turnedRound = await scoresOf(partnerId, 0, 10);
  expect(turnedRound.csat).toMatchObject({ numerator: 2, n: 2 });
  expect(turnedRound.effort).toMatchObject({ numerator: 6 + 5, n: 2 });
  expect(turnedRound.nps).toEqual(asMeantThen.nps);
  const kept = turned.replace(
    'max: 5\n        lowLabel: Very well\n',
    'max: 5\n        measures: nothing\n        lowLabel: Very well\n',
  );
  await t.work((work) =>
    publish(work, { source: kept, filename: 'x.yaml', publishedBy: 'Maya Chen', reason: 'Not counted' }),
  );
  await fill([{ partnerId, closedOn: 3, responses }]);
  expect((await scoresOf(partnerId, 0, 10)).csat).toMatchObject({ n: 0 });
});
