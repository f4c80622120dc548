import { expect, test } from 'vitest';
import { buildPage } from '../../../src/sandbox/page/build.ts';
import { ticksFor } from '../../../src/sandbox/page/charts/scale.ts';
import { formatSlackDate, localOfSeconds, secondsOfLocal } from '../../../src/sandbox/page/time.ts';
import { fc } from '../core/properties.ts';

test('the page bundles in memory and asks for its script and style by the addresses served', async () => {
  const page = await buildPage();
  expect(page.html).toContain('/sandbox/page.js');
  expect(page.html).toContain('/sandbox/page.css');
  expect(page.js.length).toBeGreaterThan(100_000);
  expect(page.css).toContain('.message');
});

test('the lines of a chart cover its values, rise evenly and stay few', () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 20 }), (values) => {
      const ticks = ticksFor(values);
      expect(ticks[0]).toBeLessThanOrEqual(Math.min(0, ...values) + 1e-6);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(0, ...values) - 1e-6);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(new Set(ticks).size).toBe(ticks.length);
    }),
  );
});

test('counts have no half steps', () => {
  expect(ticksFor([0, 1, 2])).toEqual([0, 1, 2]);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1000 }), { maxLength: 20 }), (counts) => {
      const ticks = ticksFor(counts);
      expect(ticks.every(Number.isInteger)).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(0, ...counts));
    }),
  );
});

test('a moment picked in a zone is that moment, also across a clock change', () => {
  expect(secondsOfLocal('2026-11-24T10:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 10, 24, 9) / 1000);
  expect(secondsOfLocal('2026-03-29T03:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30) / 1000);
  expect(localOfSeconds(Date.UTC(2026, 2, 29, 1, 30) / 1000, 'Europe/Berlin')).toBe('2026-03-29T03:30');
});

test("Slack's date tokens are read in the reader's zone; unknown ones stay", () => {
  const at = new Date('2026-11-23T23:30:00Z');
  const now = new Date('2026-11-24T08:00:00Z');
  expect(formatSlackDate('{date_short_pretty} at {time}', at, 'Europe/Berlin', now)).toBe('today at 00:30');
  expect(formatSlackDate('{date_num} {what}', at, 'UTC', now)).toBe('2026-11-23 {what}');
});
