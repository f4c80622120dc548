import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { localDateOf, minuteOfDay, weekdayOf } from '../../../src/core/calendar.ts';
import { slaClock, slaDeadline } from '../../../src/core/sla-clock.ts';
import {
  hoursInWords,
  type Playbook,
  parsePlaybook,
  type Region,
  regionOf,
  responseTerms,
} from '../../../src/features/playbook/public.ts';
import { formatFault } from '../../../src/features/playbook/schema/faults.ts';
import { fc } from '../core/properties.ts';
import { zones } from '../core/wall-clock.ts';

const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');
const parsed = parsePlaybook(sample, 'p.yaml');
if (!parsed.ok) throw new Error(parsed.faults.map(formatFault).join('\n'));
const { playbook } = parsed;
const programme = {
  timeZone: playbook.programme.timeZone,
  holidays: playbook.programme.holidays.map(({ date }) => date),
};

function faultsOf(passage: string, replacement: string): readonly string[] {
  expect(sample.split(passage).length, `the sample holds “${passage}” once`).toBe(2);
  const result = parsePlaybook(sample.replace(passage, replacement), 'p.yaml');
  return result.ok
    ? []
    : result.faults.map((fault) => formatFault(fault).replace(/^p\.yaml:\d+:\d+ {2}/, ''));
}

function region(more: Partial<Region> = {}): Region {
  return {
    ...{ key: 'north', name: 'North', territories: ['nordics'], timeZone: 'Europe/Oslo', holidays: [] },
    workingHours: {
      days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      from: '08:00',
      to: '16:00',
    },
    ...more,
  };
}

function terms(of: Region | null, from: Playbook = playbook) {
  const found = responseTerms(from, 'handoff', programme, of);
  if (!found) throw new Error('the sample promises it');
  return found;
}

const deadline = (startedAt: string, of: Region | null) =>
  slaDeadline({ startedAt: new Date(startedAt), pauses: [] }, terms(of))?.toISOString();

test.each([
  [
    'a territory of two regions',
    'territories: [uk-ireland]',
    'territories: [uk-ireland, nordics]',
    'regions[1].territories[1]: the territory "nordics" is already in the region "nordics"',
  ],
  [
    'a territory twice in one region',
    'territories: [uk-ireland]',
    'territories: [uk-ireland, uk-ireland]',
    'regions[1].territories[1]: the territory "uk-ireland" is listed twice',
  ],
  [
    'a territory that is not declared',
    'territories: [uk-ireland]',
    'territories: [uk-irland]',
    'regions[1].territories[0]: expected the key of a territory under routing, got "uk-irland"; did you mean "uk-ireland"?',
  ],
  [
    'an unknown zone',
    'timeZone: Europe/Oslo',
    'timeZone: Europe/Olso',
    'regions[0].timeZone: expected a time zone of the IANA list such as "Europe/Berlin", got "Europe/Olso"',
  ],
  [
    'hours that end before they begin',
    'from: "08:00", to: "16:00"',
    'from: "08:00", to: "07:00"',
    'regions[0].workingHours.to: expected a time after 08:00, got "07:00"',
  ],
  [
    'a holiday twice',
    '{ date: 2027-05-17, name: Constitution Day }',
    '{ date: 2027-05-06, name: Constitution Day }',
    'regions[0].holidays[6].date: the holiday "2027-05-06" is already there',
  ],
  [
    'two regions of a key',
    '- key: uk-ireland\n    name: United Kingdom and Ireland\n    territories',
    '- key: nordics\n    name: United Kingdom and Ireland\n    territories',
    'regions[1].key: the region "nordics" is already there',
  ],
])('%s is refused with its place', (_, passage, replacement, fault) => {
  expect(faultsOf(passage, replacement)).toEqual([fault]);
});

describe('the region whose hours count', () => {
  const keyOf = (segments: readonly string[], territory: string | null = null) =>
    regionOf(playbook, segments, territory)?.key ?? null;

  test('is that of all of a partner’s territories, and of no region as soon as one lies elsewhere', () => {
    expect(keyOf(['potential:high', 'territory:nordics'])).toBe('nordics');
    expect(keyOf(['territory:nordics', 'territory:uk-ireland'])).toBeNull();
    expect(keyOf(['territory:nordics', 'territory:dach'])).toBeNull();
    expect(keyOf(['territory:dach', 'territory:nordics'])).toBeNull();
    expect(keyOf(['potential:high'])).toBeNull();
    const both = { regions: [region({ territories: ['nordics', 'dach'] })] };
    expect(regionOf(both, ['territory:dach', 'territory:nordics'])?.key).toBe('north');
    expect(regionOf(null, ['territory:nordics'])).toBeNull();
  });

  test('of a lead is that of the territory it says itself', () => {
    expect(keyOf(['territory:nordics'], 'uk-ireland')).toBe('uk-ireland');
    expect(keyOf(['territory:nordics'], 'dach')).toBeNull();
    expect(keyOf([], 'nordics')).toBe('nordics');
  });
});

