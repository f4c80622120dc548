import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDate } from '../../../src/core/calendar.ts';
import type { MonthlyCost, MonthlyUsage, UsageKind } from '../../../src/features/ingest/public.ts';
import { checks } from '../../../src/features/scorecards/checks/catalogue.ts';
import { lastFullMonths, monthStart, monthWords } from '../../../src/features/scorecards/ledger.ts';
import {
  entriesOf,
  faultId,
  type LedgerFault,
  ledgerFaults,
} from '../../../src/features/scorecards/ledger-faults.ts';
import { metricOf } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { noAnswers } from './facts.ts';

const today = localDate('2026-03-16');
const month = (text: string) => localDate(`${text}-01`);
const usage = (kind: UsageKind, of: string, count: number, entries = 1): MonthlyUsage => ({
  ...{ partnerId: 'p', kind, month: month(of), quantity: BigInt(count), entries },
  ...{ currency: kind === 'revenue' ? 'EUR' : null, amountMinor: kind === 'revenue' ? 100n : 0n },
});
const cost = (of: string, currency: string | null): MonthlyCost => ({
  ...{ partnerId: 'p', kind: 'support', month: month(of), currency, amountMinor: 500_00n, minutes: 0 },
  entries: 1,
});
const nothing = { usage: [], costs: [], api: null, currency: 'EUR', today };
const found = (known: Partial<Parameters<typeof ledgerFaults>[0]>) =>
  ledgerFaults({ ...nothing, ...known }).map(({ fault, what, on, words }) =>
    [fault, what, on.slice(0, 7), words].join(' | '),
  );
const months = ['2025-11', '2025-12', '2026-01', '2026-02'];
const sound = months.flatMap((of) => [
  usage('customers', of, 10),
  usage('lost', of, 1),
  usage('revenue', of, 0),
]);

describe('what is odd about the ledger', () => {
  test('is nothing where nothing, or all of the last months, is known', () => {
    expect(found({})).toEqual([]);
    expect(found({ usage: sound, costs: [cost('2026-02', 'EUR'), cost('2026-02', null)] })).toEqual([]);
  });

  test('is a month that was reported twice, and one that lost more customers than it began with', () => {
    const twice = sound.filter(({ kind, month: of }) => kind !== 'customers' || of !== month('2026-01'));
    expect(found({ usage: [...twice, usage('customers', '2026-01', 20, 2)] })).toEqual([
      'repeated | Active customers | 2026-01 | Reported 2 times, 20 in all',
    ]);
    const beyond = sound.filter(({ kind, month: of }) => kind !== 'lost' || of !== month('2026-01'));
    expect(found({ usage: [...beyond, usage('lost', '2026-01', 11)] })).toEqual([
      'beyond | Customers lost | 2026-01 | 11 lost of the 10 it began with',
    ]);
  });

  test('is a month between two that are known, and not one before the first', () => {
    const without = (of: string) =>
      sound.filter((each) => each.kind !== 'revenue' || each.month !== month(of));
    expect(found({ usage: without('2026-01') })).toEqual([
      'between | Revenue | 2026-01 | Not reported, though months before and after are',
    ]);
    expect(found({ usage: sound.filter((each) => each.month > month('2025-12')) })).toEqual([]);
  });

  test('is a feed that stopped: usage, costs, or calls not counted for 35 days', () => {
    expect(found({ usage: sound.filter((each) => each.month < month('2026-02')) })).toEqual([
      'stopped | Revenue | 2026-01 | Nothing since January 2026',
      'stopped | Active customers | 2026-01 | Nothing since January 2026',
      'stopped | Customers lost | 2026-01 | Nothing since January 2026',
    ]);
    expect(found({ costs: [cost('2026-01', 'EUR')] })).toEqual([
      'stopped | Costs | 2026-01 | Nothing since January 2026',
    ]);
    const api = (countedTo: string) => ({ total: 1, successful: 1, countedTo: localDate(countedTo) });
    expect(found({ api: api('2026-02-09') })).toEqual([]);
    expect(found({ api: api('2026-02-08') })).toEqual([
      'uncounted | API calls | 2026-02 | None counted since Sun 8 Feb',
    ]);
  });

  test('is an amount in another currency, of revenue in the months that numbers read', () => {
    const dollars = (of: string) => ({ ...usage('revenue', of, 0), currency: 'USD', amountMinor: 300_00n });
    expect(
      found({ usage: [...sound, dollars('2025-11'), dollars('2026-02')], costs: [cost('2026-02', 'GBP')] }),
    ).toEqual([
      'foreign | Cost of support | 2026-02 | £500; the partner’s is EUR',
      'foreign | Revenue | 2026-02 | US$300; the partner’s is EUR',
    ]);
  });

  test('every fault belongs to one check of the catalogue, and every check of the ledger has a fault', () => {
    const faults: readonly LedgerFault['fault'][] = [
      ...(['repeated', 'beyond', 'between', 'stopped', 'foreign', 'uncounted'] as const),
    ];
    const [one] = ledgerFaults({ ...nothing, costs: [cost('2026-01', 'EUR')] });
    if (!one) throw new Error('no fault');
    const ofFault = faults.map((fault) => checks.filter((check) => check.finds({ ...one, fault })).length);
    expect(ofFault).toEqual(faults.map(() => 1));
    expect(checks.filter((check) => check.of === 'ledger')).toHaveLength(faults.length);
  });
});

