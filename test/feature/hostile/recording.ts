import { z } from 'zod';
import { interactiveIn } from '../../../src/sandbox/blocks/interactive.ts';
import {
  messagePress,
  submission,
  viewClosed,
  viewPress,
} from '../../../src/sandbox/interaction-payloads.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import type { Random } from './mutate.ts';

/** Keeps every payload the local Slack sends the app from now on, until it is told to stop. */
export function record(sandbox: Sandbox): { readonly kept: readonly Json[]; stop(): void } {
  const { socket } = sandbox.local;
  const { ask, sendEvent } = socket;
  const kept: Json[] = [];
  const keep = (payload: Json): void => {
    kept.push(structuredClone(payload));
  };
  Object.assign(socket, {
    ask: (type: Parameters<typeof ask>[0], payload: Json) => {
      keep(payload);
      return ask(type, payload);
    },
    sendEvent: (payload: Json) => {
      keep(payload);
      sendEvent(payload);
    },
  });
  return { kept, stop: () => void Object.assign(socket, { ask, sendEvent }) };
}

/** A press of every button and menu there is in a channel's messages, and of a person's modals and Home tab. */
export function everyPress(sandbox: Sandbox): Json[] {
  const { local, world } = sandbox;
  const { people, channels, messages, modals, homes } = world.data;
  const inMessages = Object.values(messages)
    .flat()
    .flatMap((message) => {
      const channel = channels[message.channelId];
      const personId = message.ephemeralFor ?? channel?.memberIds.find((id) => !people[id]?.isBot);
      const person = people[personId ?? ''];
      if (!channel || !person) return [];
      return interactiveIn(message.blocks ?? []).map((used) =>
        messagePress(local, { person, channel, message, used, action: stateOf(used.element), state: {} }),
      );
    });
  const inViews = [...Object.values(modals).flat(), ...Object.values(homes)].flatMap((view) => {
    const person = people[view.personId];
    if (!person) return [];
    return [
      ...interactiveIn(view.blocks).map((used) =>
        viewPress(local, person, view, used, stateOf(used.element)),
      ),
      ...(view.type === 'modal'
        ? [submission(local, person, view), viewClosed(local, person, view, false)]
        : []),
    ];
  });
  return [...inMessages, ...inViews];
}

/** The state of a menu with its first option chosen. */
function stateOf(element: Json): Json {
  const options = Array.isArray(element.options) ? element.options : [];
  return options.length > 0 ? { type: element.type, selected_option: options[0] } : { type: element.type };
}

/** The payloads that are answered by some route, by route. */
export function routesOf(payloads: readonly Json[]): Json[][] {
  const found = new Map<string, Json[]>();
  for (const payload of payloads) {
    const route = routeOf(payload);
    if (route !== null) found.set(route, [...(found.get(route) ?? []), payload]);
  }
  return [...found.values()];
}

const routed = z.object({
  type: z.string().optional(),
  command: z.string().optional(),
  text: z.string().optional(),
  actions: z.array(z.object({ action_id: z.string() })).optional(),
  view: z.object({ callback_id: z.string() }).optional(),
  event: z
    .object({ type: z.string(), text: z.string().optional(), bot_id: z.string().optional() })
    .optional(),
});

function routeOf(payload: Json): string | null {
  const { data } = routed.safeParse(payload);
  if (!data) return null;
  const { type, command, text = '', actions, view, event } = data;
  const [first, second] = (event?.text ?? text).trim().split(/\s+/);
  if (command) return `command ${first}`;
  if (type === 'block_actions') return actions?.[0]?.action_id.replace(/[:~].*$/, '') ?? null;
  if (type === 'view_submission') return view?.callback_id ?? null;
  if (type !== 'event_callback' || !event || event.bot_id !== undefined) return null;
  return event.type === 'app_mention' ? `mention ${second}` : event.type;
}

let serial = 0;

/** A copy down to some level; what is below is shared, and frozen. */
export function copyOf(payload: Json, levels: number): Record<string, unknown> {
  const copy = (value: unknown, left: number): unknown => {
    if (typeof value !== 'object' || value === null || left === 0) return value;
    if (Array.isArray(value)) return value.map((each) => copy(each, left - 1));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copy(each, left - 1)]));
  };
  return Object.fromEntries(Object.entries(payload).map(([key, each]) => [key, copy(each, levels - 1)]));
}

/** A copy that Slack has not sent before: another trigger, another event, another moment. */
export function afresh(payload: Json, levels: number, random: Random): Json {
  serial += 1;
  const copy = copyOf(payload, levels);
  if ('event_id' in copy) copy.event_id = `Ev${serial}`;
  if ('trigger_id' in copy) copy.trigger_id = `${serial}.${random.below(1e9)}.x`;
  if (Array.isArray(copy.actions))
    for (const action of copy.actions) Reflect.set(action, 'action_ts', `${1_000_000 + serial}.0`);
  if (typeof copy.view === 'object' && copy.view !== null) Reflect.set(copy.view, 'hash', `h${serial}`);
  return copy;
}

/** The same payload, sent by somebody else. */
export function sentBy(payload: Json, person: { readonly id: string; readonly teamId: string }): Json {
  const copy: Record<string, unknown> = { ...payload };
  if (typeof copy.command === 'string') return { ...copy, user_id: person.id };
  if (copy.type === 'event_callback')
    return { ...copy, event: { ...(copy.event as object), user: person.id, user_team: person.teamId } };
  return { ...copy, user: { id: person.id, team_id: person.teamId } };
}

/** Who a payload says it is from; empty where it does not say. */
export function senderOf(payload: Json): string {
  if (typeof payload.user_id === 'string') return payload.user_id;
  const holder = payload.type === 'event_callback' ? payload.event : payload;
  const user = typeof holder === 'object' && holder !== null && 'user' in holder ? holder.user : null;
  const id = typeof user === 'object' && user !== null && 'id' in user ? user.id : user;
  return typeof id === 'string' ? id : '';
}
