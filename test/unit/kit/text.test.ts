import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bold,
  chart,
  header,
  joinMd,
  link,
  md,
  mention,
  message,
  quote,
  section,
  table,
} from '../../../src/platform/slack/kit/index.ts';

describe('people’s words in mrkdwn', () => {
  test('mention nobody, link nowhere and format nothing', () => {
    expect(md`${'<!channel> <@U123> <https://evil.example|safe>'}`.mrkdwn).toBe(
      '&lt;!channel&gt; &lt;@U123&gt; &lt;https://evil.example|safe&gt;',
    );
    for (const words of ['*Boss*', '_quiet_', '~gone~', '`code`', '> quoted']) {
      expect(md`${words}`.mrkdwn).toContain('\u200b');
    }
  });

  test('stay as they are where they do no harm', () => {
    for (const words of ['snake_case_name', '2 * 3 * 4', 'Müller & Söhne'.replace('&', 'and'), '日本語']) {
      expect(md`${words}`.mrkdwn).toBe(words);
    }
  });

  test('never leave a bracket or an ampersand that Slack would read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        const text = md`${words}`.mrkdwn;
        expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(bold(words).mrkdwn.slice(1, -1)).toBe(text);
        expect(joinMd([words, words], '|').mrkdwn).not.toMatch(/[<>]/);
        expect(
          quote(words)
            .mrkdwn.split('\n')
            .every((line) => line.startsWith('>')),
        ).toBe(true);
      }),
    );
  });

  test('mention nobody in the text beside a message either, whichever block they stand in', () => {
    const words = '<!channel> A&B';
    const { text } = message([
      header(words),
      section(md`${mention('U1')}: ${words}`),
      table(words, [words], [[words]]),
      chart('bar', words, [words], [{ name: words, values: [1] }]),
    ]);
    expect(text).toContain('<@U1>: &lt;!channel&gt;');
    expect(text.replace('<@U1>', '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  });

  test('markup made here is kept, also inside other markup', () => {
    expect(md`${mention('U1')} and ${bold('<b>')}`.mrkdwn).toBe('<@U1> and *&lt;b&gt;*');
  });

  test('links go to web addresses only', () => {
    expect(link('https://a.example/x|y>z', 'a|b').mrkdwn).toBe('<https://a.example/x%7Cy%3Ez|a¦b>');
    expect(link('javascript:alert(1)', 'press').mrkdwn).toBe('press');
  });
});
