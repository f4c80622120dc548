import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Inputs } from '../feature.ts';
import { storableText } from '../store/storable-text.ts';
import { inputOf, valuesOf } from './element-values.ts';
import { asTyped } from './kit/text.ts';
import {
  blockActions,
  blockSuggestion,
  command,
  eventCallback,
  kindOf,
  shortcut,
  type view,
  viewPayload,
} from './payload-shapes.ts';

/** A Slack payload, reduced to what is routed on. Everything in it came from outside. */
export interface Inbound {
  readonly kind:
    | 'command'
    | 'action'
    | 'submission'
    | 'closed'
    | 'shortcut'
    | 'message_shortcut'
    | 'options'
    | 'event';
  /** Names this very delivery, so that a retry or a double click is known again. */
  readonly key: string;
  /** The workspace whose installation received it (slack.md: never the outer team_id of an event). */
  readonly teamId: string;
  /** The Enterprise Grid organisation of that workspace; null where there is none, or it is not said. */
  readonly enterpriseId: string | null;
  /** Our app's own id; null where the payload does not need it. */
  readonly appId: string | null;
  /** Who acted; null for events without a person. */
  readonly userId: string | null;
  readonly userTeamId: string | null;
  readonly channelId: string | null;
  readonly threadTs: string | null;
  readonly messageTs: string | null;
  /** The bot that wrote the message which was acted on, where Slack sends the message along. */
  readonly writtenBy: string | null;
  readonly triggerId: string | null;
  /** The command; the action's id; the modal's or shortcut's callback id; the event's type. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly string[];
  /** A link was followed, or something was chosen that is read when its form is sent: nobody need answer. */
  readonly isQuiet: boolean;
  readonly view: {
    readonly id: string;
    readonly callbackId: string;
    readonly hash: string;
    readonly metadata: unknown;
    readonly inputs: Inputs;
    readonly isHome: boolean;
  } | null;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Parses a verified body; null when it is of a kind, or a shape, that this app does not handle. */
export function parseInbound(received: unknown): Inbound | null {
  const body = storable(received, 0);
  const type = kindOf.safeParse(body);
  if (!type.success) return null;
  if (type.data.command !== undefined) return fromCommand(command.safeParse(body));
  switch (type.data.type) {
    case 'block_actions':
      return fromAction(blockActions.safeParse(body));
    case 'view_submission':
    case 'view_closed':
      return fromView(viewPayload.safeParse(body));
    case 'shortcut':
    case 'message_action':
      return fromShortcut(shortcut.safeParse(body));
    case 'block_suggestion':
      return fromSuggestion(blockSuggestion.safeParse(body));
    case 'event_callback':
      return fromEvent(eventCallback.safeParse(body));
    default:
      return null;
  }
}

/** Deeper than any block nests. */
const mostLevels = 64;

/** The body with every text in it fit to be stored, whatever was pasted. */
function storable(value: unknown, level: number): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (level === mostLevels) return null;
  if (Array.isArray(value)) return value.map((each) => storable(each, level + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [storableText(key), storable(each, level + 1)]),
  );
}

type Parsed<T extends z.ZodType> = z.ZodSafeParseResult<z.infer<T>>;

const nothing = {
  appId: null,
  threadTs: null,
  messageTs: null,
  writtenBy: null,
  triggerId: null,
  text: '',
  values: [],
  isQuiet: false,
  view: null,
  event: {},
} as const;

/** The installation and the person of an interaction. Without a team the organisation's app was used in the person's own. */
function whereOf(
  data: Pick<z.infer<typeof shortcut>, 'team' | 'enterprise' | 'user'> & {
    readonly view?: z.infer<typeof view> | null | undefined;
  },
) {
  return {
    teamId: data.view?.app_installed_team_id ?? data.team?.id ?? data.user.team_id ?? '',
    enterpriseId: data.enterprise?.id ?? data.team?.enterprise_id ?? null,
    userId: data.user.id,
    userTeamId: data.user.team_id,
  };
}

function fromCommand({ data }: Parsed<typeof command>): Inbound | null {
  if (!data) return null;
  return {
    ...nothing,
    kind: 'command',
    key: `command:${data.trigger_id}`,
    teamId: data.team_id,
    enterpriseId: data.enterprise_id,
    userId: data.user_id,
    userTeamId: data.team_id,
    channelId: data.channel_id,
    triggerId: data.trigger_id,
    name: data.command,
    text: asTyped(data.text),
  };
}