test('the list and the notes on the numbers agree, whatever was reported', () => {
  const kind = fc.constantFrom<UsageKind[]>('customers', 'lost', 'revenue', 'units');
  const of = fc.integer({ min: -6, max: -1 }).map((later) => monthStart(today, later));
  const entry = fc
    .record({ kind, month: of, count: fc.nat(6), entries: fc.integer({ min: 1, max: 2 }), own: fc.boolean() })
    .map((each): MonthlyUsage => {
      const isRevenue = each.kind === 'revenue';
      return {
        ...{ partnerId: 'p', kind: each.kind, month: each.month, entries: each.entries },
        quantity: isRevenue ? 0n : BigInt(each.count),
        currency: isRevenue ? (each.own ? 'EUR' : 'USD') : null,
        amountMinor: isRevenue ? 100n : 0n,
      };
    });
  const reported = fc.uniqueArray(entry, {
    maxLength: 20,
    selector: (each) => [each.kind, each.month, each.currency].join(),
  });
  fc.assert(
    fc.property(reported, (usageOf) => {
      const facts = noAnswers({ usage: usageOf, today });
      const faults = ledgerFaults(facts);
      const churn = metricOf('churn').estimate(facts);
      const notes = (churn.notes ?? []).map(({ words }) => words);
      const of = (fault: string, what: string) =>
        faults.filter((each) => each.fault === fault && each.what === what).map(({ on }) => on);
      // Each month that the number calls repeated is a row, and the other way round.
      const first = monthStart(today, -1);
      for (const [what, words, read] of [
        ['Active customers', 'active customers', (on: string) => on < first],
        ['Customers lost', 'lost customers', () => true],
      ] as const) {
        const rows = of('repeated', what).filter(read);
        expect(
          notes.filter((each) => each.startsWith(words) && each.includes('more than once')),
        ).toHaveLength(rows.length);
        for (const on of rows) expect(notes.join()).toContain(`${words} of ${monthWords(on)} were`);
      }
      expect(notes.filter((each) => each.includes('were lost in a month that began'))).toHaveLength(
        of('beyond', 'Customers lost').length,
      );
      const stopped = [...of('stopped', 'Active customers'), ...of('stopped', 'Customers lost')];
      expect(notes.some((each) => each.startsWith('the newest'))).toBe(stopped.length > 0);
      // A month between two that are known is left out and named, unless the other number of it explains that already.
      if (churn.denominator > 0 && stopped.length === 0) {
        const named = notes.join();
        for (const on of of('between', 'Customers lost')) {
          const told = of('repeated', 'Active customers').includes(monthStart(on, -1));
          if (!told) expect(named).toContain(monthWords(on));
        }
      }
    }),
  );
});

test('a fault has a name of its own among its partner’s, and the entries it is in', () => {
  const dollars = (of: string) => ({ ...usage('revenue', of, 0), currency: 'USD' });
  const faults = ledgerFaults({
    ...nothing,
    usage: [...sound, dollars('2026-01'), { ...dollars('2026-01'), currency: 'GBP' }],
    costs: [cost('2025-12', 'USD'), cost('2025-12', 'GBP'), cost('2025-12', 'EUR')],
  });
  const names = faults.map((fault) => `${fault.fault} ${faultId(fault)}`);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).not.toContain(':');
  const beyond = ledgerFaults({
    ...nothing,
    usage: lastFullMonths(today, 4).flatMap((on) => [
      usage('customers', on.slice(0, 7), 1),
      usage('lost', on.slice(0, 7), 2),
    ]),
  }).filter(({ fault }) => fault === 'beyond');
  expect(beyond.map((fault) => entriesOf(fault).map(({ days }) => days.from))).toEqual([
    ['2025-12-01', '2025-11-01'],
    ['2026-01-01', '2025-12-01'],
    ['2026-02-01', '2026-01-01'],
  ]);
});
