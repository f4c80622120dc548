import { describe, expect, test } from 'vitest';
import { isWorkingDay } from '../../../src/core/business-time.ts';
import { instantOf, localDateOf, type Weekday } from '../../../src/core/calendar.ts';
import { proportion } from '../../../src/core/statistics.ts';
import { previous, quarterName, quarterOf, quarterWords } from '../../../src/core/time-window.ts';
import { compareGoal } from '../../../src/features/scorecards/goals.ts';
import { metricOf } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { exact } from '../../../src/features/scorecards/metrics/metric.ts';
import { periodIn } from '../../../src/features/scorecards/period.ts';
import type { Ground, QuarterLine } from '../../../src/features/scorecards/quarterly/ground.ts';
import { forPartner } from '../../../src/features/scorecards/quarterly/pack.ts';
import { packOf } from '../../../src/features/scorecards/quarterly/rules.ts';
import { packMoment, packsAround } from '../../../src/features/scorecards/quarterly/timing.ts';
import { isClearlyWorse } from '../../../src/features/scorecards/quarterly/topics.ts';
import { standingOf } from '../../../src/features/scorecards/rules.ts';
import { fc } from '../core/properties.ts';
import { noAnswers } from './facts.ts';

const berlin = 'Europe/Berlin';
const terms = { workingDay: 5, minuteOfDay: 600, timeZone: berlin, holidays: ['2027-01-01'] };

describe('when packs come', () => {
  test('on a working day after the quarter, across the year’s end and the change of the clocks', () => {
    const q4 = quarterOf(new Date('2026-12-31T22:59:59Z'), berlin);
    expect([q4.from, q4.to]).toEqual([new Date('2026-09-30T22:00:00Z'), new Date('2026-12-31T23:00:00Z')]);
    // 1 January is a holiday and a weekend follows: the fifth working day is Friday the 8th.
    expect(packMoment(q4, terms)).toEqual(new Date('2027-01-08T09:00:00Z'));
    // Berlin's clocks go forward within the first quarter: ten o'clock is an hour earlier.
    const q1 = quarterOf(new Date('2027-01-01T12:00:00Z'), berlin);
    expect(previous(q1)).toEqual(q4);
    expect(packMoment(q1, terms)).toEqual(new Date('2027-04-07T08:00:00Z'));
    expect(packMoment(q1, { ...terms, timeZone: 'Asia/Tokyo' })).toEqual(new Date('2027-04-07T01:00:00Z'));
  });

  test('the newest whose moment has come is due, however many were missed, and the next one comes later', () => {
    const at = (now: string) => packsAround(new Date(now), berlin, terms);
    expect(quarterName(at('2027-01-08T08:59:59Z').due)).toBe('2026-Q3');
    expect(at('2027-01-08T08:59:59Z').next).toEqual(new Date('2027-01-08T09:00:00Z'));
    expect(quarterName(at('2027-01-08T09:00:00Z').due)).toBe('2026-Q4');
    expect(at('2027-01-08T09:00:00Z').next).toEqual(new Date('2027-04-07T08:00:00Z'));
  });

  test('in zones 25 hours apart, never before the programme’s quarter is over', () => {
    const q1 = quarterOf(new Date('2027-02-01T12:00:00Z'), 'Pacific/Pago_Pago');
    const early = { workingDay: 2, minuteOfDay: 0, timeZone: 'Pacific/Kiritimati', holidays: [] };
    // The second working day, Friday 2 April, begins there at 10:00 UTC on the first, an hour before.
    expect(packMoment(q1, early)).toEqual(q1.to);
    expect(packMoment(q1, { ...early, minuteOfDay: 120 })).toEqual(new Date('2027-04-01T12:00:00Z'));
  });

  test('for who chose a weekday, on the first such day from then on', () => {
    const q1 = quarterOf(new Date('2027-02-01T12:00:00Z'), berlin);
    // The fifth working day, 7 April, is a Wednesday.
    const on = (weekday: Weekday) => localDateOf(packMoment(q1, { ...terms, weekday }), berlin);
    expect(([1, 2, 3, 4, 5, 6, 7] as const).map(on)).toEqual([
      '2027-04-12',
      '2027-04-13',
      '2027-04-07',
      '2027-04-08',
      '2027-04-09',
      '2027-04-10',
      '2027-04-11',
    ]);
  });

  test('whatever the zones, a due quarter is over, its moment has come, and the next is a quarter on', () => {
    const zones = fc.constantFrom(berlin, 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 * 365 * 24 }),
        zones,
        zones,
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 0, max: 1439 }),
        (hours, programmeZone, timeZone, workingDay, minuteOfDay) => {
          const now = new Date(Date.UTC(2024, 0, 1) + hours * 3_600_000);
          const own = { workingDay, minuteOfDay, timeZone, holidays: [] };
          const { due, next } = packsAround(now, programmeZone, own);
          const moment = packMoment(due, own);
          expect(moment <= now && now < next).toBe(true);
          expect(due.to <= moment).toBe(true);
          expect(isWorkingDay(localDateOf(moment, timeZone))).toBe(true);
          const following = quarterOf(due.to, programmeZone);
          expect(next).toEqual(packMoment(following, own));
        },
      ),
    );
  });
});

