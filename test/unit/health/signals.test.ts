import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type LocalDate } from '../../../src/core/calendar.ts';
import { proportion } from '../../../src/core/statistics.ts';
import type { HealthFacts } from '../../../src/features/health/facts.ts';
import { signalChanges } from '../../../src/features/health/rules/signal-changes.ts';
import { find } from '../../../src/features/health/signals/catalogue.ts';
import type { SignalRule } from '../../../src/features/playbook/public.ts';
import { signalKinds } from '../../../src/features/playbook/schema/signals/catalogue.ts';
import { healthFacts } from './facts.ts';

const suggest = { what: 'Call them.', owner: 'vendor.manager', within: 2 } as const;
const rules = {
  late: { kind: 'late_steps', steps: 2, days: 3, serious: 10, suggest },
  silent: { kind: 'silent_partner', days: 14, serious: 28, suggest },
  missed: { kind: 'missed_calls', calls: 2, days: 60, serious: 3, suggest },
  active: { kind: 'activation_overdue', event: 'first_deal', days: 90, serious: 150, suggest },
  stalled: { kind: 'stalled_deals', deals: 2, days: 45, serious: 75, suggest },
  scores: { kind: 'falling_scores', days: 90, serious: 0.2, suggest },
} as const satisfies Record<string, SignalRule>;

test('each kind is one file in the schema and one in the feature', () => {
  const kinds = signalKinds.map((kind) => kind.unwrap().shape.kind.value).sort();
  const filesIn = (folder: string, ...others: string[]) =>
    readdirSync(folder)
      .filter((name) => !['catalogue.ts', ...others].includes(name))
      .map((name) => name.replace('.ts', '').replaceAll('-', '_'))
      .sort();
  expect(filesIn('src/features/playbook/schema/signals', 'signal.ts')).toEqual(kinds);
  expect(filesIn('src/features/health/signals', 'found.ts')).toEqual(kinds);
});

describe('late steps', () => {
  const step = (dueOn: LocalDate) => ({ title: `Step of ${dueOn}`, dueOn });

  test('count by working days, from the day the second had been late for three', () => {
    const late = [step('2026-02-24'), step('2026-02-25')];
    expect(find(rules.late, healthFacts({ late }))).toEqual({
      severity: 'watch',
      since: '2026-03-02',
      evidence:
        '2 steps late by 3 working days or more. The longest is “Step of 2026-02-24”, due Tue 24 Feb: 4 working days late.',
    });
    expect(find(rules.late, healthFacts({ late: late.slice(0, 1) }))).toBeNull();
    expect(find(rules.late, healthFacts({ late: [step('2026-02-24'), step('2026-02-26')] }))).toBeNull();
    // A holiday on the Friday between makes it one working day less.
    expect(find(rules.late, healthFacts({ late, holidays: ['2026-02-27'] }))).toBeNull();
  });

  test('are serious once as many are late for longer', () => {
    const late = [step('2026-02-02'), step('2026-02-03'), step('2026-02-20')];
    expect(find(rules.late, healthFacts({ late }))?.severity).toBe('serious');
    expect(find(rules.late, healthFacts({ late: late.slice(1) }))?.severity).toBe('watch');
  });

  test('are late for as long on a Sunday as on the Friday before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), (ago) => {
        const late = [step(addDays('2026-02-26', -ago)), step(addDays('2026-02-26', -ago))];
        const on = (today: LocalDate) => find(rules.late, healthFacts({ late, today }))?.severity;
        expect(on('2026-03-01')).toBe(on('2026-02-27'));
      }),
    );
  });
});

describe('a silent partner', () => {
  test('has shown no sign of life for as long as the rule says, and the words say what the last one was', () => {
    const lastSign = { on: '2026-02-16', what: 'word' } as const;
    expect(find(rules.silent, healthFacts({ lastSign }))).toEqual({
      severity: 'watch',
      since: '2026-03-02',
      evidence:
        'Nobody of theirs has been heard of for 14 days. On Mon 16 Feb somebody wrote in the channel.',
    });
    expect(find(rules.silent, healthFacts({ lastSign: { ...lastSign, on: '2026-02-17' } }))).toBeNull();
    expect(find(rules.silent, healthFacts({ lastSign: { ...lastSign, on: '2026-02-02' } }))?.severity).toBe(
      'serious',
    );
  });

  test('who never said anything is counted from the day they came; who came lately is not silent', () => {
    expect(find(rules.silent, healthFacts({ startedOn: '2026-02-10' }))?.evidence).toContain(
      'since they joined 20 days ago, on Tue 10 Feb',
    );
    expect(find(rules.silent, healthFacts())).toBeNull();
  });
});

describe('missed calls', () => {
  const call = (on: LocalDate, isHeld: boolean) => ({ on, title: 'Calibration call', isHeld });

  test('are those of the window, until one is held', () => {
    const calls = [call('2026-02-24', false), call('2026-02-10', true), call('2026-01-27', false)];
    expect(find(rules.missed, healthFacts({ calls }))).toEqual({
      severity: 'watch',
      since: '2026-02-24',
      evidence:
        '2 of 3 recorded calls in the last 60 days did not take place, the latest on Tue 24 Feb (Calibration call).',
    });
    expect(find(rules.missed, healthFacts({ calls: calls.slice(0, 2) }))).toBeNull();
    expect(find(rules.missed, healthFacts({ calls: [call('2026-03-01', true), ...calls] }))).toBeNull();
    const three = [call('2026-02-28', false), ...calls];
    expect(find(rules.missed, healthFacts({ calls: three }))).toMatchObject({
      severity: 'serious',
      since: '2026-02-24',
    });
  });
});

