import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDate, localDateOf, minuteOfDay, weekdayOf } from '../../../src/core/calendar.ts';
import { mean, nps, proportion } from '../../../src/core/statistics.ts';
import { monthOf } from '../../../src/core/time-window.ts';
import type { OpenSignal } from '../../../src/features/health/public.ts';
import { metricUnits } from '../../../src/features/playbook/public.ts';
import { needsAttention, threeThings } from '../../../src/features/scorecards/attention.ts';
import { formatEstimate, formatTarget, targetWords } from '../../../src/features/scorecards/figures.ts';
import { metricOf, metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { rank } from '../../../src/features/scorecards/ranking.ts';
import {
  describeStanding,
  ownTargets,
  pastLines,
  scorecard,
  standingOf,
  visibleMetrics,
  whatChanged,
} from '../../../src/features/scorecards/rules.ts';
import { monthliesAround, monthlyMoment, nextWeekly } from '../../../src/features/scorecards/timing.ts';
import { noAnswers } from './facts.ts';

describe('the catalogue of metrics', () => {
  test('lists each file of its folder, and each metric a playbook may name with the same unit and direction', () => {
    const folder = new URL('../../../src/features/scorecards/metrics/', import.meta.url);
    const files = readdirSync(folder).filter((name) => !['catalogue.ts', 'metric.ts'].includes(name));
    expect(files.length).toBe(metrics.length);
    for (const [key, { unit, better }] of Object.entries(metricUnits)) {
      const metric = metrics.find((each) => each.key === key);
      expect(metric, key).toMatchObject({ unit, better });
      expect(files).toContain(`${key.replaceAll('_', '-')}.ts`);
    }
    expect(metrics.length).toBe(Object.keys(metricUnits).length);
    expect(Math.max(...metrics.map((metric) => metric.label.length))).toBeLessThanOrEqual(20);
  });

  test('gives no number where nothing is known', () => {
    for (const metric of metrics) expect(metric.estimate(noAnswers()).verdict, metric.key).toBe('no_data');
  });
});

describe('standing to a target', () => {
  const quality = metricOf('lead_quality');

  test('is not decided on a point estimate: 3 of 8 may still be 50 %', () => {
    expect(standingOf(quality, proportion(3, 8), 0.5)).toBe('unclear');
    expect(standingOf(quality, proportion(30, 80), 0.5)).toBe('missed');
    expect(standingOf(quality, proportion(60, 80), 0.5)).toBe('met');
    expect(standingOf(quality, proportion(0, 4), 0.5)).toBe('too_few');
    expect(standingOf(quality, proportion(0, 0), 0.5)).toBe('no_data');
    expect(standingOf(quality, proportion(3, 8), null)).toBe('no_target');
  });

  test('turns round for metrics where less is better', () => {
    const late = metricOf('late_steps');
    const facts = noAnswers({ onboarding: { done: 1, total: 10, late: 4, dueByNow: 5 } });
    const line = {
      metric: late,
      estimate: late.estimate(facts),
      before: null,
      target: 2,
      projected: null,
      ahead: null,
      standing: 'missed' as const,
    };
    expect(standingOf(late, late.estimate(facts), 2)).toBe('missed');
    expect(describeStanding(line)).toBe('above target');
  });

  test('of what is not reached yet says what it waits for, which is no number on either side', () => {
    const ramp = metricOf('ramp_time');
    const facts = noAnswers({
      signedOn: localDateOf(new Date('2026-02-20T12:00:00Z'), 'UTC'),
      ramp: { amount: { amountMinor: 100, currency: 'EUR' }, reachedIn: null },
    });
    const [line] = scorecard(
      facts,
      'gold',
      [{ key: 'ramp_time', shownTo: 'both', targets: { gold: 270 } }],
      null,
    );
    expect(formatEstimate(ramp, ramp.estimate(facts))).toBe('not reached');
    expect(line && describeStanding(line)).toBe('waits for the first month up to speed');
  });

  test('is to be kept to where less is better, and to be reached where more is', () => {
    const [late, rate, pace] = [metricOf('late_steps'), metricOf('win_rate'), metricOf('deal_velocity')];
    expect([formatTarget(late, 3), targetWords(late, 3)]).toEqual(['at most 3', 'at most 3']);
    expect([formatTarget(rate, 0.35), targetWords(rate, 0.35)]).toEqual(['35 %', 'target 35 %']);
    expect(targetWords(pace, 45)).toBe('at most 45 days');
  });

  test('every number that can be without a value says what it waits for, in words of its own', () => {
    for (const metric of metrics)
      if (metric.withoutValue) expect(metric.awaits, metric.key).toMatch(/^[a-z]/);
  });

  test('never calls a target missed that lies inside the interval', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 5, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (successes, n, target) => {
          const estimate = proportion(Math.min(successes, n), n);
          const standing = standingOf(quality, estimate, target);
          const isInside = target > (estimate.low ?? 0) && target <= (estimate.high ?? 1);
          expect(standing === 'missed').toBe(target > (estimate.high ?? 1));
          if (isInside) expect(standing).toBe('unclear');
        },
      ),
    );
  });
});

