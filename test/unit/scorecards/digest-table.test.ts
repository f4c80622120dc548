import { expect, test } from 'vitest';
import { proportion } from '../../../src/core/statistics.ts';
import { digestMessage } from '../../../src/features/scorecards/digest-view.ts';
import type { PartnerCard } from '../../../src/features/scorecards/facts.ts';
import { rank } from '../../../src/features/scorecards/ranking.ts';
import { scorecard } from '../../../src/features/scorecards/rules.ts';
import { limits } from '../../../src/platform/slack/kit/limits.ts';
import type { Partner } from '../../../src/platform/store/generated/client.ts';
import { noAnswers } from './facts.ts';

const targets = [
  { key: 'lead_quality', shownTo: 'both', targets: { gold: 0.6 } },
  { key: 'win_rate', shownTo: 'both', targets: { gold: 0.35 } },
  { key: 'csat', shownTo: 'both', targets: { gold: 0.8 } },
] as const;

/** The digest of partners who won so many of ten deals, after one of ten the week before. */
function digest(won: readonly number[]) {
  const cards = won.map((count, index): PartnerCard => {
    const name = `Partner ${String(index).padStart(3, '0')}`;
    const partner = { id: name, name } as Partner;
    const leads = { submitted: 10, reviewed: 10, accepted: 8, unreviewed: 3 };
    const facts = noAnswers({ won: count, lost: 10 - count, leads });
    return { partner, name, tier: 'gold', facts, blocked: 0, gate: null, playbookVersionId: null, weeks: [] };
  });
  const before = { win_rate: proportion(1, 10), lead_quality: proportion(5, 10) };
  const rows = rank(cards).map((card) => ({
    card,
    lines: scorecard(card.facts, 'gold', targets, before),
    attention: [],
  }));
  const { today } = noAnswers();
  const columns = ['win_rate', 'lead_quality', 'csat'] as const;
  const none = { gaps: [], overall: [], weekStarts: [] };
  return digestMessage({ ...none, rows, columns, weekOf: today, today, isAsked: true });
}

const tableOf = ({ blocks }: ReturnType<typeof digestMessage>) =>
  (blocks ?? []).find((block) => block.type === 'data_table') as {
    readonly rows: readonly (readonly { readonly text: string; readonly value?: number }[])[];
  };

test('the comparison holds what each number was and is to be, and the win rate that orders it; the text says the same', () => {
  const shown = digest([8, 2, 5]);
  const [head, first, , last] = tableOf(shown).rows.map((row) => row.map(({ text }) => text));
  const column = head?.indexOf('Win rate') ?? -1;
  expect(first?.[0]).toBe('Partner 000');
  // 8 and 2 of 10, drawn toward ½ as (8 + M ÷ 2) ÷ (10 + M) with M = 3.2 ÷ 1.3.
  expect(first?.[column]).toBe('80 % (49–94), ranked at 74 %; was 10 %; target 35 %');
  expect(last?.[column]).toBe('20 % (6–51), ranked at 26 %; was 10 %; target 35 %');
  expect(first?.[head?.indexOf('Lead quality') ?? -1]).toBe(
    '80 % (49–94), 3 unreviewed; was 50 %; target 60 %',
  );
  // Of what is not known there is nothing to compare.
  expect(first?.[head?.indexOf('Satisfaction') ?? -1]).toBe('–');
  expect(shown.text).toContain(first?.join(' | '));
});

test('a comparison of many fits one table, and says how many it leaves out', () => {
  const shown = digest(Array.from({ length: 80 }, (_, index) => index % 11));
  const { rows } = tableOf(shown);
  const characters = rows.flat().reduce((sum, { text }) => sum + text.length, 0);
  expect(characters).toBeLessThanOrEqual(limits.tableCharacters);
  expect(rows.length).toBeGreaterThan(40);
  expect(shown.text).toContain(`${rows.length - 1} of 80 partners, those who need attention first`);
});
