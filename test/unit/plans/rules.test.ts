import { expect, test } from 'vitest';
import { mergeAnswers } from '../../../src/features/plans/rules/merge.ts';
import {
  type Field,
  firstAnswers,
  missingIn,
  templateParts,
  visibleParts,
} from '../../../src/features/plans/rules/parts.ts';
import { readTarget, targetText } from '../../../src/features/plans/rules/target.ts';
import type { MetricUnit, PlanTemplate } from '../../../src/features/playbook/public.ts';
import { fc } from '../core/properties.ts';

const template: PlanTemplate = {
  title: 'Joint business plan',
  reviewedAt: [],
  sections: [
    {
      key: 'market',
      title: 'Where we win',
      filledBy: 'partner',
      shownTo: 'both',
      questions: [
        { key: 'who', prompt: 'Who?', required: true },
        { key: 'why', prompt: 'Why?', required: false },
      ],
    },
    {
      key: 'own',
      title: 'Notes',
      filledBy: 'vendor',
      shownTo: 'vendor',
      questions: [{ key: 'doubts', prompt: 'Doubts?', required: true }],
    },
  ],
  goals: [
    { key: 'wins', title: 'Wins', metric: 'sourced_deals', target: 3 },
    { key: 'margin', title: 'Margin', metric: 'contribution_margin', target: 0.35 },
    { key: 'gone', title: 'Gone', metric: 'nps', target: 30 },
  ],
};

test('a goal is seen by whoever sees its metric, and a margin never by a partner, whatever the playbook says', () => {
  const parts = templateParts(template, [
    { key: 'sourced_deals', shownTo: 'both' },
    { key: 'contribution_margin', shownTo: 'both' },
  ]);
  const prompts = (all: typeof parts) => all.flatMap((part) => part.fields.map((field) => field.prompt));
  expect(prompts(visibleParts(parts, false))).toEqual(['Who?', 'Why?', 'Wins']);
  expect(prompts(parts)).toEqual(['Who?', 'Why?', 'Doubts?', 'Wins', 'Margin']);
  expect(missingIn(parts, firstAnswers(template)).map((field) => field.prompt)).toEqual(['Who?']);
});

test('targets are read as people write them', () => {
  expect(readTarget('share', '40')).toBe(0.4);
  expect(readTarget('share', '12,5 %')).toBe(0.125);
  expect(readTarget('share', '140 %')).toBeNull();
  expect(readTarget('days', '30')).toBe(30);
  expect(readTarget('days', 'a month')).toBeNull();
  expect(readTarget('count', '2.5')).toBeNull();
  expect(readTarget('points', '−20')).toBe(-20);
  const units = fc.constantFrom<MetricUnit>('share', 'days', 'count', 'points');
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 100 }), (unit, number) => {
      const value = unit === 'share' ? number / 100 : number;
      expect(readTarget(unit, targetText(unit, value))).toBe(value);
    }),
  );
});

const fields = ['a', 'b', 'c'].map((id): Field => ({ id, prompt: id, isRequired: false, goal: null }));
const written = fc.record({
  a: fc.constantFrom('', 'x', 'y', 'z'),
  b: fc.constantFrom('', 'x', 'y', 'z'),
  c: fc.constantFrom('', 'x', 'y', 'z'),
});

test('what only one changed is kept whoever it was; what both changed differently clashes', () => {
  fc.assert(
    fc.property(written, written, written, (base, now, typed) => {
      const { merged, clashes } = mergeAnswers(fields, base, now, typed);
      const clashing = clashes.map(({ field }) => field.id);
      for (const id of ['a', 'b', 'c'] as const) {
        const both = typed[id] !== base[id] && now[id] !== base[id];
        expect(clashing.includes(id)).toBe(both && typed[id] !== now[id]);
        if (!clashing.includes(id)) expect(merged[id]).toBe(typed[id] !== base[id] ? typed[id] : now[id]);
        else expect(merged[id]).toBe(now[id]);
      }
    }),
  );
});
