import type { SandboxState } from '../../protocol.ts';
import { teamOf } from '../directory.tsx';

export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  /** The text after choosing this, and where the caret then stands. */
  readonly text: string;
  readonly caret: number;
}

/** What fits at the caret: a command, its subcommand, a person (`@`) or a channel (`#`). */
export function suggestionsFor(
  text: string,
  caret: number,
  state: SandboxState,
  isInThread: boolean,
): readonly Suggestion[] {
  const before = text.slice(0, caret);
  if (text.startsWith('/')) {
    if (!state.hasCommands || isInThread) return [];
    const commands = commandsFor(before, text, state);
    if (commands.length > 0) return commands;
  }

  const match = /(^|\s)([@#])([\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]*)?)$/u.exec(before);
  if (!match) return [];
  const [, , mark, query = ''] = match;
  const start = caret - query.length - 1;
  const after = text.slice(caret).replace(/^ /, '');
  const put = (name: string) => {
    const head = `${text.slice(0, start)}${mark}${name} `;
    return { text: head + after, caret: head.length };
  };
  const wanted = query.toLowerCase();
  const fits = (name: string) =>
    name.toLowerCase().startsWith(wanted) ||
    name
      .toLowerCase()
      .split(/[\s-]+/)
      .some((word) => word.startsWith(wanted));
  const found =
    mark === '@'
      ? state.people
          .filter((person) => !person.isDeactivated && fits(person.name))
          .map((person) => ({
            key: person.id,
            label: `@${person.name}`,
            detail: person.isBot
              ? 'App'
              : [person.title, teamOf(state, person.teamId)?.name].filter(Boolean).join(' · '),
            ...put(person.name),
          }))
      : state.channels
          .filter((channel) => channel.kind === 'channel' && fits(channel.name))
          .map((channel) => ({
            key: channel.id,
            label: `#${channel.name}`,
            detail: channel.isShared ? 'Shared channel' : '',
            ...put(channel.name),
          }));
  // A name already written in full needs no help.
  return found.length === 1 && found[0]?.label.toLowerCase() === `${mark}${wanted}`.trimEnd() ? [] : found;
}

function commandsFor(before: string, text: string, state: SandboxState): readonly Suggestion[] {
  const put = (whole: string) => ({ text: whole, caret: whole.length });
  const [, name = '', gap = '', rest = ''] = /^(\/\S*)(\s*)([\s\S]*)$/.exec(before) ?? [];
  if (gap === '')
    return state.commands
      .filter((each) => each.command.startsWith(name.toLowerCase()))
      .map((each) => ({
        key: each.command,
        label: [each.command, each.usage].filter(Boolean).join(' '),
        detail: each.description,
        ...put(`${each.command} `),
      }));
  if (/\s/.test(rest) || text.length > before.length) return [];
  const command = state.commands.find((each) => each.command === name.toLowerCase());
  return (command?.subcommands ?? [])
    .filter((each) => each.name.startsWith(rest.toLowerCase()))
    .map((each) => ({
      key: each.name,
      label: [command?.command, each.name, each.usage].filter(Boolean).join(' '),
      detail: each.summary,
      ...put(`${command?.command} ${each.name}${each.usage ? ' ' : ''}`),
    }));
}

/** The usage of the subcommand being typed, to be shown above the composer. */
export function usageOf(text: string, state: SandboxState): string | null {
  const [, name, sub] = /^(\/\S+)\s+(\S+)\s/.exec(text) ?? [];
  const command = state.commands.find((each) => each.command === name?.toLowerCase());
  const found = command?.subcommands.find((each) => each.name === sub?.toLowerCase());
  return found
    ? [command?.command, found.name, found.usage, '·', found.summary].filter(Boolean).join(' ')
    : null;
}