describe('a scorecard', () => {
  const targets = [
    { key: 'lead_quality', shownTo: 'both', targets: { gold: 0.6 } },
    { key: 'contribution_margin', shownTo: 'both', targets: { gold: 0.4 } },
    { key: 'csat', shownTo: 'vendor', targets: {} },
  ] as const;

  test('shows a partner neither what is the vendor’s nor the margin, even if the playbook says both', () => {
    expect(visibleMetrics(targets, false).map(({ key }) => key)).toEqual(['lead_quality']);
    expect(visibleMetrics(targets, true)).toHaveLength(3);
  });

  test('says too few, not reached, and values with their interval', () => {
    const quality = metricOf('lead_quality');
    expect(formatEstimate(quality, proportion(3, 4))).toBe('too few (4)');
    expect(formatEstimate(quality, proportion(6, 8))).toBe('75 % (41–93)');
    expect(formatEstimate(metricOf('csat'), mean([]))).toBe('–');
    expect(formatEstimate(metricOf('nps'), nps([3, 4, 5, 6, 2, 9, 1, 7, 3, 5]))).toBe('−70 (−100 to −30)');
    const slow = noAnswers({
      durations: Array.from({ length: 6 }, () => ({ days: 30, event: false, entry: 0, currency: 'EUR' })),
    });
    expect(formatEstimate(metricOf('deal_velocity'), metricOf('deal_velocity').estimate(slow))).toBe(
      'not reached',
    );
  });

  test('sent earlier says what was corrected since, and shows a partner only what was shown to them', () => {
    const facts = noAnswers({ leads: { submitted: 10, reviewed: 10, accepted: 8, unreviewed: 0 } });
    const kept = { ...proportion(8, 10), target: 0.6, shownTo: 'both' } as const;
    const values = {
      lead_quality: kept,
      contribution_margin: kept,
      csat: { ...kept, shownTo: 'vendor' },
      nps: { ...kept, shownTo: null },
    } as const;
    const own = pastLines(values, null, facts, false);
    expect(own.map(({ metric, now }) => [metric.key, now])).toEqual([['lead_quality', null]]);
    expect(pastLines(values, null, facts, true)).toHaveLength(3);
    const fewer = noAnswers({ leads: { submitted: 10, reviewed: 10, accepted: 6, unreviewed: 0 } });
    expect(pastLines(values, null, fewer, false)[0]).toMatchObject({
      estimate: { value: 0.8 },
      now: { value: 0.6 },
    });
  });

  test('tells what changed, and only that', () => {
    const before = { lead_quality: proportion(10, 40) };
    const facts = noAnswers({ leads: { submitted: 10, reviewed: 10, accepted: 8, unreviewed: 0 } });
    expect(whatChanged(scorecard(facts, 'gold', targets, before))).toEqual([
      'Lead quality 25 % → 80 % (better)',
    ]);
    expect(whatChanged(scorecard(facts, 'gold', targets, { lead_quality: proportion(8, 10) }))).toEqual([]);
    expect(whatChanged(scorecard(facts, 'gold', targets, { lead_quality: proportion(78, 100) }))).toEqual([]);
    expect(whatChanged(scorecard(facts, 'gold', targets, null))).toEqual([]);
  });

  test('names at most three things to do, what is blocked first', () => {
    const facts = noAnswers({
      onboarding: { done: 1, total: 10, late: 2, dueByNow: 3 },
      leads: { submitted: 100, reviewed: 100, accepted: 10, unreviewed: 1 },
    });
    const lines = scorecard(facts, 'gold', targets, null);
    const reasonsWith = (...signals: readonly OpenSignal[]) =>
      needsAttention(facts, 1, lines, signals, []).map((each) => each.reason);
    expect(reasonsWith()).toEqual(['1 step blocked', '2 steps late', '1 lead waiting for review']);
    const signal: OpenSignal = {
      id: 's1',
      kind: 'late_steps',
      label: 'Late steps',
      isSerious: false,
      since: '2026-02-20',
      evidence: '2 steps late.',
      isPlanned: true,
    };
    const serious = { ...signal, kind: 'silent_partner', label: 'Silent partner', isSerious: true };
    expect(reasonsWith(serious, signal)).toEqual([
      'Silent partner (serious, planned): 2 steps late.',
      '1 step blocked',
      'Late steps (planned): 2 steps late.',
    ]);
    expect(reasonsWith(signal)[2]).toBe('1 lead waiting for review');
  });
});

