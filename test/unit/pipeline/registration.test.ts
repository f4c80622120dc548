import { describe, expect, test } from 'vitest';
import { addDays, type LocalDate } from '../../../src/core/calendar.ts';
import { type Claim, findConflicts } from '../../../src/features/pipeline/rules/conflicts.ts';
import { customerKey, readDomain } from '../../../src/features/pipeline/rules/customer-key.ts';
import {
  approveRegistration,
  beginRegistration,
  canAskRenewal,
  hasLapsed,
  type Registered,
  renewedUntil,
  whyNoRenewal,
} from '../../../src/features/pipeline/rules/registration.ts';
import { fc } from '../core/properties.ts';

describe('a customer’s name', () => {
  test.each([
    ['Müller & Söhne GmbH & Co. KG', 'Mueller und Soehne', 'MULLER SOHNE'],
    ['Acme, Inc.', 'acme', 'The ACME Corporation', 'Ácme S.p.A.', 'A.C.M.E. Ltd'],
    ['Société Générale SA', 'Societe Generale', 'SOCIÉTÉ-GÉNÉRALE S.A.'],
    ['Żabka Polska sp. z o.o.', 'Zabka Polska Sp z oo', 'ZABKA POLSKA'],
    ['Ørsted A/S', 'Orsted'],
    ['ООО Ромашка', 'ооо  ромашка'],
    ['Data Base Systems', 'Database-Systems B.V.'],
  ])('%s and others are one customer', (...names) => {
    expect(new Set(names.map(customerKey)).size).toBe(1);
  });

  test.each([
    ['Acme', 'Acne'],
    ['North Star', 'South Star'],
    ['Limited', 'Company'],
    ['7-Eleven', '11'],
    ['株式会社日立', '株式会社東芝'],
  ])('%s and %s are two', (one, other) => {
    expect(customerKey(one)).not.toBe(customerKey(other));
    expect(customerKey(one)).not.toBe('');
  });

  test('does not depend on case, accents, spaces, punctuation or the legal form, and is its own key', () => {
    const name = fc
      .array(fc.stringMatching(/^[a-zäöüéèßłø0-9]{1,8}$/), { minLength: 1, maxLength: 4 })
      .map((words) => words.join(' '));
    const form = fc.constantFrom('', ' GmbH', ' Ltd.', ', Inc.', ' S.A.', ' GmbH & Co. KG', ' sp. z o.o.');
    fc.assert(
      fc.property(name, form, (words, legal) => {
        const key = customerKey(words);
        expect(key).not.toBe('');
        expect(customerKey(`${words}${legal}`)).toBe(key);
        expect(customerKey(words.toUpperCase())).toBe(key);
        expect(customerKey(words.normalize('NFD'))).toBe(key);
        expect(customerKey(`  ${words.replaceAll(' ', ' - ')}! `)).toBe(key);
        expect(customerKey(key)).toBe(key);
      }),
    );
  });
});

describe('a domain', () => {
  test.each([
    ['https://www.Acme.example/jobs?x=1', 'acme.example'],
    ['acme.example', 'acme.example'],
    ['jane.doe@Acme.Example', 'acme.example'],
    ['HTTP://shop.acme.co.uk:8080', 'shop.acme.co.uk'],
    ['  ', null],
  ])('%s is %s', (typed, domain) => expect(readDomain(typed)).toBe(domain));

  test.each(['acme', 'not a domain', 'acme..com', '-acme.com', 'https://'])('%s is none', (typed) => {
    expect(() => readDomain(typed)).toThrow(/web address/);
  });
});

const claim = (more: Partial<Claim>): Claim => ({
  kind: 'deal',
  ref: 'D-1',
  customer: 'Acme',
  customerKey: 'acme',
  domain: null,
  partnerId: 'northwind',
  status: 'open',
  registration: 'approved',
  ...more,
});
const wanted = { partnerId: 'brightpath', customerKey: 'acme', domain: 'acme.example' };
const kinds = (...claims: Claim[]) => findConflicts(wanted, claims).map(({ kind, by }) => `${kind} ${by}`);

