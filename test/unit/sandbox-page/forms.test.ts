import { describe, expect, test } from 'vitest';
import { keepTyped, viewState } from '../../../src/sandbox/page/forms/state.ts';
import { faultsOf } from '../../../src/sandbox/page/forms/validate.ts';
import type { Blocks } from '../../../src/sandbox/protocol.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const won = { text: plain('Won'), value: 'won' };
const lost = { text: plain('Lost'), value: 'lost' };

const form: Blocks = [
  { type: 'section', block_id: 'intro', text: plain('About the deal') },
  {
    type: 'input',
    block_id: 'note',
    label: plain('Note'),
    element: { type: 'plain_text_input', action_id: 'v', min_length: 3 },
  },
  {
    type: 'input',
    block_id: 'end',
    label: plain('Outcome'),
    element: { type: 'static_select', action_id: 'v', options: [won, lost], initial_option: won },
  },
  {
    type: 'input',
    block_id: 'who',
    label: plain('Who'),
    optional: true,
    element: { type: 'multi_users_select', action_id: 'v' },
  },
  {
    type: 'input',
    block_id: 'sum',
    label: plain('Amount'),
    optional: true,
    element: { type: 'number_input', action_id: 'v', is_decimal_allowed: false, min_value: '1' },
  },
  {
    type: 'input',
    block_id: 'link',
    label: plain('Link'),
    optional: true,
    element: { type: 'url_text_input', action_id: 'v' },
  },
  {
    type: 'actions',
    block_id: 'more',
    elements: [
      { type: 'button', action_id: 'b', text: plain('More') },
      { type: 'datepicker', action_id: 'd', initial_date: '2026-11-24' },
    ],
  },
];

describe('the state of a form', () => {
  test('holds every input as Slack shapes it, and no button', () => {
    expect(viewState(form, {})).toEqual({
      note: { v: { type: 'plain_text_input', value: null } },
      end: { v: { type: 'static_select', selected_option: won } },
      who: { v: { type: 'multi_users_select', selected_users: [] } },
      sum: { v: { type: 'number_input', value: null } },
      link: { v: { type: 'url_text_input', value: null } },
      more: { d: { type: 'datepicker', selected_date: '2026-11-24' } },
    });
  });

  test('prefers what was typed, unless the app now asks for another kind of input', () => {
    const typed = {
      note: { v: { type: 'plain_text_input', value: 'Signed' } },
      end: { v: { type: 'radio_buttons', selected_option: lost } },
    };
    const state = viewState(form, typed);
    expect(state.note?.v?.value).toBe('Signed');
    expect(state.end?.v).toEqual({ type: 'static_select', selected_option: won });
  });

  test('a redrawn message keeps choices the app did not change', () => {
    const actions = (day: string): Blocks => [
      {
        type: 'actions',
        block_id: 'a',
        elements: [
          { type: 'datepicker', action_id: 'd', initial_date: day },
          { type: 'static_select', action_id: 's', options: [won, lost] },
        ],
      },
    ];
    const typed = {
      a: {
        d: { type: 'datepicker', selected_date: '2026-12-01' },
        s: { type: 'static_select', selected_option: lost },
      },
    };
    expect(keepTyped(actions('2026-11-24'), actions('2026-11-25'), typed)).toEqual({ a: { s: typed.a.s } });
  });
});

describe('faults found before the app is asked', () => {
  const faults = (values: Record<string, unknown>) =>
    faultsOf(form, {
      ...viewState(form, {}),
      ...Object.fromEntries(
        Object.entries(values).map(([id, value]) => [id, { v: { ...viewState(form, {})[id]?.v, value } }]),
      ),
    });

  test('a required field must be filled, an optional one need not', () => {
    expect(Object.keys(faults({}))).toEqual(['note']);
    expect(faults({ note: 'All well' })).toEqual({});
  });

  test('what is filled must fit', () => {
    expect(Object.keys(faults({ note: 'no', sum: '0', link: 'not a link' }))).toEqual([
      'note',
      'sum',
      'link',
    ]);
    expect(faults({ note: 'yes', sum: '1.5' }).sum).toBe('Please enter a whole number.');
  });
});