test('a decision that is overdue comes before all else, with its day', () => {
  const decision = { title: 'Back on track', reviewOn: localDate('2026-02-27') };
  const found = needsAttention(noAnswers(), 2, [], [], [], () => null, decision);
  expect(found[0]).toEqual({
    reason: 'Whether to go on: the way back “Back on track” was to be decided on Fri 27 Feb',
    ...{ command: 'health decide', label: 'Decide', urgency: 4 },
  });
  const onItsDay = { ...decision, reviewOn: noAnswers().today };
  expect(needsAttention(noAnswers(), 0, [], [], [], () => null, onItsDay)[0]?.reason).toContain(
    'is to be decided today',
  );
});

test('an answer that is late is for today, one that is due soon comes before what is merely late', () => {
  const waiting = [
    { what: 'handoff', state: 'due_soon', names: ['D-3 Acme'], withinHours: 17 },
    { what: 'registration', state: 'breached', names: ['D-7 Globex', 'D-9 Hooli'], withinHours: 16 },
  ] as const;
  const found = needsAttention(noAnswers(), 0, [], [], waiting);
  expect(found.map(({ reason, command, urgency }) => [reason, command, urgency])).toEqual([
    [
      'D-7 Globex and 1 more late: waits to be decided for longer than the 16 working hours promised',
      'deal list',
      4,
    ],
    ['D-3 Acme due soon: to be accepted within the 17 working hours promised', 'handoff', 3],
  ]);
});

describe('three things to do', () => {
  const urgent = (urgency: 1 | 2 | 3 | 4, reason: string) => ({
    ...({ reason, urgency, command: 'status', label: 'See steps' } as const),
  });
  const reasons = (...rows: readonly ReturnType<typeof urgent>[][]) =>
    threeThings(rows.map((attention) => ({ attention }))).map(({ thing }) => thing.reason);

  test('are the most urgent, one a partner, before a second of anybody', () => {
    expect(
      reasons(
        [urgent(4, 'serious'), urgent(4, 'serious too')],
        [urgent(1, 'missed')],
        [],
        [urgent(2, 'late'), urgent(3, 'blocked')],
        [urgent(2, 'leads')],
      ),
    ).toEqual(['serious', 'blocked', 'leads']);
  });

  test('as urgent as each other come in the order of the partners', () => {
    expect(
      reasons([urgent(2, 'first')], [urgent(2, 'second')], [urgent(2, 'third')], [urgent(2, 'fourth')]),
    ).toEqual(['first', 'second', 'third']);
  });

  test('are two of one partner where no other has any, and fewer where there is less to do', () => {
    expect(reasons([urgent(2, 'late'), urgent(4, 'serious')], [])).toEqual(['serious', 'late']);
    expect(reasons([], [])).toEqual([]);
  });
});

describe('ranking', () => {
  const partner = (name: string, won: number, lost: number) => ({
    name,
    tier: 'gold',
    facts: noAnswers({ won, lost }),
  });

  test('does not let one lucky win lead', () => {
    const partners = [
      partner('Lucky', 1, 0),
      partner('Good', 14, 6),
      partner('Fair', 10, 10),
      partner('Weak', 7, 13),
    ];
    expect(rank(partners).map(({ name }) => name)).toEqual(['Good', 'Lucky', 'Fair', 'Weak']);
  });

  test('puts equal ones in the order of their names, whoever comes first', () => {
    const equals = [partner('Cedar', 6, 4), partner('Ash', 6, 4), partner('Birch', 6, 4)];
    expect(rank(equals).map(({ name }) => name)).toEqual(['Ash', 'Birch', 'Cedar']);
  });

  test('puts who closed no deal yet after everybody who did', () => {
    const partners = [partner('New', 0, 0), partner('Weak', 1, 19), partner('Good', 15, 5)];
    expect(rank(partners).map(({ name }) => name)).toEqual(['Good', 'Weak', 'New']);
  });

  test('does not depend on the order given, and keeps everybody', () => {
    const anyPartner = fc.record({ won: fc.nat(20), lost: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(anyPartner, { maxLength: 8 }), fc.nat(), (counts, turn) => {
        const partners = counts.map(({ won, lost }, index) => partner(`P${index}`, won, lost));
        const turned = [
          ...partners.slice(turn % (partners.length + 1)),
          ...partners.slice(0, turn % (partners.length + 1)),
        ];
        expect(rank(turned).map(({ name }) => name)).toEqual(rank(partners).map(({ name }) => name));
      }),
    );
  });
});