describe('seventeen hours in a region', () => {
  test('are counted on its clocks', () => {
    // Friday 8 January 2027, 08:00 UTC: nine in Berlin, one in the afternoon in Dubai, seven at night in Auckland.
    const friday = '2027-01-08T08:00:00Z';
    expect(deadline(friday, null)).toBe('2027-01-11T16:30:00.000Z');
    // Seven on Friday, eight on Monday, two on Tuesday.
    expect(deadline(friday, region())).toBe('2027-01-12T09:00:00.000Z');
    expect(deadline(friday, region({ timeZone: 'America/New_York' }))).toBe('2027-01-12T14:00:00.000Z');
    expect(deadline(friday, region({ timeZone: 'Pacific/Auckland' }))).toBe('2027-01-12T20:00:00.000Z');
    // Sunday to Thursday: eight on Sunday, eight on Monday, one on Tuesday.
    const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday'] as const;
    const dubai = region({ timeZone: 'Asia/Dubai', workingHours: { days, from: '08:00', to: '16:00' } });
    expect(deadline(friday, dubai)).toBe('2027-01-12T05:00:00.000Z');
  });

  test('leave out its holidays, and not those of the programme', () => {
    const holidays = [{ date: '2027-01-11', name: 'A day off' }] as const;
    expect(deadline('2027-01-08T08:00:00Z', region({ holidays }))).toBe('2027-01-13T09:00:00.000Z');
    // Christmas Eve is a holiday of the programme alone: of seven that Thursday, eight on Friday, two on Monday.
    expect(deadline('2026-12-24T08:00:00Z', region())).toBe('2026-12-28T09:00:00.000Z');
    expect(deadline('2026-12-24T08:00:00Z', null)).toBe('2026-12-29T16:30:00.000Z');
  });

  test('follow its own change of the clocks', () => {
    // New York’s clocks go forward on 14 March 2027, Oslo’s on the 28th.
    expect(deadline('2027-03-12T13:00:00Z', region({ timeZone: 'America/New_York' }))).toBe(
      '2027-03-16T13:00:00.000Z',
    );
    expect(deadline('2027-03-12T13:00:00Z', region())).toBe('2027-03-16T14:00:00.000Z');
    expect(deadline('2027-03-26T07:00:00Z', region())).toBe('2027-03-30T07:00:00.000Z');
  });

  test('are explained with the holidays that move the deadline', () => {
    const words = (of: Region, from: string, to: string) =>
      hoursInWords(of, terms(of), { from: new Date(from), to: new Date(to) });
    const [nordics] = playbook.regions;
    if (!nordics) throw new Error('the sample has regions');
    expect(words(nordics, '2027-05-14T08:00:00Z', '2027-05-21T10:00:00Z')).toBe(
      'Counted in the hours of Nordics, 08:00–16:00 in Oslo; Mon 17 May is a holiday there',
    );
    expect(words(nordics, '2027-03-24T08:00:00Z', '2027-03-30T10:00:00Z')).toBe(
      'Counted in the hours of Nordics, 08:00–16:00 in Oslo; Thu 25 Mar, Fri 26 Mar and Mon 29 Mar are holidays there',
    );
    // A Sunday moves nothing.
    const holidays = [{ date: '2027-01-10', name: 'A Sunday' }] as const;
    const york = region({ timeZone: 'America/New_York', holidays });
    expect(words(york, '2027-01-08T08:00:00Z', '2027-01-12T10:00:00Z')).toBe(
      'Counted in the hours of North, 08:00–16:00 in New York',
    );
  });
});

const instants = fc
  .integer({ min: 0, max: 500 * 24 * 60 })
  .map((minute) => new Date(Date.UTC(2026, 5, 1, 0, minute)));
const dates = fc
  .uniqueArray(
    instants.map((instant) => localDateOf(instant, 'UTC')),
    { maxLength: 40 },
  )
  .map((all) => all.map((date) => ({ date, name: 'A day off' })));

test('a region with the programme’s zone, hours and holidays changes nothing', () => {
  const { timeZone, workingHours, holidays } = playbook.programme;
  const same = terms(region({ timeZone, workingHours, holidays }));
  fc.assert(
    fc.property(instants, instants, (startedAt, now) => {
      const events = { startedAt, pauses: [], answeredAt: null, cancelledAt: null };
      expect(slaDeadline(events, same)).toEqual(slaDeadline(events, terms(null)));
      expect(slaClock(events, same, now)).toEqual(slaClock(events, terms(null), now));
    }),
  );
});

test('a deadline never falls outside the open hours of its region, and the clock breaches right after it', () => {
  const days = fc.subarray(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const,
    { minLength: 1 },
  );
  // Past the hours in which clocks change, so that a day has as many minutes as it says.
  const hours = fc.constantFrom(['08:00', '16:00'], ['09:30', '17:15'], ['06:00', '23:00']);
  fc.assert(
    fc.property(
      instants,
      fc.constantFrom(...zones),
      days,
      hours,
      dates,
      (startedAt, timeZone, open, [from = '', to = ''], holidays) => {
        const of = region({ timeZone, holidays, workingHours: { days: open, from, to } });
        const own = terms(of);
        const due = slaDeadline({ startedAt, pauses: [] }, own);
        if (!due) throw new Error('every region opens');
        // The end of a day is the last instant that is in time.
        const inside = new Date(due.getTime() - 60_000);
        const day = localDateOf(inside, timeZone);
        expect(own.weekdays).toContain(weekdayOf(day));
        expect(own.holidays).not.toContain(day);
        expect(minuteOfDay(inside, timeZone)).toBeGreaterThanOrEqual(own.hours.startMinute);
        expect(minuteOfDay(inside, timeZone)).toBeLessThan(own.hours.endMinute);
        const events = { startedAt, pauses: [], answeredAt: null, cancelledAt: null };
        expect(slaClock(events, own, due).state).toBe('due_soon');
        const late = slaDeadline(events, own, own.minutes + 1);
        expect(late && slaClock(events, own, late).state).toBe('breached');
      },
    ),
    { numRuns: 60 },
  );
});
