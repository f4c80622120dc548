import { isJson } from './blocks/check.ts';
import { optionsOf } from './blocks/elements.ts';
import { textOf } from './visible-text.ts';
import type { Json, World } from './world.ts';

/** What a person puts into an element: text, an option's words, a date, a person's name; a list where several go. */
export type Given = string | readonly string[];

function sameWords(a: string, b: string): boolean {
  const plain = (text: string): string =>
    text
      .replace(/[*_~`]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase();
  return plain(a) === plain(b);
}

function option(element: Json, words: string): Json {
  const options = optionsOf(element);
  const found =
    options.find((one) => sameWords(textOf(one.text), words)) ??
    options.find((one) => one.value === words) ??
    options.find((one) => textOf(one.text).toLowerCase().includes(words.toLowerCase()));
  if (found) return found;
  throw new Error(`No option “${words}” among: ${options.map((one) => textOf(one.text)).join(' · ')}`);
}

function personId(world: World, name: string): string {
  const found = Object.values(world.data.people).find(
    (person) => person.id === name || sameWords(person.name, name),
  );
  if (!found) throw new Error(`There is nobody called “${name}”`);
  return found.id;
}

function channelId(world: World, name: string): string {
  const wanted = name.replace(/^#/, '');
  const found = Object.values(world.data.channels).find(
    (channel) => channel.id === name || channel.name === wanted,
  );
  if (!found) throw new Error(`There is no channel “${name}”`);
  return found.id;
}

/** The state an element has when a person has put `given` into it, shaped as in `view.state.values`. */
export function elementState(world: World, element: Json, given: Given): Json {
  const type = String(element.type);
  const one = typeof given === 'string' ? given : (given[0] ?? '');
  const many = typeof given === 'string' ? [given] : given;
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: option(element, one) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: many.map((words) => option(element, words)) };
    case 'users_select':
      return { type, selected_user: personId(world, one) };
    case 'multi_users_select':
      return { type, selected_users: many.map((name) => personId(world, name)) };
    case 'conversations_select':
      return { type, selected_conversation: channelId(world, one) };
    case 'channels_select':
      return { type, selected_channel: channelId(world, one) };
    case 'datepicker':
      return { type, selected_date: one === '' ? null : one };
    case 'timepicker':
      return { type, selected_time: one === '' ? null : one };
    case 'datetimepicker':
      return { type, selected_date_time: Number(one) };
    case 'file_input':
      return { type, files: many.map((name) => ({ name, title: name, size: 1000 })) };
    case 'button':
      return { type };
    default:
      return { type, value: one };
  }
}

/** The words by which a person knows an element: its label, button text, placeholder or the text beside it. */
export function namesOf(block: Json, element: Json): string[] {
  const beside = block.type === 'section' ? textOf(block.text) : '';
  const label = block.type === 'input' ? textOf(block.label) : '';
  const own = element.type === 'button' ? textOf(element.text) : textOf(element.placeholder);
  return [label, own, element.type === 'button' ? '' : beside].filter((name) => name !== '');
}

/** Whether `words` name this element: in full, then by its ids, then by a part of the name. */
export function matchRank(block: Json, element: Json, words: string): number {
  const names = namesOf(block, element);
  if (names.some((name) => sameWords(name, words))) return 3;
  if (element.action_id === words || block.block_id === words) return 2;
  if (typeof element.action_id === 'string' && element.action_id.startsWith(`${words}:`)) return 2;
  return names.some((name) => name.toLowerCase().includes(words.toLowerCase())) ? 1 : 0;
}

export function asJsonList(blocks: readonly unknown[] | null): Json[] {
  return (blocks ?? []).filter(isJson);
}
