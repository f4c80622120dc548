import { interactiveIn } from '../../../src/sandbox/blocks/interactive.ts';
import type { Json, Person, View } from '../../../src/sandbox/world.ts';
import type { TestApp } from '../../support/app.ts';

/** What may be asked for in a text input where not any words will do; tried in turn. */
const wanted = [
  '5,000 EUR',
  'Europe/Berlin',
  'acme.example',
  'ana@partner.example',
  '10:00',
  '25',
  'https://acme.example',
  'Acme',
  '5,000 GBP',
];

/** How often a form is corrected before it is given up. */
export const attempts = wanted.length + 1;

interface By {
  readonly id: string;
  readonly channel: string;
  readonly words: string;
}

/**
 * The state of a form filled in with hostile words wherever words go and something fit elsewhere. `tries` says how
 * often an input was refused so far, by its block: the first answer is hostile, the next ones are tamer.
 */
export function filledIn(
  { clock, sandbox }: TestApp,
  view: View,
  by: By,
  tries: Readonly<Record<string, number>>,
): Record<string, Record<string, Json>> {
  const people = [by.id, ...oneOfEachTeam(sandbox.world.data.people)];
  const inDays = (days: number) =>
    new Date(clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const state: Record<string, Record<string, Json>> = {};
  for (const { block, blockId, actionId, element, type } of interactiveIn(view.blocks)) {
    if (block.type !== 'input') continue;
    const times = tries[blockId] ?? 0;
    const options = Array.isArray(element.options) ? element.options : [];
    const most = typeof element.max_length === 'number' ? element.max_length : 3000;
    const tame = (given: string) => wanted[times - 1] ?? given;
    state[blockId] = { [actionId]: { type, ...answer() } };

    function answer(): Json {
      switch (type) {
        case 'plain_text_input':
          return { value: (times === 0 ? by.words : tame('x')).slice(0, most) };
        case 'url_text_input':
          return { value: 'https://evil.example/<!channel>|*loud*&<@U0VICTIM00>' };
        case 'email_text_input':
          return { value: 'ana@partner.example' };
        case 'number_input':
          return { value: String(Number(element.min_value ?? 1) + times) };
        case 'static_select':
        case 'radio_buttons':
          return {
            selected_option:
              times === 0 ? (element.initial_option ?? options[0]) : options[times % options.length],
          };
        case 'multi_static_select':
        case 'checkboxes':
          return {
            selected_options:
              times === 0 ? (element.initial_options ?? options.slice(0, 1)) : options.slice(0, times),
          };
        case 'users_select':
          return {
            selected_user: times === 0 ? (element.initial_user ?? people[0]) : people[times % people.length],
          };
        case 'conversations_select':
          return { selected_conversation: element.initial_conversation ?? by.channel };
        case 'datepicker':
          return {
            selected_date: times === 0 ? (element.initial_date ?? inDays(14)) : inDays(times * 20 - 60),
          };
        case 'timepicker':
          return { selected_time: element.initial_time ?? '10:00' };
        case 'file_input':
          return { files: [{ name: '<!channel> *loud*.pdf', title: by.words.slice(0, 80), size: 1000 }] };
        default:
          throw new Error(`nobody knows how to fill in ${type}`);
      }
    }
  }
  return state;
}

/** People in an order in which every organisation has its turn early. */
function oneOfEachTeam(people: Readonly<Record<string, Person>>): string[] {
  const turns = new Map<string, number>();
  return Object.values(people)
    .filter(({ isBot }) => !isBot)
    .map(({ id, teamId }) => {
      const turn = turns.get(teamId) ?? 0;
      turns.set(teamId, turn + 1);
      return { id, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ id }) => id);
}
