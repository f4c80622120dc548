import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Inputs } from '../feature.ts';
import { storableText } from '../store/storable-text.ts';
import { asTyped } from './kit/text.ts';

/** A Slack payload, reduced to what is routed on. Everything in it came from outside. */
export interface Inbound {
  readonly kind: 'command' | 'action' | 'submission' | 'closed' | 'event';
  /** Names this very delivery, so that a retry or a double click is known again. */
  readonly key: string;
  /** The workspace whose installation received it (slack.md: never the outer team_id of an event). */
  readonly teamId: string;
  /** Who acted; null for events without a person. */
  readonly userId: string | null;
  readonly userTeamId: string | null;
  readonly channelId: string | null;
  readonly threadTs: string | null;
  readonly messageTs: string | null;
  readonly triggerId: string | null;
  /** The command's text; the action's id; the modal's callback id; the event's type. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly string[];
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

const id = z.string().min(1).max(64);
const maybeId = id.nullish().transform((value) => value ?? null);
const loose = z.record(z.string(), z.unknown());

const command = z.object({
  command: z.string(),
  team_id: id,
  user_id: id,
  channel_id: id,
  trigger_id: id,
  text: z.string().default(''),
});

const view = z.object({
  id,
  type: z.string(),
  callback_id: z.string().max(255).default(''),
  hash: z.string().default(''),
  private_metadata: z.string().max(3000).default(''),
  app_installed_team_id: maybeId,
  state: z.object({ values: z.record(z.string(), z.record(z.string(), loose)) }).optional(),
});

const user = z.object({ id, team_id: maybeId });
const team = z.object({ id }).nullish();

const blockActions = z.object({
  type: z.literal('block_actions'),
  team,
  user,
  trigger_id: maybeId,
  container: z.object({ type: z.string(), channel_id: maybeId, message_ts: maybeId, thread_ts: maybeId }),
  channel: z.object({ id }).nullish(),
  message: z.object({ thread_ts: maybeId }).nullish(),
  view: view.nullish(),
  actions: z
    .array(
      loose.and(
        z.object({
          action_id: z.string().max(255),
          block_id: z.string().max(255).default(''),
          action_ts: z.string().max(64).default(''),
        }),
      ),
    )
    .min(1),
});

const viewPayload = z.object({
  type: z.enum(['view_submission', 'view_closed']),
  team,
  user,
  trigger_id: maybeId,
  view,
});

const eventCallback = z.object({
  type: z.literal('event_callback'),
  event_id: id,
  team_id: maybeId,
  authorizations: z.array(z.object({ team_id: maybeId })).default([]),
  event: loose.and(z.object({ type: z.string() })),
});

/** Parses a verified body; null when it is of a kind, or a shape, that this app does not handle. */
export function parseInbound(received: unknown): Inbound | null {
  const body = storable(received, 0);
  const type = z.object({ type: z.string().optional(), command: z.string().optional() }).safeParse(body);
  if (!type.success) return null;
  if (type.data.command !== undefined) return fromCommand(command.safeParse(body));
  switch (type.data.type) {
    case 'block_actions':
      return fromAction(blockActions.safeParse(body));
    case 'view_submission':
    case 'view_closed':
      return fromView(viewPayload.safeParse(body));
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

const nothing = { threadTs: null, messageTs: null, text: '', values: [], view: null, event: {} } as const;

function fromCommand({ data }: Parsed<typeof command>): Inbound | null {
  if (!data) return null;
  return {
    ...nothing,
    kind: 'command',
    key: `command:${data.trigger_id}`,
    teamId: data.team_id,
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
    teamId: data.view?.app_installed_team_id ?? data.team?.id ?? data.user.team_id ?? '',
    userId: data.user.id,
    userTeamId: data.user.team_id,
    channelId: data.channel?.id ?? data.container.channel_id,
    threadTs: data.container.thread_ts ?? data.message?.thread_ts ?? null,
    messageTs: data.container.message_ts,
    triggerId: data.trigger_id,
    name: action.action_id.replace(/~\d+$/, ''),
    values,
    view: data.view ? viewOf(data.view) : null,
  };
}

function fromView({ data }: Parsed<typeof viewPayload>): Inbound | null {
  if (!data) return null;
  return {
    ...nothing,
    kind: data.type === 'view_submission' ? 'submission' : 'closed',
    key: digest('view', data.user.id, data.view.id, data.view.hash, data.type),
    teamId: data.view.app_installed_team_id ?? data.team?.id ?? '',
    userId: data.user.id,
    userTeamId: data.user.team_id,
    channelId: null,
    triggerId: data.trigger_id,
    name: data.view.callback_id,
    view: viewOf(data.view),
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
    userId: text('user'),
    userTeamId: text('user_team') ?? text('team'),
    channelId: text('channel'),
    threadTs: text('thread_ts'),
    messageTs: text('ts'),
    triggerId: null,
    name: event.type,
    text: text('text') ?? '',
    event,
  };
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

const listTypes = new Set([
  'checkboxes',
  'multi_static_select',
  'multi_users_select',
  'multi_conversations_select',
  'file_input',
]);

/** An element's state as Slack shapes it per type (https://docs.slack.dev/reference/block-kit/block-elements). */
function inputOf(element: Readonly<Record<string, unknown>>): string | readonly string[] | null {
  const values = valuesOf(element);
  return typeof element.type === 'string' && listTypes.has(element.type) ? values : (values[0] ?? null);
}

function valuesOf(element: Readonly<Record<string, unknown>>): string[] {
  const single = [
    'value',
    'selected_date',
    'selected_time',
    'selected_user',
    'selected_conversation',
    'selected_channel',
  ];
  for (const key of single) {
    const value = element[key];
    if (typeof value === 'string' && value !== '') return [value];
  }
  if (typeof element.selected_date_time === 'number') return [String(element.selected_date_time)];
  const option = element.selected_option;
  if (typeof option === 'object' && option !== null && 'value' in option) return textsOf([option.value]);
  for (const key of ['selected_options', 'selected_users', 'selected_conversations', 'files']) {
    const list = element[key];
    if (!Array.isArray(list)) continue;
    return textsOf(
      list.map((each) => (typeof each === 'string' ? each : (each?.value ?? each?.permalink ?? each?.id))),
    );
  }
  return [];
}

function textsOf(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}

function digest(...parts: readonly string[]): string {
  return `${parts[0]}:${createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32)}`;
}
