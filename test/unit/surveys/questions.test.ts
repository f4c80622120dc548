import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measuredBy, type Question, towardsGood } from '../../../src/features/playbook/public.ts';
import { questionKinds } from '../../../src/features/playbook/schema/questions/catalogue.ts';
import type { Answer } from '../../../src/features/surveys/asked.ts';
import { ask } from '../../../src/features/surveys/questions/catalogue.ts';

const options = [
  { key: 'price', text: 'The price' },
  { key: 'pilot', text: 'The pilot' },
];
const samples: readonly Question[] = [
  {
    kind: 'rating',
    key: 'a',
    text: 'How well?',
    required: true,
    max: 5,
    lowLabel: 'Badly',
    highLabel: 'Well',
  },
  { kind: 'choice', key: 'b', text: 'Which?', required: true, options },
  { kind: 'multiple', key: 'c', text: 'Which ones?', required: true, options },
  { kind: 'nps', key: 'd', text: 'How likely?', required: true },
  { kind: 'text', key: 'e', text: 'What else?', required: true },
];
const kinds = questionKinds.map((option) => option.unwrap().shape.kind.value).sort();

function questionOf(kind: Question['kind'], required = true): Question {
  const found = samples.find((each) => each.kind === kind);
  if (!found) throw new Error(`no sample of ${kind}`);
  return { ...found, required };
}

test('there is one file for each kind of question the playbook knows, and each can be asked', () => {
  const files = readdirSync('src/features/surveys/questions')
    .map((name) => name.replace('.ts', ''))
    .filter((name) => name !== 'catalogue');
  expect(files.sort()).toEqual(kinds);
  expect(samples.map(({ kind }) => kind).sort()).toEqual(kinds);
  for (const sample of samples) expect(ask(sample).input('x', null)).toMatchObject({ block_id: 'x' });
});

describe('every kind', () => {
  test('asks for an answer where one is required, and lets it be where not', () => {
    for (const { kind } of samples) {
      for (const empty of [null, '', []]) {
        expect(ask(questionOf(kind)).read(empty)).toHaveProperty('fault');
        expect(ask(questionOf(kind, false)).read(empty)).toEqual({ answer: null });
      }
    }
  });

  test('takes every answer it offers, shows it again in its form and says it in words', () => {
    for (const sample of samples) {
      const asked = ask(sample);
      for (const { value } of asked.choices ?? []) {
        const reading = asked.read(value);
        if (!('answer' in reading) || reading.answer === null) throw new Error(`${value} is not taken`);
        expect(JSON.stringify(asked.input('x', reading.answer))).toContain('"initial_option');
        expect(asked.words(reading.answer)).not.toBe('');
      }
    }
  });

  test('reads anything without falling over, and sums up whatever it took', () => {
    const given = fc.oneof(fc.constant(null), fc.string(), fc.array(fc.string()), fc.integer().map(String));
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(given), (sample, many) => {
        const asked = ask(sample);
        const answers = many.flatMap((each) => {
          const reading = asked.read(each);
          return 'answer' in reading && reading.answer !== null ? [reading.answer] : [];
        });
        const summary = asked.summarise(answers);
        const counted = (summary.counts ?? []).reduce((sum, { count }) => sum + count, 0);
        if (sample.kind === 'text') expect(summary.texts).toHaveLength(answers.length);
        else expect(counted).toBeGreaterThanOrEqual(answers.length);
      }),
    );
  });
});

test('a choice that is not offered is not taken', () => {
  expect(ask(questionOf('choice')).read('bribe')).toHaveProperty('fault');
  expect(ask(questionOf('multiple')).read(['price', 'bribe'])).toHaveProperty('fault');
  expect(ask(questionOf('rating')).read('6')).toHaveProperty('fault');
  expect(ask(questionOf('nps')).read('11')).toHaveProperty('fault');
  expect(ask(questionOf('text')).read('x'.repeat(2001))).toHaveProperty('fault');
});

