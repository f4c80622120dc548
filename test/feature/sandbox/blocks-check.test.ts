import { describe, expect, it } from 'vitest';
import { checkMessageBlocks, checkView, describeFaults } from '../../../src/sandbox/blocks/blocks-check.ts';
import { visibleText } from '../../../src/sandbox/visible-text.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (more: Record<string, unknown> = {}) => ({
  type: 'button',
  action_id: 'go',
  text: plain('Go'),
  ...more,
});
const option = (value: string) => ({ text: plain(value), value });
const long = (length: number) => 'x'.repeat(length);
const cell = (text: string) => ({ type: 'raw_text', text });
const table = { type: 'table', rows: [[cell('Partner'), { type: 'raw_number', value: 3, text: '3' }]] };
const dataTable = { type: 'data_table', caption: 'Deals', rows: [[cell('Deal')], [cell('Acme')]] };
const chart = {
  type: 'data_visualization',
  title: 'Progress',
  chart: {
    type: 'line',
    series: [{ name: 'Steps', data: [{ label: 'May', value: 3 }] }],
    axis_config: { categories: ['May', 'June'], x_label: 'Month', y_label: 'Steps' },
  },
};
const pie = {
  type: 'data_visualization',
  title: 'Deals',
  chart: { type: 'pie', segments: [{ label: 'Won', value: 2 }] },
};
const input = (element: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'input',
  label: plain('Name'),
  element: { action_id: 'name', ...element },
  ...more,
});

const good: readonly unknown[] = [
  { type: 'header', text: plain(long(150)) },
  { type: 'divider' },
  { ...section(long(3000)), accessory: button({ action_id: 'stop', style: 'danger', value: long(2000) }) },
  { type: 'section', fields: [mrkdwn('a'), plain('b')] },
  {
    type: 'context',
    elements: [mrkdwn('a'), { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' }],
  },
  {
    type: 'actions',
    elements: [
      button({
        confirm: { title: plain('Sure?'), text: mrkdwn('Really'), confirm: plain('Yes'), deny: plain('No') },
      }),
      {
        type: 'static_select',
        action_id: 'pick',
        options: [option('a'), option('b')],
        initial_option: option('b'),
      },
      { type: 'overflow', action_id: 'more', options: [option('a')] },
      { type: 'datepicker', action_id: 'date', initial_date: '2026-03-02' },
      { type: 'users_select', action_id: 'who', placeholder: plain('Who?') },
    ],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Hi ' },
          { type: 'user', user_id: 'U1' },
        ],
      },
      { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [] }] },
    ],
  },
  { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a', title: plain('A') },
  chart,
  pie,
  { type: 'markdown', text: '**bold**' },
  table,
];

describe('the block checker', () => {
  it('accepts every kind of block the app may use', () => {
    expect(checkMessageBlocks(good)).toEqual([]);
    expect(checkMessageBlocks([dataTable])).toEqual([]);
  });

  it.each<[string, readonly unknown[]]>([
    ['/blocks/0/type', [{ type: 'carousel', elements: [] }]],
    ['/blocks/0/text/text', [section(long(3001))]],
    ['/blocks/0/text/text', [section('')]],
    ['/blocks/0', [{ type: 'section' }]],
    ['/blocks/0/text/type', [{ type: 'header', text: mrkdwn('a') }]],
    ['/blocks/0/text/text', [{ type: 'header', text: plain(long(151)) }]],
    ['/blocks/0', [{ type: 'divider', colour: 'red' }]],
    ['/blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    [
      '/blocks/1/block_id',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
    ],
    ['/blocks/0/elements/1/action_id', [{ type: 'actions', elements: [button(), button()] }]],
    ['/blocks/0/elements', [{ type: 'actions', elements: [] }]],
    ['/blocks/0/elements', [{ type: 'context', elements: Array.from({ length: 11 }, () => mrkdwn('a')) }]],
    ['/blocks/0/fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('a')) }]],
    ['/blocks/0/elements/0/text/text', [{ type: 'actions', elements: [button({ text: plain(long(76)) })] }]],
    ['/blocks/0/elements/0/value', [{ type: 'actions', elements: [button({ value: long(2001) })] }]],
    ['/blocks/0/elements/0/style', [{ type: 'actions', elements: [button({ style: 'warning' })] }]],
    [
      '/blocks/0/elements/0/options',
      [{ type: 'actions', elements: [{ type: 'static_select', action_id: 'a', options: [] }] }],
    ],
    [
      '/blocks/0/accessory/initial_option',
      [
        {
          ...section('a'),
          accessory: {
            type: 'static_select',
            action_id: 'a',
            options: [option('a')],
            initial_option: option('z'),
          },
        },
      ],
    ],
    [
      '/blocks/0/elements/0/type',
      [{ type: 'actions', elements: [{ type: 'plain_text_input', action_id: 'a' }] }],
    ],
    ['/blocks', [table, dataTable]],
    ['/blocks', [chart, pie, pie]],
    ['/blocks/0', [{ ...dataTable, caption: undefined }]],
    ['/blocks/0/rows', [{ ...dataTable, rows: [[cell('A')], [cell('B'), cell('C')]] }]],
    ['/blocks/0/rows/0/0', [{ type: 'table', rows: [[cell('')]] }]],
    ['/blocks/0/title', [{ ...chart, title: long(51) }]],
    [
      '/blocks/0/chart/series/0/data',
      [{ ...chart, chart: { ...chart.chart, axis_config: { categories: ['June'] } } }],
    ],
  ])('refuses, naming the place: %s', (path, blocks) => {
    const paths = checkMessageBlocks(blocks).map((one) => one.path);
    expect(paths.some((one) => one === path || one.startsWith(`${path}/`))).toBe(true);
  });

  it('checks modals: title, submit, private metadata, and blocks that belong to messages', () => {
    const modal = {
      type: 'modal',
      title: plain('New deal'),
      submit: plain('Save'),
      blocks: [input({ type: 'plain_text_input' })],
    };
    expect(checkView(modal, 'modal')).toEqual([]);
    expect(describeFaults(checkView({ ...modal, title: plain(long(25)) }, 'modal'))).toEqual([
      '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
    ]);
    const pathsOf = (change: Record<string, unknown>) =>
      checkView({ ...modal, ...change }, 'modal').map((one) => one.path);
    expect(pathsOf({ submit: undefined })).toEqual(['/view']);
    expect(pathsOf({ private_metadata: long(3001) })).toEqual(['/view/private_metadata']);
    expect(pathsOf({ blocks: [table] })).toEqual(['/view/blocks/0/type']);
    expect(pathsOf({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) })).toEqual([
      '/view/blocks',
    ]);
    expect(pathsOf({ type: 'home' })).toEqual(['/view/type']);
  });

  it('reads every kind of block aloud', () => {
    const words = visibleText({ blocks: [...good, dataTable] });
    for (const part of [
      'Go',
      'Steps: May 3',
      'Won 2',
      'Partner | 3',
      'Deals\nDeal\nAcme',
      '<@U1>',
      '**bold**',
    ]) {
      expect(words).toContain(part);
    }
  });
});
