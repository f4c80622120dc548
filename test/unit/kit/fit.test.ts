import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { viewOf } from '../../../src/platform/slack/answer.ts';
import { fitMessage, fitPage, fitView, paginate, splitText } from '../../../src/platform/slack/kit/fit.ts';
import {
  actions,
  type Blocks,
  button,
  chart,
  context,
  divider,
  fields,
  header,
  message,
  section,
  table,
  textInput,
} from '../../../src/platform/slack/kit/index.ts';
import { limits, shorten } from '../../../src/platform/slack/kit/limits.ts';
import { checkMessageBlocks, checkView } from '../../../src/sandbox/blocks/blocks-check.ts';

const id = '00000000-0000-4000-8000-000000000000';
const words = (max: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }).filter((text) => text.trim() !== '');
const long = fc
  .tuple(words(40), fc.integer({ min: 1, max: 300 }))
  .map(([text, times]) => `${text} `.repeat(times));

const anyBlocks: fc.Arbitrary<Blocks> = fc.array(
  fc.oneof(
    long.map((text) => section(text)),
    long.map((text) => header(text)),
    fc.array(words(20), { minLength: 1, maxLength: 25 }).map((texts) => context(...texts)),
    fc
      .array(words(60), { minLength: 1, maxLength: 40 })
      .map((texts) => actions(...texts.map((text) => button('a.b', text, { value: 'v' })))),
    fc
      .array(words(30), { minLength: 1, maxLength: 14 })
      .map((texts) => fields(...texts.map((text) => [text, text] as const))),
    fc.integer({ min: 1, max: 260 }).map((rows) =>
      table(
        'Rows',
        ['Name', 'Number'],
        Array.from({ length: rows }, (_, row) => [`row ${row}`, row]),
      ),
    ),
    fc.integer({ min: 1, max: 30 }).map((points) =>
      chart(
        'bar',
        'Chart',
        Array.from({ length: points }, (_, point) => `week ${point}`),
        [{ name: 'A', values: Array.from({ length: points }, (_, point) => point) }],
      ),
    ),
    fc.constant(divider),
  ),
  { minLength: 1, maxLength: 70 },
);

describe('fitting into Slack’s limits', () => {
  test('each page of any message is one that Slack takes', () => {
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        const whole = message(blocks);
        for (let page = 0; page < paginate(blocks).length; page += 1) {
          const fitted = fitPage(whole, id, page);
          expect(checkMessageBlocks(fitted.blocks ?? [])).toEqual([]);
          expect(fitted.text.length).toBeLessThanOrEqual(limits.messageText);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('nothing is lost: every row and every word is on some page, and each page but the last leads to the next', () => {
    const rows = Array.from({ length: 230 }, (_, row) => [`partner ${row}`, row] as const);
    const blocks = [header('All'), table('Partners', ['Partner', 'Number'], rows), section('The end.')];
    const pages = paginate(blocks);
    const shown = pages
      .flatMap((_, page) => JSON.stringify(fitPage(message(blocks), id, page).blocks))
      .join('');
    for (const [name] of rows) expect(shown).toContain(`"${name}"`);
    expect(shown).toContain('The end.');
    expect(pages.length).toBe(3);
    expect(JSON.stringify(fitMessage(message(blocks), id).blocks)).toContain(`${id}:1`);
    expect(JSON.stringify(fitPage(message(blocks), id, 2).blocks)).not.toContain('platform.more');
  });

  test('what fits is left alone', () => {
    const fifty = Array.from({ length: 50 }, (_, index) => section(`line ${index}`));
    expect(fitMessage(message(fifty), id).blocks).toEqual(fifty);
  });

  test('a view of any size is one that Slack takes', () => {
    const blocks = Array.from({ length: 130 }, (_, index) => textInput(`field-${index}`, `Field ${index}`));
    const modal = { callbackId: 'a.b', title: 'A title longer than Slack takes', submit: 'Save', blocks };
    expect(fitView(modal)).toHaveLength(100);
    expect(checkView(viewOf(modal, { channelId: 'C1', threadTs: null }), 'modal')).toEqual([]);
  });

  test('long text is cut at line ends or spaces, never inside a mention or an entity, and all of it is kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('word', '<@U0MAYACHEN>', '&amp;', 'a longer stretch of words', '\n'), {
          maxLength: 200,
        }),
        (parts) => {
          const text = parts.join(' ');
          const pieces = splitText(text, 100);
          expect(pieces.every((piece) => piece.length <= 100)).toBe(true);
          expect(pieces.join(' ').replace(/\s+/g, ' ').trim()).toBe(text.replace(/\s+/g, ' ').trim());
          for (const piece of pieces)
            expect((piece.match(/</g) ?? []).length).toBe((piece.match(/>/g) ?? []).length);
        },
      ),
    );
  });

  test('shortening marks the cut and keeps characters whole', () => {
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten('ab😀cd', 4)).toBe('ab…');
    expect(shorten('abc', 3)).toBe('abc');
  });
});
