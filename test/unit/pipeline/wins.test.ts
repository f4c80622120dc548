import { expect, test } from 'vitest';
import type { LocalDate } from '../../../src/core/calendar.ts';
import {
  type Consent,
  consentAfter,
  consentOf,
  consents,
  isEarlyWin,
  namesCustomer,
} from '../../../src/features/pipeline/wins/rules.ts';
import { fc } from '../core/properties.ts';

const told = { wanted: 'Lower bills', helped: 'A pilot in one hall' };
const every = fc.constantFrom(...(Object.keys(consents) as Consent[]));

test('won is early from the day of kickoff to the last of so many days, and not when lost or open', () => {
  const on = (wonOn: LocalDate | null, stage = 'won') => isEarlyWin({ stage, wonOn }, '2026-01-05', 90);
  expect([on('2026-01-04'), on('2026-01-05'), on('2026-04-04'), on('2026-04-05')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect([on('2026-02-01', 'lost'), on(null, 'open')]).toEqual([false, false]);
  expect(isEarlyWin({ stage: 'won', wonOn: '2026-01-05' }, null, 90)).toBe(false);
});

test('the vendor never widens consent: it keeps what was given to these very words, or falls back', () => {
  fc.assert(
    fc.property(every, every, fc.boolean(), (given, chosen, isReworded) => {
      const next = isReworded ? { ...told, helped: 'The price' } : told;
      const after = consentAfter({ ...told, consent: given }, next, { side: 'vendor', chosen });
      expect(after).toBe(isReworded ? 'between_us' : given);
      expect(consentAfter(null, told, { side: 'vendor', chosen })).toBe('between_us');
      expect(consentAfter({ ...told, consent: given }, next, { side: 'partner', chosen })).toBe(chosen);
    }),
  );
  expect(consentOf('anything else')).toBe('between_us');
});

test('a customer is named however the name is spelt', () => {
  const says = (helped: string) => namesCustomer({ ...told, helped }, 'Müller & Söhne GmbH');
  expect(['MUELLER und Soehne liked it', 'Müller-Söhne’s boiler'].map(says)).toEqual([true, true]);
  expect(says('The mill liked it')).toBe(false);
});
