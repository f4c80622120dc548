import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checks } from '../../../src/features/scorecards/checks/catalogue.ts';
import { metricNamed, metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';

const page = readFileSync('docs/metrics.md', 'utf8');

test.each(metrics.map((metric) => [metric.label, metric] as const))(
  'the page about the numbers says of %s what the bot says',
  (label, metric) => {
    const start = page.indexOf(`### ${label}\n`);
    expect(start).toBeGreaterThan(0);
    const next = page.indexOf('\n#', start + 4);
    const part = page.slice(start, next);
    for (const words of [metric.definition, metric.formula, `\`${metric.key}\``]) {
      expect(part.replace(/\s+/g, ' ')).toContain(words);
    }
    expect(part.includes('never the partner')).toBe(metric.isInternal ?? false);
  },
);

test('a number is found by its label or key as people type them, before a partner’s name', () => {
  expect(metricNamed('Win rate Brightpath Consulting')).toMatchObject({
    metric: { key: 'win_rate' },
    rest: 'Brightpath Consulting',
  });
  expect(metricNamed('contribution_margin')?.metric.label).toBe('Margin');
  expect(metricNamed('first close acme')).toMatchObject({
    metric: { key: 'time_to_first_close' },
    rest: 'acme',
  });
  expect(metricNamed('Brightpath')).toBeNull();
  expect(metricNamed('')).toBeNull();
});

test('the page names every check and what it does to the numbers', () => {
  for (const { label, why } of checks) expect(page).toContain(`| ${label} | ${why} |`);
});