describe('conflicts', () => {
  test('are told apart, the vendor’s own customers first', () => {
    expect(
      kinds(
        claim({ partnerId: 'brightpath', ref: 'D-3' }),
        claim({ ref: 'D-2' }),
        claim({ kind: 'own', partnerId: null, customerKey: 'x', domain: 'acme.example' }),
      ),
    ).toEqual(['own_customer domain', 'other_partner name', 'duplicate name']);
  });

  test.each([
    ['another name and domain', claim({ customerKey: 'beta', domain: 'beta.example' })],
    ['a lost deal', claim({ status: 'lost' })],
    ['a declined deal', claim({ status: 'declined', registration: 'declined' })],
    ['a deal whose protection lapsed', claim({ registration: 'lapsed' })],
    ['one’s own deal that is won', claim({ partnerId: 'brightpath', status: 'won' })],
    ['one’s own lead', claim({ kind: 'lead', partnerId: 'brightpath', status: 'accepted' })],
    ['another’s declined lead', claim({ kind: 'lead', status: 'declined' })],
  ])('%s is none', (_, one) => expect(kinds(one)).toEqual([]));

  test.each([
    ['another’s won deal', claim({ status: 'won', registration: 'none' })],
    ['another’s lead', claim({ kind: 'lead', status: 'submitted', registration: 'none' })],
    ['another’s deal that waits for approval', claim({ registration: 'pending' })],
  ])('%s is one', (_, one) => expect(kinds(one)).toEqual(['other_partner name']));

  const anyClaim: fc.Arbitrary<Claim> = fc.record({
    kind: fc.constantFrom('deal', 'lead', 'own'),
    ref: fc.nat(99).map((n) => `D-${n}`),
    customer: fc.constant('x'),
    customerKey: fc.constantFrom('', 'acme', 'beta'),
    domain: fc.constantFrom(null, 'acme.example', 'beta.example'),
    partnerId: fc.constantFrom('brightpath', 'northwind', null),
    status: fc.constantFrom('open', 'won', 'lost', 'declined', 'submitted', 'accepted'),
    registration: fc.constantFrom('none', 'pending', 'approved', 'declined', 'lapsed'),
  });

  test('do not depend on the order of the claims, and unlike ones change nothing', () => {
    const unlike = fc
      .array(anyClaim)
      .map((list) => list.map((each) => ({ ...each, customerKey: 'gamma', domain: null })));
    fc.assert(
      fc.property(fc.array(anyClaim), unlike, (claims, others) => {
        const found = findConflicts(wanted, claims);
        const sets = (list: typeof found) => list.map((each) => JSON.stringify(each)).sort();
        expect(sets(findConflicts(wanted, [...others, ...claims.toReversed()]))).toEqual(sets(found));
      }),
    );
  });

  test('are mutual: whoever has an open deal stands against the other', () => {
    fc.assert(
      fc.property(fc.constantFrom('acme', 'beta'), fc.constantFrom('acme', 'beta'), (one, other) => {
        const against = (mine: string, theirs: string) =>
          findConflicts({ partnerId: mine, customerKey: one, domain: null }, [
            claim({ partnerId: theirs, customerKey: other }),
          ]).length;
        expect(against('brightpath', 'northwind')).toBe(against('northwind', 'brightpath'));
      }),
    );
  });
});

const terms = {
  approval: 'conflicts',
  protectionDays: 90,
  renewalDays: 60,
  mostRenewals: 1,
  remindDaysBefore: 14,
} as const;
const today: LocalDate = '2026-01-12';
const protectedDeal = (more: Partial<Registered> = {}): Registered => ({
  stage: 'open',
  registration: 'approved',
  protectedOn: addDays(today, 10),
  renewals: 0,
  isRenewalAsked: false,
  ...more,
});

describe('a registration', () => {
  test.each([
    [null, true, false, 'none'],
    [terms, false, false, 'approved'],
    [terms, true, true, 'pending'],
    [{ ...terms, approval: 'always' as const }, false, false, 'pending'],
    [{ ...terms, approval: 'always' as const }, false, true, 'approved'],
    [{ ...terms, approval: 'always' as const }, true, true, 'pending'],
  ])('case %#', (rules, isContested, byApprover, expected) => {
    expect(beginRegistration(rules, { isContested, byApprover }, today).registration).toBe(expected);
  });

  test('is approved once, for the days of the rules', () => {
    const waiting = protectedDeal({ registration: 'pending', protectedOn: null });
    expect(approveRegistration(waiting, terms, today)).toEqual({
      registration: 'approved',
      protectedOn: '2026-04-12',
    });
    expect(approveRegistration(protectedDeal(), terms, today)).toBeNull();
    expect(approveRegistration({ ...waiting, stage: 'lost' }, terms, today)).toBeNull();
    expect(approveRegistration(waiting, null, today)?.registration).toBe('none');
  });

  test('is renewed near its end, and only as often as the rules allow', () => {
    expect(canAskRenewal(protectedDeal(), terms, today)).toBe(true);
    expect(canAskRenewal(protectedDeal({ protectedOn: addDays(today, 14) }), terms, today)).toBe(true);
    expect(canAskRenewal(protectedDeal({ protectedOn: addDays(today, 15) }), terms, today)).toBe(false);
    expect(whyNoRenewal(protectedDeal({ renewals: 1 }), terms, today)).toMatch(/as often/);
    expect(whyNoRenewal(protectedDeal({ isRenewalAsked: true }), terms, today)).toMatch(/already/);
    expect(whyNoRenewal(protectedDeal({ registration: 'lapsed' }), terms, today)).toMatch(/lapsed/);
    expect(whyNoRenewal(protectedDeal({ stage: 'won' }), terms, today)).toMatch(/closed/);
    expect(renewedUntil(addDays(today, 10), terms)).toBe(addDays(today, 70));
  });

  test('lapses the day after its last, unless it is closed or a renewal is being decided', () => {
    const on = (protectedOn: LocalDate, more: Partial<Registered> = {}) =>
      hasLapsed(protectedDeal({ protectedOn, ...more }), today);
    expect(on(today)).toBe(false);
    expect(on(addDays(today, -1))).toBe(true);
    expect(on(addDays(today, -1), { isRenewalAsked: true })).toBe(false);
    expect(on(addDays(today, -1), { stage: 'won' })).toBe(false);
    expect(on(addDays(today, -1), { registration: 'lapsed' })).toBe(false);
  });
});