test('a quarter is read where it stands in the text, and named as it was typed', () => {
  const found = periodIn('Brightpath 2026-q4', berlin);
  expect(found).toMatchObject({ rest: 'Brightpath', period: { cadence: 'quarterly' } });
  expect(found?.period.window.from).toEqual(instantOf('2026-10-01', 0, berlin));
  expect(found && quarterName(found.period.window)).toBe('2026-Q4');
  expect(quarterWords('2026-10-01')).toBe('Q4 2026');
  for (const text of ['2026-Q5', '2026-Q0', '26-Q1', '2026Q1'])
    expect(periodIn(text, berlin), text).toBeNull();
});

/** A win rate of the quarter, against one of the quarter before and a target. */
function winRate(now: [number, number], before: [number, number], target: number | null): QuarterLine {
  const metric = metricOf('win_rate');
  const estimate = metric.estimate(noAnswers({ won: now[0], lost: now[1] }));
  return {
    metric,
    estimate,
    before: proportion(before[0], before[0] + before[1]),
    target,
    projected: null,
    ahead: null,
    standing: standingOf(metric, estimate, target),
    shownTo: 'both',
  };
}

const empty: Ground = {
  partner: 'Brightpath',
  quarter: { words: 'Q1 2026', name: '2026-Q1' },
  before: { words: 'Q4 2025', name: '2025-Q4' },
  next: { words: 'Q2 2026', name: '2026-Q2' },
  isOver: true,
  today: '2026-04-07',
  facts: noAnswers(),
  factsBefore: noAnswers(),
  blocked: 0,
  lines: [],
  plan: null,
  goals: [],
  isNextAgreed: null,
  gates: [],
  calls: { held: 0, missed: 0 },
  decisions: [],
  actionsDone: 0,
  open: [],
  signals: [],
  months: [],
};

