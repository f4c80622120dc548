import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checks } from '../../../src/features/scorecards/checks/catalogue.ts';
import { metricNamed, metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { overalls } from '../../../src/features/scorecards/overall/catalogue.ts';

const page = readFileSync('docs/metrics.md', 'utf8');

/** What stands below a heading, without line breaks. */
function partAbout(label: string, after: number): string {
  const start = page.indexOf(`### ${label}\n`, after);
  if (start < 0) throw new Error(`the page has nothing about ${label}`);
  return page.slice(start, page.indexOf('\n#', start + 4)).replace(/\s+/g, ' ');
}

test.each(metrics.map((metric) => [metric.label, metric] as const))(
  'the page about the numbers says of %s what the bot says',
  (label, metric) => {
    const part = partAbout(label, 0);
    const needs = metric.needs.map((fact) => `\`${fact}\``).join(', ');
    for (const words of [
      metric.definition,
      metric.formula,
      `\`${metric.key}\``,
      `| Worked out from | ${needs} |`,
      metric.minimum > 1 ? `from ${metric.minimum} ` : 'no minimum |',
    ])
      expect(part).toContain(words);
    expect(part.includes('never the partner')).toBe(metric.isInternal ?? false);
  },
);

test.each(overalls.map((overall) => [overall.label, overall] as const))(
  'the page says of %s over all partners what the bot says',
  (label, overall) => {
    const part = partAbout(label, page.indexOf('## Over all partners'));
    for (const words of [overall.definition, overall.formula, `from ${overall.minimum} partners`])
      expect(part).toContain(words);
    expect(part).toContain(overall.better === 'higher' ? 'higher is better' : 'lower is better');
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
