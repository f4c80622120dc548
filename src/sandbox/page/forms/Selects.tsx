import type { MultiSelect, PlainTextOption, Select } from '@slack/types';
import type { SandboxState } from '../../protocol.ts';
import { teamOf, useDirectory } from '../directory.tsx';
import { withEmoji } from '../text/emoji.ts';
import { type Choice, Combobox } from './Combobox.tsx';
import { type ElementPlace, useElement } from './useElement.ts';

type AnySelect = Select | MultiSelect;

/** The options of a select with options of its own; an option is known by its value, or by its text without one. */
const optionsOf = (element: AnySelect): readonly (PlainTextOption & { readonly group?: string })[] => {
  if (element.type !== 'static_select' && element.type !== 'multi_static_select') return [];
  return (
    element.options ??
    (element.option_groups ?? []).flatMap((group) =>
      group.options.map((option) => ({ ...option, group: group.label.text })),
    )
  );
};

const keyOf = (option: PlainTextOption): string => option.value ?? option.text.text;

const people = (state: SandboxState): readonly Choice[] =>
  state.people
    .filter((person) => !person.isDeactivated)
    .map((person) => ({
      value: person.id,
      text: person.name,
      description: [person.title, teamOf(state, person.teamId)?.name].filter(Boolean).join(' · '),
    }));

const conversations = (state: SandboxState, withDirect: boolean): readonly Choice[] =>
  state.channels
    .filter((channel) => !channel.isArchived && (withDirect || channel.kind === 'channel'))
    .map((channel) => ({
      value: channel.id,
      text: channel.kind === 'channel' ? `# ${channel.name}` : channel.name,
      description: channel.isShared ? 'Shared channel' : undefined,
    }));

function choicesOf(element: AnySelect, state: SandboxState): readonly Choice[] {
  switch (element.type) {
    case 'users_select':
    case 'multi_users_select':
      return people(state);
    case 'conversations_select':
    case 'multi_conversations_select':
      return conversations(state, true);
    case 'channels_select':
    case 'multi_channels_select':
      return conversations(state, false);
    default:
      return optionsOf(element).map((option) => ({
        value: keyOf(option),
        text: withEmoji(option.text.text),
        description: option.description?.text,
        group: option.group,
      }));
  }
}

/** Which field of Slack's state holds the choice. */
const fields = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
} as const satisfies Record<AnySelect['type'], string>;

const asList = (held: unknown): readonly unknown[] => (Array.isArray(held) ? held : held ? [held] : []);

export function SelectOf({ element, place }: { readonly element: AnySelect; readonly place: ElementPlace }) {
  const { state: sandbox } = useDirectory();
  const { state, isPending, isInvalid, change } = useElement(element, place);
  const field = fields[element.type];
  const holdsOptions = field.startsWith('selected_option');
  const isMultiple = element.type.startsWith('multi_');
  const chosen = asList(state[field]).map((held) =>
    typeof held === 'string' ? held : keyOf(held as PlainTextOption),
  );
  const full = (value: string): unknown => {
    if (!holdsOptions) return value;
    const option = optionsOf(element).find((each) => keyOf(each) === value);
    if (!option) return asList(state[field]).find((held) => keyOf(held as PlainTextOption) === value);
    const { text, value: id, description } = option;
    return { text, value: id, ...(description ? { description } : {}) };
  };
  const isExternal = element.type === 'external_select' || element.type === 'multi_external_select';
  return (
    <Combobox
      id={place.id}
      label={place.id ? undefined : (element.placeholder?.text ?? place.label ?? 'Choose')}
      describedBy={place.describedBy}
      placeholder={
        isExternal
          ? 'The app offers these itself'
          : (element.placeholder?.text ?? (isMultiple ? 'Choose some' : 'Choose one'))
      }
      choices={choicesOf(element, sandbox)}
      chosen={chosen}
      isMultiple={isMultiple}
      max={'max_selected_items' in element ? element.max_selected_items : undefined}
      isBusy={isPending}
      isInvalid={isInvalid}
      autoFocus={element.focus_on_load}
      onChoose={(values) => {
        const held = values.map(full);
        change({ [field]: isMultiple ? held : (held[0] ?? null) });
      }}
    />
  );
}
