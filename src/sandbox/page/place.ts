import type { SandboxChannel, SandboxPerson, SandboxState } from '../protocol.ts';

/** What the main pane shows: a conversation, or the app's Home tab. */
export type Place = { readonly kind: 'conversation'; readonly id: string } | { readonly kind: 'home' };

export const botOf = (state: SandboxState): SandboxPerson | undefined =>
  state.people.find((person) => person.isBot);

/** The direct conversation with another person. */
export const dmWith = (state: SandboxState, person: string): SandboxChannel | undefined =>
  state.channels.find((channel) => channel.kind === 'dm' && channel.memberIds.includes(person));

/** The direct messages with the app, once there are any. */
export function appConversation(state: SandboxState): SandboxChannel | undefined {
  const bot = botOf(state);
  return bot && dmWith(state, bot.id);
}

export const isWithBot = (state: SandboxState, channel: SandboxChannel): boolean =>
  appConversation(state)?.id === channel.id;

/** Where a person starts: the shared channel, where the programme runs. */
function firstPlace(state: SandboxState): Place {
  const open = state.channels.filter((channel) => channel.kind === 'channel' && !channel.isArchived);
  const start = open.find((channel) => channel.isShared) ?? open[0] ?? state.channels[0];
  return start ? { kind: 'conversation', id: start.id } : { kind: 'home' };
}

/** The same place for another person, if they can see it. */
export function placeFor(state: SandboxState, place: Place | null): Place {
  if (place?.kind === 'home' && state.hasCommands) return place;
  if (place?.kind === 'conversation' && state.channels.some((channel) => channel.id === place.id))
    return place;
  return firstPlace(state);
}