describe('summaries', () => {
  test('NPS is withheld where it is thin or unanimous, and has its interval where not', () => {
    const asked = ask(questionOf('nps'));
    expect(asked.summarise([9, 3]).words).toContain('No NPS yet, too few to judge (2 answers');
    expect(asked.summarise([9, 10, 9, 10, 9, 10]).words).toContain('No NPS yet');
    expect(asked.summarise([10, 10, 9, 8, 7, 3, 10, 9]).words).toBe(
      'NPS +50, between +1 and +99 (8 answers: 5 promoters, 2 in between, 1 detractor).',
    );
  });

  test('a mean of few says that it is', () => {
    expect(ask(questionOf('rating')).summarise([4, 5]).words).toBe(
      'On average 4.5 of 5 (2 answers, too few to judge).',
    );
    expect(ask(questionOf('rating')).summarise([4, 5, 4, 4, 3]).words).toBe(
      'On average 4.0 of 5 (5 answers).',
    );
  });

  test('the order of texts says nothing about the order of answers', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 2 }), (texts) => {
        const asked = ask(questionOf('text'));
        expect(asked.summarise([...texts].reverse()).texts).toEqual(asked.summarise(texts).texts);
      }),
    );
  });
});

describe('what a rating counts for', () => {
  const scale = { max: 5, better: undefined, measures: undefined } as const;

  test('goes by its scale unless the question says so', () => {
    expect(measuredBy(scale)).toBe('satisfaction');
    expect(measuredBy({ ...scale, max: 7 })).toBe('effort');
    expect(measuredBy({ ...scale, max: 6 })).toBeNull();
    expect(measuredBy({ ...scale, measures: 'nothing' })).toBeNull();
    expect(measuredBy({ max: 7, measures: 'effort' })).toBe('effort');
  });

  test('is the same whichever end is the good one, when the answers are given from that end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.nat(9), (max, step) => {
        const answer = 1 + (step % max);
        const mirrored = max + 1 - answer;
        expect(towardsGood({ max, better: 'low' }, mirrored)).toBe(
          towardsGood({ max, better: 'high' }, answer),
        );
        expect(towardsGood({ max }, answer)).toBe(answer);
      }),
      { seed: 21 },
    );
  });

  test('is said with its results where the low end is the good one', () => {
    const hard = { ...questionOf('rating'), max: 7, better: 'low' } as Question;
    expect(ask(hard).summarise([1, 2]).words).toBe(
      'On average 1.5 of 7 (2 answers, too few to judge); 1 is the best.',
    );
  });
});

describe('how a summary is worked out', () => {
  const inputsOf = (question: Question, answers: readonly Answer[]) =>
    Object.fromEntries(ask(question).working(answers).inputs);

  test('every kind says what it is, by which formula, and of how many answers', () => {
    for (const sample of samples) {
      const { definition, formula, inputs } = ask(sample).working([]);
      expect(definition).not.toBe('');
      expect(formula).not.toMatch(/^$|\.$/);
      expect(inputs[0]).toEqual(['Answers', '0']);
    }
  });

  test('the inputs of an average and of an NPS give what is shown', () => {
    const rated = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 });
    const scored = fc.array(fc.nat(10));
    fc.assert(
      fc.property(rated, scored, (ratings, scores) => {
        const asked = ask(questionOf('rating'));
        const rating = inputsOf(questionOf('rating'), ratings);
        const average = Number(rating['Sum of the answers']) / Number(rating.Answers);
        expect(asked.summarise(ratings).words).toContain(`On average ${average.toFixed(1)} of 5`);
        const nps = inputsOf(questionOf('nps'), scores);
        const groups = ['Promoters', 'In between', 'Detractors'].map((name) => Number(nps[name]));
        expect(groups.reduce((sum, group) => sum + group, 0)).toBe(scores.length);
      }),
    );
  });

  test('a rating says what it counts for, and that it is turned round there', () => {
    const rating = questionOf('rating');
    if (rating.kind !== 'rating') throw new Error('no rating');
    const words = (more: object) => ask({ ...rating, ...more }).working([2]).definition;
    expect(words({})).toContain('counts for satisfaction.');
    expect(words({ max: 7, better: 'low' })).toContain('counts for ease, turned round: 8 − the answer');
    expect(words({ measures: 'nothing' })).not.toContain('counts for');
  });
});