describe('what a pack says', () => {
  test('worse than before is said only when the intervals do not meet', () => {
    expect(isClearlyWorse(winRate([2, 8], [5, 5], null))).toBe(false);
    expect(isClearlyWorse(winRate([2, 38], [30, 10], null))).toBe(true);
    expect(isClearlyWorse(winRate([30, 10], [2, 38], null))).toBe(false);
    expect(isClearlyWorse(winRate([0, 3], [40, 0], null))).toBe(false);
    // Deals that were won leave the pipeline as lost ones do.
    const euros = (minor: number) => ({ ...exact(minor, 1, minor), currency: 'EUR' });
    const fell = { ...winRate([0, 0], [0, 0], null), estimate: euros(0), before: euros(9_000_000) };
    expect(isClearlyWorse({ ...fell, metric: metricOf('qualified_pipeline') })).toBe(false);
  });

  test('few observations are too few to judge, and make nothing to discuss', () => {
    const pack = packOf({ ...empty, facts: noAnswers({ lost: 3 }), lines: [winRate([0, 3], [3, 1], 0.35)] });
    expect(pack.lines[0]).toMatchObject({
      now: 'too few (3)',
      n: '3',
      before: 'too few (4)',
      target: '35 %',
    });
    expect(pack.lines[0]?.stands).toBe('too few to judge');
    expect(pack.topics.vendor).toEqual([]);
  });

  test('a number that fell by more than chance explains is something to discuss, whatever its target', () => {
    const pack = packOf({
      ...empty,
      facts: noAnswers({ won: 2, lost: 38 }),
      lines: [winRate([2, 38], [30, 10], null)],
    });
    expect(pack.topics.both.map(({ reason }) => reason)).toEqual([
      'Win rate went from 75 % (60–86) to 5 % (1–17), which is more than chance explains.',
    ]);
  });

  test('a quiet quarter is short, and asks one thing', () => {
    const pack = packOf({ ...empty, lines: [winRate([0, 0], [9, 1], 0.35)] });
    expect(pack).toMatchObject({ isQuiet: true, lines: [], happened: [], open: [] });
    expect(pack.headline).toHaveLength(1);
    expect(pack.topics.both.map(({ reason }) => reason)).toEqual([
      'Nothing came in during Q1 2026. What would have to change for Q2 2026 to be different?',
    ]);
  });

  test('what is behind the plan comes before what missed its target, once, and only three things in all', () => {
    const facts = noAnswers({ won: 2, lost: 48 });
    const goal = { title: 'Deals we win', metric: 'win_rate', target: 0.35 } as const;
    const pack = packOf({
      ...empty,
      facts,
      lines: [winRate([2, 48], [30, 10], 0.35)],
      plan: { title: 'Joint plan', isAgreed: true, wasAgreed: true, goals: [], contributions: [] },
      goals: [{ ...compareGoal(goal, facts, 1), shownTo: 'both' }],
      calls: { held: 1, missed: 3 },
      blocked: 1,
      open: [
        { number: 7, text: 'Send the list', owner: 'Diego', side: 'partner', dueOn: '2026-04-01' },
        { number: 8, text: 'Read it', owner: 'Maya', side: 'vendor', dueOn: '2026-04-30' },
      ],
    });
    const reasons = pack.topics.both.map(({ reason }) => reason);
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toMatch(
      /^Behind the joint plan: “Deals we win” came to 4 % \(1–13\), 35 % was agreed/,
    );
    expect(reasons[1]).toBe('1 action past the day agreed: 1 of Brightpath.');
    expect(reasons[2]).toBe('3 of 4 calls did not take place. Is the rhythm still right?');
    expect(pack.lines[0]?.stands).toBe('below target; plan: behind');
    expect(pack.open[0]?.words).toBe('A-7 Send the list (Diego, was due Wed 1 Apr)');
  });

  test('the partner’s version keeps nothing that is the vendor’s alone, and all the rest', () => {
    const goal = { title: 'Margin', metric: 'contribution_margin', target: 0.3 } as const;
    const margin: QuarterLine = {
      ...winRate([2, 48], [30, 10], 0.35),
      metric: metricOf('contribution_margin'),
      shownTo: 'vendor',
    };
    const facts = noAnswers({
      won: 2,
      lost: 48,
      risks: [{ title: 'One engineer', inherent: 12, residual: 6, before: null }],
    });
    const pack = packOf({
      ...empty,
      facts,
      lines: [winRate([2, 48], [30, 10], 0.35), margin],
      plan: { title: 'Joint plan', isAgreed: true, wasAgreed: true, goals: [], contributions: [] },
      goals: [{ ...compareGoal(goal, facts, 1), shownTo: 'vendor' }],
      signals: [
        {
          ...{ id: 's', kind: 'stalled_deals', label: 'Stalled deals', isSerious: true, since: '2026-03-01' },
          ...{ evidence: 'three wait', isPlanned: false },
        },
      ],
    });
    expect(JSON.stringify(pack)).toMatch(/Stalled deals.*One engineer|One engineer.*Stalled deals/);
    const theirs = forPartner(pack);
    expect(JSON.stringify(theirs)).not.toMatch(/Margin|Stalled|engineer|"shownTo":"vendor"/);
    expect(theirs.lines.map(({ label }) => label)).toEqual(['Win rate']);
    expect(theirs.topics.both.map(({ reason }) => reason)[0]).toMatch(/^Win rate: 4 %/);
  });
});
