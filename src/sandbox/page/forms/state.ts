import type { Blocks, ViewState } from '../../protocol.ts';
import { actionIdOf, blockIdOf, type Element, elementsOf, isDrawn } from './elements.ts';

/** An element's current state, in the shape Slack gives it in `state.values` and `actions[]`. */
export type ElementState = Readonly<Record<string, unknown>>;

/** What a person has changed in a container, by block id and action id. */
export type Typed = Readonly<Record<string, Readonly<Record<string, ElementState>>>>;

/** The state an element has before anyone touches it; null for elements that hold none. Shapes: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
function initialState(element: Element): ElementState | null {
  const { type } = element;
  switch (element.type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null };
    case 'rich_text_input':
      return { type, rich_text_value: element.initial_value ?? null };
    case 'file_input':
      return { type, files: [] };
    default:
      return null;
  }
}

/** Every stateful element of the container, as typed or else as it began: `view.state.values`. */
export function viewState(blocks: Blocks, typed: Typed): ViewState {
  const values: Record<string, Record<string, ElementState>> = {};
  blocks.forEach((block, index) => {
    if (!isDrawn(block)) return;
    if (block.type === 'container') Object.assign(values, viewState(block.child_blocks, typed));
    const blockId = blockIdOf(block, index);
    for (const element of elementsOf(block)) {
      const initial = initialState(element);
      if (!initial) continue;
      const actionId = actionIdOf(element);
      const current = typed[blockId]?.[actionId];
      // A block may come back under the same ids as another kind of input: what was typed into the old one is gone.
      const state = current !== undefined && current.type === initial.type ? current : initial;
      values[blockId] = { ...values[blockId], [actionId]: state };
    }
  });
  return values;
}

/**
 * What stays of `typed` when the app redraws a message or the Home tab: only elements whose starting state is
 * unchanged, so that a redraw shows what the app now says. (A modal keeps everything, as Slack does.)
 */
export function keepTyped(before: Blocks, after: Blocks, typed: Typed): Typed {
  const was = viewState(before, {});
  const is = viewState(after, {});
  const kept: Record<string, Record<string, ElementState>> = {};
  for (const [blockId, actions] of Object.entries(typed))
    for (const [actionId, state] of Object.entries(actions))
      if (JSON.stringify(was[blockId]?.[actionId]) === JSON.stringify(is[blockId]?.[actionId]))
        kept[blockId] = { ...kept[blockId], [actionId]: state };
  return kept;
}