describe('when scorecards come', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
  );
  const instants = fc
    .integer({ min: 1_600_000_000, max: 1_900_000_000 })
    .map((seconds) => new Date(seconds * 1000));
  const weekdays = fc.constantFrom(1, 2, 3, 4, 5, 6, 7);

  test('weekly: at the hour of one’s choice on every week of the year, later than now and within eight days', () => {
    fc.assert(
      fc.property(instants, zones, weekdays, (now, zone, weekday) => {
        const next = nextWeekly(now, weekday, 540, zone);
        expect(minuteOfDay(next, zone)).toBe(540);
        expect(weekdayOf(localDateOf(next, zone))).toBe(weekday);
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(next.getTime() - now.getTime()).toBeLessThan(8 * 86_400_000);
      }),
    );
  });

  const terms = { workingDay: 1, minuteOfDay: 600, timeZone: 'Europe/Berlin', holidays: ['2026-01-01'] };

  test('monthly: at ten on the first working day, holidays left out', () => {
    const at = (now: string) => monthliesAround(new Date(now), 'Europe/Berlin', terms);
    expect(at('2025-12-15T00:00:00Z').next.toISOString()).toBe('2026-01-02T09:00:00.000Z');
    // 1 February 2026 is a Sunday.
    expect(at('2026-01-05T00:00:00Z').next.toISOString()).toBe('2026-02-02T09:00:00.000Z');
    const january = { from: new Date('2025-12-31T23:00:00Z'), to: new Date('2026-01-31T23:00:00Z') };
    expect(at('2026-02-02T08:59:59Z').due.to).toEqual(january.from);
    expect(at('2026-02-02T09:00:00Z').due).toMatchObject(january);
  });

  test('monthly: where the clocks are ahead, once the month is over, in the evening the next working day', () => {
    const december = monthOf(new Date('2026-12-15T12:00:00Z'), 'America/New_York');
    const momentIn = (timeZone: string) =>
      monthlyMoment(december, { ...terms, holidays: [], timeZone }).toISOString();
    // Ten in the morning of Friday 1 January is too early by half an hour in Kolkata, by a day in Auckland.
    expect(momentIn('Asia/Kolkata')).toBe('2027-01-01T05:00:00.000Z');
    expect(momentIn('Pacific/Auckland')).toBe('2027-01-03T21:00:00.000Z');
  });

  test('monthly: whatever the zones, each month comes once, when it is over, on a working day, not too early in it', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 4 * 60, max: 20 * 60 }),
        (now, programmeZone, timeZone, workingDay, minute) => {
          const own = { workingDay, minuteOfDay: minute, timeZone, holidays: [] };
          const { due, next } = monthliesAround(now, programmeZone, own);
          const moment = monthlyMoment(due, own);
          expect(due.to <= moment && moment <= now && now < next).toBe(true);
          expect(weekdayOf(localDateOf(moment, timeZone))).toBeLessThanOrEqual(5);
          expect(minuteOfDay(moment, timeZone)).toBeGreaterThanOrEqual(minute);
          const then = monthliesAround(next, programmeZone, own);
          expect(then.due.from).toEqual(due.to);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('what was agreed with a partner by name comes before its tier’s target, and holds for nobody else', () => {
  const targets = [
    {
      key: 'win_rate' as const,
      shownTo: 'both' as const,
      targets: { gold: 0.35 },
      partnerTargets: { 'Harrow & Finch': 0.2 },
    },
  ];
  const targetOf = (name: string, tier: string) =>
    scorecard(noAnswers(), tier, ownTargets(targets, { name, tier, segments: [] }), null)[0]?.target;
  expect(targetOf('harrow & finch', 'gold')).toBe(0.2);
  expect(targetOf('Harrow & Finch', 'silver')).toBe(0.2);
  expect(targetOf('Nordlys', 'gold')).toBe(0.35);
  expect(targetOf('Nordlys', 'silver')).toBeNull();
});

test('what a segment aims for comes before its tier’s target, and after what was agreed by name', () => {
  const targets = [
    {
      key: 'win_rate' as const,
      shownTo: 'both' as const,
      targets: { gold: 0.35, silver: 0.3 },
      segmentTargets: [
        { for: { potential: ['high'], tier: ['gold'] }, target: 0.5 },
        { for: { potential: ['high', 'steady'] } as Record<string, readonly string[]>, target: 0.4 },
      ],
      partnerTargets: { 'Harrow & Finch': 0.2 },
    },
  ];
  const targetOf = (name: string, tier: string, ...segments: string[]) =>
    scorecard(noAnswers(), tier, ownTargets(targets, { name, tier, segments }), null)[0]?.target;
  expect(targetOf('Nordlys', 'gold', 'potential:high')).toBe(0.5);
  expect(targetOf('Nordlys', 'silver', 'potential:high')).toBe(0.4);
  expect(targetOf('Nordlys', 'gold', 'potential:steady')).toBe(0.4);
  expect(targetOf('Nordlys', 'gold', 'territory:high')).toBe(0.35);
  expect(targetOf('Harrow & Finch', 'gold', 'potential:high')).toBe(0.2);
});
