import type { Blocks, ViewState } from '../../protocol.ts';
import { actionIdOf, blockIdOf, type Element, isDrawn } from './elements.ts';
import type { ElementState } from './state.ts';

const isEmpty = (state: ElementState): boolean =>
  Object.entries(state).every(
    ([key, value]) =>
      key === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );

function faultOf(element: Element, state: ElementState): string | null {
  const value = typeof state.value === 'string' ? state.value : '';
  switch (element.type) {
    case 'plain_text_input': {
      const { min_length: min, max_length: max } = element;
      if (min !== undefined && value.length < min)
        return `Please write at least ${min} character${min === 1 ? '' : 's'}.`;
      if (max !== undefined && value.length > max) return `Please shorten this to ${max} characters.`;
      return null;
    }
    case 'number_input': {
      const number = Number(value);
      if (!Number.isFinite(number)) return 'Please enter a number.';
      if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
      if (element.min_value !== undefined && number < Number(element.min_value))
        return `Please enter ${element.min_value} or more.`;
      if (element.max_value !== undefined && number > Number(element.max_value))
        return `Please enter ${element.max_value} or less.`;
      return null;
    }
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : 'Please enter a whole e-mail address.';
    case 'url_text_input':
      return URL.canParse(value) ? null : 'Please enter a whole link, such as https://example.com.';
    default:
      return null;
  }
}

/** What Slack checks before it asks the app: faults by block id. */
export function faultsOf(blocks: Blocks, state: ViewState): Record<string, string> {
  const faults: Record<string, string> = {};
  blocks.forEach((block, index) => {
    if (!isDrawn(block) || block.type !== 'input') return;
    const blockId = blockIdOf(block, index);
    const current = state[blockId]?.[actionIdOf(block.element)];
    if (!current || isEmpty(current)) {
      if (!block.optional) faults[blockId] = 'Please complete this required field.';
      return;
    }
    const fault = faultOf(block.element, current);
    if (fault) faults[blockId] = fault;
  });
  return faults;
}
