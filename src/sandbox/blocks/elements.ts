import type { Json } from '../world.ts';
import {
  at,
  booleanAt,
  type Check,
  fault,
  isJson,
  listAt,
  numberAt,
  objectAt,
  oneOfAt,
  onlyFields,
  stringAt,
  textAt,
} from './check.ts';

type ElementCheck = (check: Check, element: Json) => void;

/** Where an element stands: in an actions block, beside a section, or in an input block. */
export type Slot = 'actions' | 'accessory' | 'input';

const optionText = 75;
const placeholder = 150;

function options(max: number, extra: { mrkdwn?: boolean } = {}): ElementCheck {
  return (check, element) => {
    const values = new Set<unknown>();
    listAt(check, element, 'options', 1, max).forEach((option, index) => {
      const here = at(at(check, 'options'), index);
      if (!isJson(option)) {
        fault(here, 'must be an object');
        return;
      }
      checkOption(here, option, extra.mrkdwn ?? false);
      if (values.has(option.value)) fault(at(here, 'value'), 'duplicate value in options');
      values.add(option.value);
    });
  };
}

function checkOption(check: Check, option: Json, mrkdwn: boolean): void {
  onlyFields(check, option, ['text', 'value', 'description', 'url']);
  textAt(check, option, 'text', { max: optionText, plain: !mrkdwn });
  stringAt(check, option, 'value', { max: 150, required: true });
  textAt(check, option, 'description', { max: optionText, plain: !mrkdwn, required: false });
}

/** What is preselected must be among the options, or Slack refuses the whole. */
function initialAmong(check: Check, element: Json, key: string): void {
  const initial = element[key];
  if (initial === undefined) return;
  const all = [...optionsOf(element)];
  const chosen = Array.isArray(initial) ? initial : [initial];
  if (Array.isArray(initial) && initial.length === 0) fault(at(check, key), 'no fewer than 1 items allowed');
  for (const option of chosen) {
    if (!isJson(option) || !all.some((o) => o.value === option.value)) {
      fault(at(check, key), 'initial option is not among the options');
    }
  }
}

/** All options of a select, radio or checkbox group, with those of its groups. */
export function optionsOf(element: Json): Json[] {
  const own = Array.isArray(element.options) ? element.options : [];
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const grouped = groups.flatMap((group) =>
    isJson(group) && Array.isArray(group.options) ? group.options : [],
  );
  return [...own, ...grouped].filter(isJson);
}

const staticOptions: ElementCheck = (check, element) => {
  if (element.options === undefined && element.option_groups !== undefined) {
    listAt(check, element, 'option_groups', 1, 100).forEach((group, index) => {
      const here = at(at(check, 'option_groups'), index);
      if (!isJson(group)) {
        fault(here, 'must be an object');
        return;
      }
      textAt(here, group, 'label', { max: 75, plain: true });
      options(100)(here, group);
    });
  } else {
    options(100)(check, element);
  }
};

const placeholderText: ElementCheck = (check, element) =>
  textAt(check, element, 'placeholder', { max: placeholder, plain: true, required: false });

function matching(key: string, pattern: RegExp): ElementCheck {
  return (check, element) => {
    const value = element[key];
    if (value !== undefined && (typeof value !== 'string' || !pattern.test(value))) {
      fault(at(check, key), `must match ${pattern.source}`);
    }
  };
}

function textInput(check: Check, element: Json): void {
  placeholderText(check, element);
  stringAt(check, element, 'initial_value', { max: 3000 });
  for (const key of ['min_length', 'max_length']) {
    const value = element[key];
    numberAt(check, element, key);
    if (typeof value === 'number' && (value < (key === 'min_length' ? 0 : 1) || value > 3000)) {
      fault(at(check, key), 'must be between 1 and 3000');
    }
  }
  const { initial_value: initial, max_length: max } = element;
  if (typeof initial === 'string' && typeof max === 'number' && initial.length > max) {
    fault(at(check, 'initial_value'), 'must not be longer than max_length');
  }
}

const anywhere: readonly Slot[] = ['actions', 'accessory', 'input'];
const selectFields = ['placeholder', 'focus_on_load'];

interface ElementKind {
  readonly slots: readonly Slot[];
  readonly fields: readonly string[];
  readonly checks: readonly ElementCheck[];
}

