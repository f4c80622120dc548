import type { Json } from '../world.ts';
import { at, type Check, fault, isJson, listAt, oneOfAt, stringAt } from './check.ts';

const inline: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  link: ['url'],
  user: ['user_id'],
  usergroup: ['usergroup_id'],
  channel: ['channel_id'],
  emoji: ['name'],
  broadcast: ['range'],
  date: ['format'],
};

/** `rich_text`: sections, lists, quotes and preformatted text with their inline elements. */
export function checkRichText(check: Check, block: Json): void {
  listAt(check, block, 'elements', 1, 1000).forEach((element, index) => {
    checkContainer(at(at(check, 'elements'), index), element);
  });
}

function checkContainer(check: Check, element: unknown): void {
  if (!isJson(element)) {
    fault(check, 'must be an object');
    return;
  }
  oneOfAt(
    check,
    element,
    'type',
    ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'],
    true,
  );
  if (element.type === 'rich_text_list') {
    oneOfAt(check, element, 'style', ['bullet', 'ordered'], true);
    listAt(check, element, 'elements', 1, 1000).forEach((item, index) => {
      checkContainer(at(at(check, 'elements'), index), item);
    });
    return;
  }
  listAt(check, element, 'elements', 0, 1000).forEach((item, index) => {
    const here = at(at(check, 'elements'), index);
    if (!isJson(item)) {
      fault(here, 'must be an object');
      return;
    }
    const required = typeof item.type === 'string' ? inline[item.type] : undefined;
    if (!required) {
      fault(at(here, 'type'), `unsupported type: ${String(item.type)}`);
      return;
    }
    for (const key of required) stringAt(here, item, key, { max: 3000, required: true });
  });
}
