import { describe, expect, test } from 'vitest';
import { proportion } from '../../../src/core/statistics.ts';
import type { PartnerCard } from '../../../src/features/scorecards/facts.ts';
import { metricOf } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { monthlyMessage } from '../../../src/features/scorecards/monthly-view.ts';
import { type OwnAffairs, thingsOfPartner } from '../../../src/features/scorecards/partner-things.ts';
import { type Line, scorecard } from '../../../src/features/scorecards/rules.ts';
import type { Partner } from '../../../src/platform/store/generated/client.ts';
import { fc } from '../core/properties.ts';
import { noAnswers } from './facts.ts';

const idle: OwnAffairs = {
  ...{ name: 'Brightpath', today: '2026-02-02', steps: [], actions: [], leads: [], idleDeals: [], lines: [] },
};
const task = (title: string, dueOn: OwnAffairs['steps'][number]['dueOn']) => ({
  title,
  dueOn,
  owner: 'Diego',
});
const reasonsOf = (known: Partial<OwnAffairs>) =>
  thingsOfPartner({ ...idle, ...known }).map(({ reason, command }) => `${reason} → ${command}`);

function line(key: Line['metric']['key'], standing: Line['standing']): Line {
  return {
    ...{ metric: metricOf(key), estimate: proportion(1, 20), before: null, target: 0.5 },
    ...{ projected: null, ahead: null, standing },
  };
}

describe('what a partner can do', () => {
  test('what is late comes first, then what waits, then missed targets, then what is next', () => {
    const known = {
      steps: [
        task('Train the team', '2026-01-30'),
        task('Sign', '2026-02-01'),
        task('Go live', '2026-02-09'),
      ],
      actions: [task('A-7 Send the list', '2026-02-06')],
      leads: [{ number: 5, customer: 'Acme' }],
      idleDeals: [
        { number: 8, customer: 'Umbrella', since: '2025-12-22' as const },
        { number: 9, customer: 'Globex', since: '2025-12-29' as const },
      ],
      lines: [line('lead_quality', 'missed')],
    };
    expect(reasonsOf(known)).toEqual([
      '“Train the team” of Diego was due Fri 30 Jan, and 1 more step is late. → status Brightpath',
      'L-5 Acme was accepted and has no deal yet. → deal L-5',
      'Nothing has happened to D-8 Umbrella since Mon 22 Dec 2025. One more deal waits like it. → pipeline Brightpath',
    ]);
    expect(reasonsOf({ ...known, steps: [task('Go live', null)], leads: [] })).toEqual([
      expect.stringContaining('D-8 Umbrella'),
      expect.stringMatching(/^Lead quality 5 % .*, below target of 50 %\. → /),
      '“Go live” of Diego comes next. → status Brightpath',
    ]);
    expect(reasonsOf({ actions: known.actions })).toEqual([
      '“A-7 Send the list” of Diego is due Fri 6 Feb. → actions Brightpath',
    ]);
    expect(reasonsOf({})).toEqual([]);
  });

  test('no target that is met, unclear, told as steps, or for the vendor to mend', () => {
    const lines = [
      ...(['met', 'unclear', 'too_few', 'stale', 'no_target'] as const).map((each) => line('csat', each)),
      ...(['late_steps', 'lead_response', 'api_reliability'] as const).map((key) => line(key, 'missed')),
    ];
    expect(reasonsOf({ lines })).toEqual([]);
    expect(reasonsOf({ lines: [...lines, line('csat', 'missed')] })).toEqual([
      expect.stringMatching(/^Satisfaction .* → scorecard how csat Brightpath$/),
    ]);
  });

  test('are never more than three, nor two of the same reason', () => {
    const day = fc.constantFrom('2026-01-20', '2026-02-02', '2026-02-20', null);
    const tasks = fc
      .array(day, { maxLength: 6 })
      .map((days) =>
        days
          .toSorted((a, b) => (a ?? '9999').localeCompare(b ?? '9999'))
          .map((each, n) => task(`T${n}`, each)),
      );
    const leads = fc.array(fc.record({ number: fc.nat(), customer: fc.string() }), { maxLength: 4 });
    fc.assert(
      fc.property(tasks, tasks, leads, (steps, actions, some) => {
        const things = thingsOfPartner({ ...idle, steps, actions, leads: some });
        expect(things.length).toBeLessThanOrEqual(3);
        expect(things.length > 0).toBe(steps.length + actions.length + some.length > 0);
        expect(new Set(things.map(({ command }) => command)).size).toBe(things.length);
      }),
    );
  });
});

describe('the monthly scorecard', () => {
  const partner = { id: 'c1d6d5a4-0000-4000-8000-000000000000', name: 'Harrow' } as Partner;
  const facts = noAnswers({ csat: proportion(9, 10) });
  const card: PartnerCard = {
    ...{ partner, name: partner.name, tier: 'gold', facts, blocked: 0, gate: null },
    ...{ playbookVersionId: null, weeks: [] },
  };
  const linesOf = (before: number | null) =>
    scorecard(
      facts,
      'gold',
      [{ key: 'csat', shownTo: 'both', targets: { gold: 0.8 } }],
      before === null ? null : { csat: proportion(before, 100) },
    );
  const things = [{ reason: 'Something is late.', label: 'See it', command: 'status' }];
  const wordsOf = (before: number | null, hasHappened: boolean, own: typeof things = []) =>
    monthlyMessage({ card, lines: linesOf(before), things: own }, 'January 2027', hasHappened, []).text;

  test('is short when nothing happened and no number moved; what waits is told all the same', () => {
    const quiet = wordsOf(90, false);
    expect(quiet).toContain('Scorecard of Harrow, January 2027');
    expect(quiet).toContain('A quiet month: no lead or deal came in');
    expect(quiet).toContain('Nothing waits for you.');
    expect(quiet).not.toContain('Satisfaction');
    const waiting = wordsOf(90, false, things);
    expect(waiting).toMatch(/One thing to do[\s\S]*1\. Something is late\./);
    expect(waiting).not.toMatch(/Nothing waits|Satisfaction/);
  });

  test('is whole when something happened, a number moved, or nobody has seen the numbers yet', () => {
    for (const words of [
      wordsOf(90, true, things),
      wordsOf(10, false, things),
      wordsOf(null, false, things),
    ]) {
      expect(words).toMatch(/January 2027[\s\S]*One thing to do[\s\S]*Satisfaction \| 90 %/);
      expect(words).not.toContain('quiet');
    }
  });
});
