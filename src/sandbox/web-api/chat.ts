import { announceChange, announceMessage } from '../app-events.ts';
import { isJson } from '../blocks/check.ts';
import { withIds } from '../blocks/interactive.ts';
import type { Local } from '../local.ts';
import { messageShape } from '../slack-shapes.ts';
import {
  addMessage,
  type Channel,
  emitMessage,
  findMessage,
  isMember,
  type Json,
  type Message,
  nextTs,
  removeMessage,
} from '../world.ts';
import {
  checkedBlocks,
  type Method,
  parsed,
  postableChannel,
  SlackError,
  text,
  visibleChannel,
} from './method.ts';

const maxText = 40_000;
/** `chat.update` takes less than `chat.postMessage`. */
const maxUpdatedText = 4000;
const maxMetadataBytes = 16_384;

/** Text and blocks of a message, at least one of them given. */
export function contentOf(
  local: Local,
  args: Json,
  limit: number,
): { text: string; blocks: readonly Json[] | null } {
  const blocks = checkedBlocks(args);
  const body = text(args, 'text');
  if (body.trim() === '' && (blocks?.length ?? 0) === 0) throw new SlackError('no_text');
  if (body.length > limit) throw new SlackError('msg_too_long');
  return { text: body, blocks: blocks && blocks.length > 0 ? withIds(local.world, blocks) : null };
}

function metadataOf(args: Json): Json | null {
  const metadata = parsed(args, 'metadata');
  if (metadata === undefined || metadata === null) return null;
  if (!isJson(metadata) || typeof metadata.event_type !== 'string' || !isJson(metadata.event_payload)) {
    throw new SlackError('invalid_metadata_format');
  }
  if (JSON.stringify(metadata).length > maxMetadataBytes) throw new SlackError('metadata_too_large');
  return metadata;
}

/** The root of the thread to answer in; a reply's `ts` stands for its thread. */
function threadOf(local: Local, channel: Channel, args: Json): string | null {
  const ts = text(args, 'thread_ts');
  if (ts === '') return null;
  const root = findMessage(local.world, channel.id, ts);
  if (!root) throw new SlackError('thread_not_found');
  return root.threadTs ?? root.ts;
}

function ownMessage(local: Local, channel: Channel, args: Json, refused: string): Message {
  const message = findMessage(local.world, channel.id, text(args, 'ts'));
  if (!message || message.isTombstone) throw new SlackError('message_not_found');
  if (!message.isFromApp) throw new SlackError(refused);
  return message;
}

const postMessage: Method = (local, args) => {
  const channel = postableChannel(local, text(args, 'channel'));
  const content = contentOf(local, args, maxText);
  const message = addMessage(local.world, {
    channelId: channel.id,
    userId: local.world.data.botUserId,
    isFromApp: true,
    ...content,
    threadTs: threadOf(local, channel, args),
    metadata: metadataOf(args),
  });
  announceMessage(local, channel, message);
  return {
    channel: channel.id,
    ts: message.ts,
    message: messageShape(local.world, message, { metadata: true }),
  };
};

const update: Method = (local, args) => {
  const channel = postableChannel(local, text(args, 'channel'), 'is_inactive');
  const message = ownMessage(local, channel, args, 'cant_update_message');
  const content = contentOf(local, args, maxUpdatedText);
  const previous = messageShape(local.world, message, { metadata: true });
  message.text = content.text === '' ? message.text : content.text;
  // Without `blocks` the old ones stay; an empty list takes them away.
  if (parsed(args, 'blocks') !== undefined) message.blocks = content.blocks;
  message.metadata = metadataOf(args) ?? message.metadata;
  message.editedTs = nextTs(local.world);
  emitMessage(local.world, message);
  announceChange(local, channel, { previous, message });
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageShape(local.world, message, { metadata: true }),
  };
};

const deleteMessage: Method = (local, args) => {
  const channel = postableChannel(local, text(args, 'channel'));
  const message = ownMessage(local, channel, args, 'cant_delete_message');
  const previous = messageShape(local.world, message, { metadata: true });
  removeMessage(local.world, message);
  announceChange(local, channel, { previous, message: null });
  return { channel: channel.id, ts: message.ts };
};

const postEphemeral: Method = (local, args) => {
  const channel = postableChannel(local, text(args, 'channel'));
  const userId = text(args, 'user');
  if (!local.world.data.people[userId]) throw new SlackError('user_not_found');
  if (!isMember(channel, userId)) throw new SlackError('user_not_in_channel');
  const message = addMessage(local.world, {
    channelId: channel.id,
    userId: local.world.data.botUserId,
    isFromApp: true,
    ...contentOf(local, args, maxText),
    threadTs: threadOf(local, channel, args),
    ephemeralFor: userId,
  });
  return { message_ts: message.ts };
};

const getPermalink: Method = (local, args) => {
  const channel = visibleChannel(local, text(args, 'channel'));
  const message = findMessage(local.world, channel.id, text(args, 'message_ts'));
  if (!message) throw new SlackError('message_not_found');
  const path = `/archives/${channel.id}/p${message.ts.replace('.', '')}`;
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  return { channel: channel.id, permalink: `${local.baseUrl}${path}${thread}` };
};

export const chat: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': deleteMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};