function fromAction({ data }: Parsed<typeof blockActions>): Inbound | null {
  const action = data?.actions[0];
  if (!data || !action) return null;
  const values = valuesOf(action);
  const container = data.view?.id ?? `${data.container.channel_id}:${data.container.message_ts}`;
  // Two clicks of one impatient finger carry different trigger ids; the same button in the same second is one press.
  const second = action.action_ts.split('.')[0];
  return {
    ...nothing,
    kind: 'action',
    key: digest(
      'action',
      data.user.id,
      container,
      action.block_id,
      action.action_id,
      values.join('\n'),
      second ?? '',
    ),
    ...whereOf(data),
    channelId: data.channel?.id ?? data.container.channel_id,
    threadTs: data.container.thread_ts ?? data.message?.thread_ts ?? null,
    messageTs: data.container.message_ts,
    writtenBy: data.message?.user ?? null,
    triggerId: data.trigger_id,
    name: action.action_id.replace(/~\d+$/, ''),
    values,
    // Only a button that leads nowhere else, and a menu in a message, do nothing when nobody answers them.
    isQuiet: action.url !== undefined || (action.type !== 'button' && Boolean(data.view)),
    view: data.view ? viewOf(data.view) : null,
  };
}

function fromView({ data }: Parsed<typeof viewPayload>): Inbound | null {
  if (!data) return null;
  return {
    ...nothing,
    kind: data.type === 'view_submission' ? 'submission' : 'closed',
    key: digest('view', data.user.id, data.view.id, data.view.hash, data.type),
    ...whereOf(data),
    channelId: null,
    triggerId: data.trigger_id,
    name: data.view.callback_id,
    view: viewOf(data.view),
  };
}

function fromShortcut({ data }: Parsed<typeof shortcut>): Inbound | null {
  if (!data) return null;
  return {
    ...nothing,
    kind: data.type === 'shortcut' ? 'shortcut' : 'message_shortcut',
    key: `shortcut:${data.trigger_id}`,
    ...whereOf(data),
    channelId: data.channel?.id ?? null,
    threadTs: data.message?.thread_ts ?? null,
    messageTs: data.message?.ts ?? null,
    triggerId: data.trigger_id,
    name: data.callback_id,
  };
}

function fromSuggestion({ data }: Parsed<typeof blockSuggestion>): Inbound | null {
  if (!data) return null;
  return {
    ...nothing,
    kind: 'options',
    key: digest('options', data.user.id, data.action_id, data.value),
    ...whereOf(data),
    channelId: data.channel?.id ?? data.container?.channel_id ?? null,
    name: data.action_id,
    text: data.value,
  };
}

function fromEvent({ data }: Parsed<typeof eventCallback>): Inbound | null {
  if (!data) return null;
  const { event } = data;
  const text = (key: string) => (typeof event[key] === 'string' ? event[key] : null);
  return {
    ...nothing,
    kind: 'event',
    key: `event:${data.event_id}`,
    teamId: data.authorizations[0]?.team_id ?? data.team_id ?? '',
    enterpriseId: data.authorizations[0]?.enterprise_id ?? null,
    appId: data.api_app_id,
    userId: text('user') ?? text('user_id'),
    userTeamId: text('user_team') ?? text('team'),
    channelId: channelsIn(event)[0] ?? null,
    threadTs: text('thread_ts'),
    messageTs: text('ts'),
    name: event.type,
    text: text('text') ?? '',
    event,
  };
}

/** The channels an event is about: some carry the id, some the channel, a changed id comes with the old one. */
export function channelsIn(event: Inbound['event']): string[] {
  const { channel, channel_id, item, old_channel_id, new_channel_id } = event;
  const named = typeof channel === 'object' && channel !== null && 'id' in channel ? channel.id : channel;
  const reactedIn = typeof item === 'object' && item !== null && 'channel' in item ? item.channel : undefined;
  return [named, channel_id, reactedIn, old_channel_id, new_channel_id].filter(
    (id) => typeof id === 'string',
  );
}

function viewOf(data: z.infer<typeof view>): NonNullable<Inbound['view']> {
  const inputs: Record<string, string | readonly string[] | null> = {};
  for (const [blockId, elements] of Object.entries(data.state?.values ?? {})) {
    const element = Object.values(elements)[0];
    if (element) inputs[blockId] = inputOf(element);
  }
  return {
    id: data.id,
    callbackId: data.callback_id,
    hash: data.hash,
    metadata: parseJson(data.private_metadata),
    inputs,
    isHome: data.type === 'home',
  };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? null : storable(JSON.parse(text), 0);
  } catch {
    return null;
  }
}

function digest(...parts: readonly string[]): string {
  return `${parts[0]}:${createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32)}`;
}
