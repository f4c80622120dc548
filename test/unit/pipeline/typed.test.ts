import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDeal, readLead } from '../../../src/features/pipeline/rules/forms.ts';
import { parseDeal, parseLead, parseVerb } from '../../../src/features/pipeline/rules/typed.ts';

const eur = (amountMinor: bigint) => ({ amountMinor, currency: 'EUR' });

describe('a deal in one line', () => {
  test.each([
    ['Acme 12,500 EUR "Platform rollout"', 'Acme', eur(1_250_000n), 'Platform rollout'],
    ['Acme GmbH 12.5k EUR “Platform rollout”', 'Acme GmbH', eur(1_250_000n), 'Platform rollout'],
    ['Acme, 12,500 EUR, Platform rollout', 'Acme', eur(1_250_000n), 'Platform rollout'],
    ['Acme, Inc., EUR 900, Pilot, phase 1', 'Acme, Inc.', eur(90_000n), 'Pilot, phase 1'],
    ['Studio 54 12,500 EUR', 'Studio 54', eur(1_250_000n), ''],
    ['Acme 12 500 EUR', 'Acme', eur(1_250_000n), ''],
    ['Acme 12500', 'Acme', { amountMinor: 1_250_000n, currency: 'USD' }, ''],
    ['Acme $12,500', 'Acme', { amountMinor: 1_250_000n, currency: 'USD' }, ''],
    ['Acme €99.50 "Add-on"', 'Acme', eur(9950n), 'Add-on'],
  ])('%s', (text, customer, amount, name) => {
    expect(parseDeal(text, 'USD')).toEqual({ customer, name, amount, leadNumber: null });
  });

  test('names its lead anywhere', () => {
    expect(parseDeal('L-3 12.5k EUR', 'EUR')).toEqual({
      customer: '',
      name: '',
      amount: eur(1_250_000n),
      leadNumber: 3,
    });
    expect(parseDeal('Acme 10 EUR L-12 "Pilot"', 'EUR')).toMatchObject({
      customer: 'Acme',
      leadNumber: 12,
      name: 'Pilot',
    });
  });

  test('without an amount keeps what was said, for the form', () => {
    expect(parseDeal('Acme "Rollout"', 'EUR')).toEqual({
      customer: 'Acme',
      name: 'Rollout',
      amount: null,
      leadNumber: null,
    });
    expect(parseDeal('', 'EUR')).toMatchObject({ customer: '', amount: null });
  });

  test('says why an amount cannot be read', () => {
    expect(parseDeal('Acme 12.345,6,7 EUR', 'EUR').amount).toMatch(/could not read/);
    expect(parseDeal('Acme -500 EUR', 'EUR').amount).toMatch(/negative/);
    expect(parseDeal('Acme 500 EUX', 'EUR').amount).toMatch(/currency “EUX”/);
  });

  test('reads anything without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const { customer, name } = parseDeal(text, 'EUR');
        expect(typeof customer + typeof name).toBe('stringstring');
        parseLead(text);
      }),
    );
  });
});

test.each([
  ['won D-3', { verb: 'won', number: 3, rest: '' }],
  ['won d3 14,000 EUR', { verb: 'won', number: 3, rest: '14,000 EUR' }],
  ['LOST #12 no budget', { verb: 'lost', number: 12, rest: 'no budget' }],
  ['lost', { verb: 'lost', number: null, rest: '' }],
  ['won Industries 5k EUR', null],
  ['won 12,500 EUR', null],
  ['Acme 5k', null],
])('%s', (text, expected) => {
  expect(parseVerb(text, ['won', 'lost'], 'D')).toEqual(expected);
});

test.each([
  ['Acme GmbH, Jane Doe, wants a pilot, soon', ['Acme GmbH', 'Jane Doe', 'wants a pilot, soon']],
  ['Acme, Inc., Jane', ['Acme, Inc.', 'Jane', '']],
  ['"Acme, Beta & Sons", Jane', ['Acme, Beta & Sons', 'Jane', '']],
  ['Acme', ['Acme', '', '']],
])('a lead in one line: %s', (text, [customer, contact, note]) => {
  expect(parseLead(text)).toEqual({ customer, contact, note });
});

describe('forms', () => {
  test('show all faults at once, each at its field', () => {
    const reading = readDeal(
      { customer: '  ', name: 'x'.repeat(201), amount: 'lots', registeredOn: '2026-02-01' },
      'EUR',
      '2026-01-12',
    );
    expect(reading).toMatchObject({
      ok: false,
      faults: {
        customer: expect.stringContaining('customer'),
        name: expect.stringContaining('at most 200'),
        amount: expect.stringContaining('could not read'),
        registeredOn: expect.stringContaining('in the future'),
      },
    });
  });

  test('take the customer’s name for a deal without one, and clean what was pasted', () => {
    const reading = readDeal({ customer: ' Acme\n\0 GmbH ', amount: '10' }, 'EUR', '2026-01-12');
    expect(reading).toEqual({
      ok: true,
      value: {
        customer: 'Acme GmbH',
        name: 'Acme GmbH',
        amount: eur(1000n),
        leadId: null,
        domain: null,
        registeredOn: '2026-01-12',
      },
    });
    expect(readLead({ customer: 'Acme', contact: '', note: 'a\r\nb' })).toEqual({
      ok: true,
      value: {
        ...{ customer: 'Acme', contact: null, note: 'a\nb' },
        ...{ territory: null, segment: null, capability: null },
      },
    });
  });
});