const kinds: Readonly<Record<string, ElementKind>> = {
  button: {
    slots: ['actions', 'accessory'],
    fields: ['text', 'value', 'url', 'style', 'accessibility_label'],
    checks: [
      (check, el) => textAt(check, el, 'text', { max: 75, plain: true }),
      (check, el) => stringAt(check, el, 'value', { max: 2000 }),
      (check, el) => stringAt(check, el, 'url', { max: 3000 }),
      (check, el) => stringAt(check, el, 'accessibility_label', { max: 75 }),
      (check, el) => oneOfAt(check, el, 'style', ['primary', 'danger']),
    ],
  },
  overflow: { slots: ['actions', 'accessory'], fields: ['options'], checks: [options(5)] },
  static_select: {
    slots: anywhere,
    fields: [...selectFields, 'options', 'option_groups', 'initial_option'],
    checks: [placeholderText, staticOptions, (check, el) => initialAmong(check, el, 'initial_option')],
  },
  multi_static_select: {
    slots: ['accessory', 'actions', 'input'],
    fields: [...selectFields, 'options', 'option_groups', 'initial_options', 'max_selected_items'],
    checks: [placeholderText, staticOptions, (check, el) => initialAmong(check, el, 'initial_options')],
  },
  users_select: { slots: anywhere, fields: [...selectFields, 'initial_user'], checks: [placeholderText] },
  multi_users_select: {
    slots: anywhere,
    fields: [...selectFields, 'initial_users', 'max_selected_items'],
    checks: [placeholderText],
  },
  conversations_select: {
    slots: anywhere,
    fields: [
      ...selectFields,
      'initial_conversation',
      'default_to_current_conversation',
      'filter',
      'response_url_enabled',
    ],
    checks: [placeholderText],
  },
  channels_select: {
    slots: anywhere,
    fields: [...selectFields, 'initial_channel', 'response_url_enabled'],
    checks: [placeholderText],
  },
  radio_buttons: {
    slots: anywhere,
    fields: ['options', 'initial_option', 'focus_on_load'],
    checks: [options(10, { mrkdwn: true }), (check, el) => initialAmong(check, el, 'initial_option')],
  },
  checkboxes: {
    slots: anywhere,
    fields: ['options', 'initial_options', 'focus_on_load'],
    checks: [options(10, { mrkdwn: true }), (check, el) => initialAmong(check, el, 'initial_options')],
  },
  datepicker: {
    slots: anywhere,
    fields: [...selectFields, 'initial_date'],
    checks: [placeholderText, matching('initial_date', /^\d{4}-\d{2}-\d{2}$/)],
  },
  timepicker: {
    slots: anywhere,
    fields: [...selectFields, 'initial_time', 'timezone'],
    checks: [placeholderText, matching('initial_time', /^([01]\d|2[0-3]):[0-5]\d$/)],
  },
  datetimepicker: {
    slots: ['actions', 'input'],
    fields: ['initial_date_time', 'focus_on_load'],
    checks: [(check, el) => numberAt(check, el, 'initial_date_time')],
  },
  plain_text_input: {
    slots: ['input'],
    fields: [
      ...selectFields,
      'initial_value',
      'multiline',
      'min_length',
      'max_length',
      'dispatch_action_config',
    ],
    checks: [textInput, (check, el) => booleanAt(check, el, 'multiline')],
  },
  email_text_input: {
    slots: ['input'],
    fields: [...selectFields, 'initial_value', 'dispatch_action_config'],
    checks: [textInput],
  },
  url_text_input: {
    slots: ['input'],
    fields: [...selectFields, 'initial_value', 'dispatch_action_config'],
    checks: [textInput],
  },
  number_input: {
    slots: ['input'],
    fields: [
      ...selectFields,
      'is_decimal_allowed',
      'initial_value',
      'min_value',
      'max_value',
      'dispatch_action_config',
    ],
    checks: [
      placeholderText,
      (check, el) => booleanAt(check, el, 'is_decimal_allowed', true),
      matching('initial_value', /^-?\d+(\.\d+)?$/),
      matching('min_value', /^-?\d+(\.\d+)?$/),
      matching('max_value', /^-?\d+(\.\d+)?$/),
    ],
  },
  file_input: { slots: ['input'], fields: ['filetypes', 'max_files'], checks: [] },
};

/** Checks an interactive element: that it is known, may stand here, and keeps its limits. */
export function checkElement(check: Check, element: Json, slot: Slot): void {
  const kind = typeof element.type === 'string' ? kinds[element.type] : undefined;
  if (!kind) {
    fault(at(check, 'type'), `unsupported type: ${String(element.type)}`);
    return;
  }
  if (!kind.slots.includes(slot)) {
    const block = { actions: 'actions', accessory: 'section', input: 'input' }[slot];
    fault(at(check, 'type'), `unsupported type in ${block} block: ${String(element.type)}`);
  }
  const confirm = slot === 'input' ? [] : ['confirm'];
  onlyFields(check, element, ['type', 'action_id', ...kind.fields, ...confirm]);
  stringAt(check, element, 'action_id', { min: 1, max: 255 });
  if (typeof element.action_id === 'string') {
    if (check.actionIds.has(element.action_id)) {
      fault(at(check, 'action_id'), `\`action_id\` \`${element.action_id}\` already exists`);
    }
    check.actionIds.add(element.action_id);
  }
  booleanAt(check, element, 'focus_on_load');
  for (const one of kind.checks) one(check, element);
  const dialog = objectAt(check, element, 'confirm', false);
  if (dialog) checkConfirm(at(check, 'confirm'), dialog);
}

function checkConfirm(check: Check, dialog: Json): void {
  onlyFields(check, dialog, ['title', 'text', 'confirm', 'deny', 'style']);
  textAt(check, dialog, 'title', { max: 100, plain: true });
  textAt(check, dialog, 'text', { max: 300, plain: false });
  textAt(check, dialog, 'confirm', { max: 30, plain: true });
  textAt(check, dialog, 'deny', { max: 30, plain: true });
  oneOfAt(check, dialog, 'style', ['primary', 'danger']);
}
