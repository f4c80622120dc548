import { checkMessageBlocks, describeFaults } from '../blocks/blocks-check.ts';
import { isJson } from '../blocks/check.ts';
import type { Local } from '../local.ts';
import { type Channel, findChannel, isMember, isVisible, type Json, openDm, type Person } from '../world.ts';

/** A Web API method: takes the parsed arguments, answers what goes beside `ok: true`, or throws a SlackError. */
export type Method = (local: Local, args: Json) => Json;

/** Answered as `{ok: false, error: code, …extra}`. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: Json;

  constructor(code: string, extra: Json = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** A string argument; empty when absent. */
export function text(args: Json, key: string): string {
  const value = args[key];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function flag(args: Json, key: string): boolean {
  return args[key] === true || args[key] === 'true' || args[key] === '1';
}

/** An argument that may arrive as JSON in a form field. */
export function parsed(args: Json, key: string): unknown {
  const value = args[key];
  if (typeof value !== 'string') return value;
  if (value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackError(key === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments');
  }
}

/** The channel as the app may see it: a private one it is not in does not exist for it. */
export function visibleChannel(local: Local, idOrName: string): Channel {
  const { world } = local;
  const channel = findChannel(world, idOrName);
  if (!channel) throw new SlackError('channel_not_found');
  const isIn = isMember(channel, world.data.botUserId);
  if ((channel.isPrivate && !isIn) || !channel.teamIds.includes(world.data.installedTeamId)) {
    throw new SlackError('channel_not_found');
  }
  return channel;
}

/** A channel the app may post in. A user id means the direct message with that person. */
export function postableChannel(local: Local, id: string, archivedCode = 'is_archived'): Channel {
  const { world } = local;
  if (id === '') throw new SlackError('channel_not_found');
  const person = world.data.people[id];
  if (person) return openDm(world, world.data.botUserId, reachable(local, person).id);
  const channel = visibleChannel(local, id);
  if (channel.isArchived) throw new SlackError(archivedCode);
  if (!isMember(channel, world.data.botUserId)) throw new SlackError('not_in_channel');
  if (channel.frozenReason) throw new SlackError('restricted_action');
  if (channel.kind === 'dm') {
    const other = channel.memberIds.find((one) => one !== world.data.botUserId);
    const partner = other ? world.data.people[other] : undefined;
    if (!partner || partner.isDeactivated || !isVisible(world, partner))
      throw new SlackError('channel_not_found');
  }
  return channel;
}

/** A person the app may write to: there, active, and of a team it shares a channel with. */
export function reachable(local: Local, person: Person | undefined): Person {
  if (!person) throw new SlackError('user_not_found');
  if (!isVisible(local.world, person)) throw new SlackError('user_not_visible');
  if (person.isDeactivated) throw new SlackError('user_disabled');
  return person;
}

/** The blocks argument, checked as Slack checks it; null when none was given. */
export function checkedBlocks(args: Json): readonly Json[] | null {
  const blocks = parsed(args, 'blocks');
  if (blocks === undefined || blocks === null) return null;
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  const faults = checkMessageBlocks(blocks);
  if (faults.length > 0) {
    const messages = describeFaults(faults);
    throw new SlackError('invalid_blocks', { errors: messages, response_metadata: { messages } });
  }
  return blocks.filter(isJson);
}

/** What the block checker found, out of the answer's `response_metadata.messages`. */
export function blockFaults(answer: Json): readonly string[] {
  const metadata = isJson(answer.response_metadata) ? answer.response_metadata : {};
  return Array.isArray(metadata.messages) ? metadata.messages.map(String) : [];
}

/** One page of a list, with Slack's cursors. */
export function page<T>(
  items: readonly T[],
  args: Json,
  defaultLimit: number,
): { items: T[]; cursor: string } {
  const start = Number(Buffer.from(text(args, 'cursor'), 'base64').toString()) || 0;
  const limit = Math.min(Number(text(args, 'limit')) || defaultLimit, 1000);
  const next = start + limit;
  return {
    items: items.slice(start, next),
    cursor: next < items.length ? Buffer.from(String(next)).toString('base64') : '',
  };
}