describe('activation', () => {
  const onboarding = { kickoffOn: '2025-12-01', completedOn: null } as const;

  test('is overdue the day after the window, for what the playbook calls active', () => {
    expect(find(rules.active, healthFacts({ onboarding }))).toMatchObject({
      severity: 'watch',
      since: '2026-03-02',
      evidence: '91 days since kickoff on Mon 1 Dec 2025, and no deal won yet. The playbook allows 90.',
    });
    expect(find(rules.active, healthFacts({ onboarding, today: '2026-03-01' }))).toBeNull();
    expect(find(rules.active, healthFacts({ onboarding, activeOn: '2026-03-01' }))).toBeNull();
    const awaited = (event: string) =>
      find({ ...rules.active, event }, healthFacts({ onboarding }))?.evidence;
    expect(awaited('onboarding')).toContain('onboarding is not finished.');
    expect(awaited('step:go-live')).toContain('the step “go live” is not done yet.');
    expect(awaited('gate:live')).toContain('the gate “live” is not passed yet.');
    expect(awaited('milestone:first-win')).toContain('the milestone “first win” is not reached yet.');
    expect(find(rules.active, healthFacts())).toBeNull();
  });

  test('counts as the activation rate does: from the signature, with or without a journey', () => {
    const signedOn = '2025-12-01' as const;
    const evidence =
      '91 days since the signature on Mon 1 Dec 2025, and no deal won yet. The playbook allows 90.';
    const later = { kickoffOn: '2026-02-02', completedOn: null } as const;
    for (const known of [{ signedOn }, { signedOn, onboarding: later }])
      expect(find(rules.active, healthFacts(known))).toMatchObject({ since: '2026-03-02', evidence });
    // Signed lately, begun before: the days count from the signature.
    const onboarding = { kickoffOn: '2025-11-03', completedOn: null } as const;
    expect(find(rules.active, healthFacts({ signedOn: '2026-01-05', onboarding }))).toBeNull();
    expect(find({ ...rules.active, event: 'onboarding' }, healthFacts({ signedOn }))).not.toBeNull();
  });
});

describe('stalled deals', () => {
  const deal = (since: LocalDate) => ({ ref: 'D-7', customer: 'Acme', since });

  test('are counted once they have stood still long enough', () => {
    const idle = [deal('2026-01-01'), deal('2026-01-16')];
    expect(find(rules.stalled, healthFacts({ idle }))).toEqual({
      severity: 'watch',
      since: '2026-03-02',
      evidence:
        'Nothing has happened to 2 open deals for 45 days or more. D-7 for Acme has stood still since Thu 1 Jan.',
    });
    expect(find(rules.stalled, healthFacts({ idle: [deal('2026-01-01'), deal('2026-01-17')] }))).toBeNull();
    const old = [deal('2025-12-01'), deal('2025-12-17')];
    expect(find(rules.stalled, healthFacts({ idle: old }))?.severity).toBe('serious');
  });
});

describe('falling scores', () => {
  const from = (then: [number, number], now: [number, number]) =>
    find(rules.scores, healthFacts({ scores: { before: proportion(...then), now: proportion(...now) } }));

  test('are no signal while chance explains them, however low the last number is', () => {
    expect(from([4, 5], [2, 5])).toBeNull();
    expect(from([4, 4], [0, 4])).toBeNull();
    expect(from([20, 20], [0, 4])).toBeNull();
    expect(from([0, 0], [0, 0])).toBeNull();
  });

  test('are one when the whole interval lies below zero, with both shares and how much fewer', () => {
    expect(from([18, 20], [8, 20])).toEqual({
      severity: 'serious',
      since: '2026-03-02',
      evidence:
        '8 of 20 responses (40 %) of the last 90 days rated 4 or 5 of 5, after 18 of 20 responses (90 %) in the 90 days before: 21 to 70 points fewer, with 95 % confidence.',
    });
    expect(from([16, 20], [9, 20])?.severity).toBe('watch');
    expect(from([8, 20], [18, 20])).toBeNull();
  });
});

describe('what changes about open signals', () => {
  const silent = (days: number): HealthFacts =>
    healthFacts({ lastSign: { on: addDays('2026-03-02', -days), what: 'act' } });
  const kept = { id: 's1', partnerId: 'a', kind: 'silent_partner', severity: 'watch', evidence: 'old words' };

  test('begins, goes on with new words, becomes serious, and ends', () => {
    expect(signalChanges([rules.silent], new Map([['a', silent(20)]]), [])).toMatchObject({
      begun: [{ partnerId: 'a', kind: 'silent_partner', severity: 'watch', since: '2026-02-24' }],
      changed: [],
      over: [],
    });
    expect(signalChanges([rules.silent], new Map([['a', silent(30)]]), [kept])).toMatchObject({
      begun: [],
      changed: [{ id: 's1', severity: 'serious' }],
      over: [],
    });
    expect(signalChanges([rules.silent], new Map([['a', silent(1)]]), [kept]).over).toEqual(['s1']);
    expect(signalChanges([], new Map([['a', silent(30)]]), [kept]).over).toEqual(['s1']);
  });

  test('a second look at the same facts changes nothing, and a sound partner changes nothing for the others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 8 }), (silences) => {
        const facts = new Map(silences.map((days, index) => [`p${index}`, silent(days)]));
        const all = Object.values(rules);
        const first = signalChanges(all, facts, []);
        const open = first.begun.map((signal, index) => ({ ...signal, id: `s${index}` }));
        expect(signalChanges(all, facts, open)).toEqual({ begun: [], changed: [], over: [] });
        expect(signalChanges(all, new Map([...facts, ['sound', silent(0)]]), [])).toEqual(first);
      }),
    );
  });
});
