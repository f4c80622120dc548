import type { Checkboxes, InputBlock, MultiStaticSelect, RadioButtons, StaticSelect } from '@slack/types';
import { type Choice, option } from './blocks.ts';
import { limits, shorten } from './limits.ts';

/** Every input's block id is its name and its action id `value`, so that a submission reads as `inputs[name]`. */
interface InputOptions {
  readonly hint?: string;
  readonly optional?: boolean;
  /** The view's handler is called on each change (`actions['feature.verb']`), to redraw what depends on it. */
  readonly onChange?: string;
}

function input(
  name: string,
  label: string,
  element: InputBlock['element'],
  options: InputOptions,
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: { type: 'plain_text', text: shorten(label, limits.inputLabel), emoji: true },
    element: { ...element, action_id: options.onChange ?? 'value' },
    optional: options.optional ?? false,
    ...(options.hint && { hint: { type: 'plain_text', text: shorten(options.hint, limits.inputHint) } }),
    ...(options.onChange && { dispatch_action: true }),
  };
}

export function textInput(
  name: string,
  label: string,
  options: InputOptions & {
    readonly initial?: string;
    readonly placeholder?: string;
    readonly multiline?: boolean;
    readonly maxLength?: number;
  } = {},
): InputBlock {
  return input(
    name,
    label,
    {
      type: 'plain_text_input',
      multiline: options.multiline ?? false,
      max_length: options.maxLength ?? limits.plainTextInput,
      ...(options.initial && {
        initial_value: shorten(options.initial, options.maxLength ?? limits.plainTextInput),
      }),
      ...(options.placeholder && {
        placeholder: { type: 'plain_text', text: shorten(options.placeholder, limits.placeholder) },
      }),
    },
    options,
  );
}

export function urlInput(
  name: string,
  label: string,
  options: InputOptions & { readonly initial?: string } = {},
): InputBlock {
  return input(
    name,
    label,
    { type: 'url_text_input', ...(options.initial && { initial_value: options.initial }) },
    options,
  );
}

export function numberInput(
  name: string,
  label: string,
  options: InputOptions & {
    readonly initial?: number;
    readonly min?: number;
    readonly max?: number;
    readonly decimals?: boolean;
  } = {},
): InputBlock {
  return input(
    name,
    label,
    {
      type: 'number_input',
      is_decimal_allowed: options.decimals ?? false,
      ...(options.initial !== undefined && { initial_value: String(options.initial) }),
      ...(options.min !== undefined && { min_value: String(options.min) }),
      ...(options.max !== undefined && { max_value: String(options.max) }),
    },
    options,
  );
}

export function dateInput(
  name: string,
  label: string,
  options: InputOptions & { readonly initial?: string } = {},
): InputBlock {
  return input(
    name,
    label,
    { type: 'datepicker', ...(options.initial && { initial_date: options.initial }) },
    options,
  );
}

export function timeInput(
  name: string,
  label: string,
  options: InputOptions & { readonly initial?: string } = {},
): InputBlock {
  return input(
    name,
    label,
    { type: 'timepicker', ...(options.initial && { initial_time: options.initial }) },
    options,
  );
}

export function personInput(
  name: string,
  label: string,
  options: InputOptions & { readonly initial?: string } = {},
): InputBlock {
  return input(
    name,
    label,
    { type: 'users_select', ...(options.initial && { initial_user: options.initial }) },
    options,
  );
}

export function channelInput(
  name: string,
  label: string,
  options: InputOptions & { readonly initial?: string } = {},
): InputBlock {
  return input(
    name,
    label,
    {
      type: 'conversations_select',
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(options.initial && { initial_conversation: options.initial }),
    },
    options,
  );
}

export function choiceInput(
  name: string,
  label: string,
  choices: readonly Choice[],
  options: InputOptions & { readonly initial?: string; readonly placeholder?: string } = {},
): InputBlock {
  const all = choices.slice(0, limits.options).map(option);
  const initial = all.find((each) => each.value === options.initial);
  const element: StaticSelect = {
    type: 'static_select',
    options: all,
    ...(initial && { initial_option: initial }),
    ...(options.placeholder && {
      placeholder: { type: 'plain_text', text: shorten(options.placeholder, limits.placeholder) },
    }),
  };
  return input(name, label, element, options);
}

/** Few choices, all in sight (at most 10). */
export function radioInput(
  name: string,
  label: string,
  choices: readonly Choice[],
  options: InputOptions & { readonly initial?: string } = {},
): InputBlock {
  const all = choices.slice(0, 10).map(option);
  const initial = all.find((each) => each.value === options.initial);
  const element: RadioButtons = {
    type: 'radio_buttons',
    options: all,
    ...(initial && { initial_option: initial }),
  };
  return input(name, label, element, options);
}

/** Several of at most 10 choices; more become a menu with search. */
export function choicesInput(
  name: string,
  label: string,
  choices: readonly Choice[],
  options: InputOptions & { readonly initial?: readonly string[] } = {},
): InputBlock {
  const all = choices.slice(0, limits.options).map(option);
  const initial = all.filter((each) => each.value !== undefined && options.initial?.includes(each.value));
  const chosen = initial.length > 0 && { initial_options: initial };
  const element: Checkboxes | MultiStaticSelect =
    all.length <= 10
      ? { type: 'checkboxes', options: all, ...chosen }
      : { type: 'multi_static_select', options: all, ...chosen };
  return input(name, label, element, options);
}
