import type { ViewState } from '../protocol.ts';
import { type Json, nextId, type World } from '../world.ts';
import { isJson } from './check.ts';

/** An interactive element together with the block that holds it. */
export interface Interactive {
  readonly block: Json;
  readonly blockId: string;
  readonly element: Json;
  readonly actionId: string;
  readonly type: string;
}

function elementsOf(block: Json): Json[] {
  if (block.type === 'actions' && Array.isArray(block.elements)) return block.elements.filter(isJson);
  if (block.type === 'section' && isJson(block.accessory)) return [block.accessory];
  if (block.type === 'input' && isJson(block.element)) return [block.element];
  return [];
}

/** Every button, select, picker and input of the blocks, in reading order. */
export function interactiveIn(blocks: readonly Json[] | null): Interactive[] {
  return (blocks ?? []).flatMap((block) =>
    elementsOf(block)
      .filter((element) => element.type !== 'image')
      .map((element) => ({
        block,
        blockId: String(block.block_id),
        element,
        actionId: String(element.action_id),
        type: String(element.type),
      })),
  );
}

export function findInteractive(
  blocks: readonly Json[] | null,
  blockId: string,
  actionId: string,
): Interactive | undefined {
  return interactiveIn(blocks).find((one) => one.blockId === blockId && one.actionId === actionId);
}

/** The blocks with the `block_id`s and `action_id`s Slack makes up where the app gave none. */
export function withIds(world: World, blocks: readonly Json[]): Json[] {
  const identified = (element: unknown): unknown =>
    isJson(element) && element.type !== 'image' && typeof element.action_id !== 'string'
      ? { ...element, action_id: nextId(world, 'a') }
      : element;
  return blocks.map((block) => {
    const named =
      typeof block.block_id === 'string' && block.block_id !== '' ? {} : { block_id: nextId(world, 'b') };
    if (block.type === 'actions' && Array.isArray(block.elements)) {
      return { ...block, ...named, elements: block.elements.map(identified) };
    }
    if (block.type === 'section' && isJson(block.accessory)) {
      return { ...block, ...named, accessory: identified(block.accessory) };
    }
    if (block.type === 'input') return { ...block, ...named, element: identified(block.element) };
    return { ...block, ...named };
  });
}

/** What an untouched element contributes to `state.values`; null for buttons and overflow menus, which hold none. */
function initialValue(element: Json): Json | null {
  const type = String(element.type);
  const from = (key: string): unknown => element[key] ?? null;
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: from('initial_value') };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: from('initial_option') };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: from('initial_user') };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: from('initial_conversation') };
    case 'channels_select':
      return { type, selected_channel: from('initial_channel') };
    case 'datepicker':
      return { type, selected_date: from('initial_date') };
    case 'timepicker':
      return { type, selected_time: from('initial_time') };
    case 'datetimepicker':
      return { type, selected_date_time: from('initial_date_time') };
    case 'file_input':
      return { type, files: [] };
    default:
      return null;
  }
}

/** `state.values` for all stateful elements: what was given for them, else what they began with. */
export function completeState(blocks: readonly Json[] | null, given: ViewState): ViewState {
  const state: Record<string, Record<string, Json>> = {};
  for (const { blockId, actionId, element, type } of interactiveIn(blocks)) {
    const initial = initialValue(element);
    if (!initial) continue;
    const value = given[blockId]?.[actionId];
    const values = state[blockId] ?? {};
    values[actionId] = value ? normalised({ ...initial, ...value, type }) : initial;
    state[blockId] = values;
  }
  return state;
}

/** Slack sends an emptied text input as null. */
function normalised(value: Json): Json {
  return value.value === '' ? { ...value, value: null } : value;
}

function isEmpty(value: Json | undefined): boolean {
  if (!value) return true;
  return Object.entries(value).every(
    ([key, held]) =>
      key === 'type' || held === null || held === '' || (Array.isArray(held) && held.length === 0),
  );
}

/** What Slack's own client refuses to submit, by block id, before the app hears of it. */
export function clientErrors(blocks: readonly Json[], state: ViewState): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, blockId, element, actionId } of interactiveIn(blocks)) {
    if (block.type !== 'input') continue;
    const value = state[blockId]?.[actionId];
    const problem = isEmpty(value)
      ? block.optional === true
        ? null
        : 'Please complete this required field.'
      : textProblem(element, String(value?.value ?? ''));
    if (problem) errors[blockId] = problem;
  }
  return errors;
}

function textProblem(element: Json, text: string): string | null {
  const { type, min_length: min, max_length: max } = element;
  if (type === 'plain_text_input') {
    if (typeof min === 'number' && text.length < min) return `This entry needs at least ${min} characters.`;
    const limit = typeof max === 'number' ? max : 3000;
    return text.length > limit ? `This entry is longer than ${limit} characters.` : null;
  }
  if (type === 'email_text_input')
    return /^\S+@\S+\.\S+$/.test(text) ? null : 'Please enter a valid email address.';
  if (type === 'url_text_input') return /^https?:\/\/\S+$/.test(text) ? null : 'Please enter a valid URL.';
  if (type !== 'number_input') return null;
  const pattern = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(text)) return 'Please enter a valid number.';
  if (element.min_value !== undefined && Number(text) < Number(element.min_value)) {
    return `Please enter a number of at least ${String(element.min_value)}.`;
  }
  if (element.max_value !== undefined && Number(text) > Number(element.max_value)) {
    return `Please enter a number of at most ${String(element.max_value)}.`;
  }
  return null;
}
