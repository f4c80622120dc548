import { announceMembership } from '../app-events.ts';
import type { Local } from '../local.ts';
import { channelShape, messageShape } from '../slack-shapes.ts';
import {
  type Channel,
  emit,
  findMessage,
  isMember,
  type Json,
  type Message,
  messagesIn,
  must,
  nextId,
  openDm,
  repliesTo,
} from '../world.ts';
import { flag, type Method, page, parsed, reachable, SlackError, text, visibleChannel } from './method.ts';

const open: Method = (local, args) => {
  const { world } = local;
  const byId = text(args, 'channel');
  if (byId) return { channel: channelShape(world, visibleChannel(local, byId), 'info') };
  const ids = text(args, 'users').split(',').filter(Boolean);
  if (ids.length === 0) throw new SlackError('users_list_not_supplied');
  // Group conversations are not part of the sandbox.
  if (ids.length > 1) throw new SlackError('too_many_users');
  const person = reachable(local, world.data.people[ids[0] ?? '']);
  const before = Object.keys(world.data.channels).length;
  const channel = openDm(world, world.data.botUserId, person.id);
  const isNew = Object.keys(world.data.channels).length > before;
  const shape = flag(args, 'return_im') ? channelShape(world, channel, 'info') : { id: channel.id };
  return { ...(isNew ? {} : { no_op: true, already_open: true }), channel: shape };
};

const info: Method = (local, args) => {
  const channel = visibleChannel(local, text(args, 'channel'));
  const members = flag(args, 'include_num_members') ? { num_members: channel.memberIds.length } : {};
  return { channel: { ...channelShape(local.world, channel, 'info'), ...members } };
};

function listed(local: Local, args: Json, only: (channel: Channel) => boolean): Json {
  const types = (text(args, 'types') || 'public_channel').split(',').map((type) => type.trim());
  const all = Object.values(local.world.data.channels).filter((channel) => {
    const type = channel.kind === 'dm' ? 'im' : channel.isPrivate ? 'private_channel' : 'public_channel';
    const visible = !channel.isPrivate || isMember(channel, local.world.data.botUserId);
    const wanted = types.includes(type) && !(flag(args, 'exclude_archived') && channel.isArchived);
    return visible && wanted && channel.teamIds.includes(local.world.data.installedTeamId) && only(channel);
  });
  const { items, cursor } = page(all, args, 100);
  return {
    channels: items.map((channel) => channelShape(local.world, channel, 'list')),
    response_metadata: { next_cursor: cursor },
  };
}

const members: Method = (local, args) => {
  const channel = visibleChannel(local, text(args, 'channel'));
  const { items, cursor } = page(channel.memberIds, args, 100);
  return { members: items, response_metadata: { next_cursor: cursor } };
};

/** Messages newest first, between `oldest` and `latest`, ephemerals never among them. */
function between(messages: readonly Message[], args: Json): Message[] {
  const oldest = text(args, 'oldest');
  const latest = text(args, 'latest');
  const inclusive = flag(args, 'inclusive');
  return messages.filter(({ ts }) => {
    const afterOldest = oldest === '' || Number(ts) > Number(oldest) || (inclusive && ts === oldest);
    const beforeLatest = latest === '' || Number(ts) < Number(latest) || (inclusive && ts === latest);
    return afterOldest && beforeLatest;
  });
}

function readable(local: Local, args: Json): Channel {
  const channel = visibleChannel(local, text(args, 'channel'));
  if (!isMember(channel, local.world.data.botUserId)) throw new SlackError('not_in_channel');
  return channel;
}

const history: Method = (local, args) => {
  const channel = readable(local, args);
  const roots = messagesIn(local.world, channel.id).filter(
    (m) => m.ephemeralFor === null && m.threadTs === null,
  );
  const { items, cursor } = page(between(roots, args).reverse(), args, 100);
  const metadata = flag(args, 'include_all_metadata');
  return {
    messages: items.map((message) => messageShape(local.world, message, { metadata })),
    has_more: cursor !== '',
    pin_count: channel.pinnedTs.length,
    ...(cursor ? { response_metadata: { next_cursor: cursor } } : {}),
  };
};

const replies: Method = (local, args) => {
  const channel = readable(local, args);
  const found = findMessage(local.world, channel.id, text(args, 'ts'));
  if (!found) throw new SlackError('thread_not_found');
  const root = found.threadTs ? must(findMessage(local.world, channel.id, found.threadTs), 'thread') : found;
  const thread = [root, ...between(repliesTo(local.world, channel.id, root.ts), args)];
  const { items, cursor } = page(thread, args, 1000);
  const metadata = flag(args, 'include_all_metadata');
  return {
    messages: items.map((message) => messageShape(local.world, message, { metadata })),
    has_more: cursor !== '',
    ...(cursor ? { response_metadata: { next_cursor: cursor } } : {}),
  };
};

const join: Method = (local, args) => {
  const channel = visibleChannel(local, text(args, 'channel'));
  if (channel.kind === 'dm') throw new SlackError('method_not_supported_for_channel_type');
  if (channel.isArchived) throw new SlackError('is_archived');
  const { botUserId } = local.world.data;
  if (!isMember(channel, botUserId)) addMember(local, channel, botUserId);
  return { channel: channelShape(local.world, channel, 'info') };
};

function addMember(local: Local, channel: Channel, personId: string, inviterId?: string): void {
  channel.memberIds.push(personId);
  emit(local.world, { type: 'state', only: null });
  announceMembership(local, channel, must(local.world.data.people[personId], 'person'), 'joined', inviterId);
}

const invite: Method = (local, args) => {
  const channel = readable(local, args);
  if (channel.isArchived) throw new SlackError('is_archived');
  const ids = text(args, 'users').split(',').filter(Boolean);
  if (ids.length === 0) throw new SlackError('no_user');
  const { botUserId } = local.world.data;
  for (const id of ids) {
    if (id === botUserId) throw new SlackError('cant_invite_self');
    const person = reachable(local, local.world.data.people[id]);
    if (isMember(channel, id)) throw new SlackError('already_in_channel');
    // Somebody of an organisation the channel is not shared with cannot simply be added.
    if (!channel.teamIds.includes(person.teamId)) throw new SlackError('cant_invite');
  }
  for (const id of ids) addMember(local, channel, id, botUserId);
  return { channel: channelShape(local.world, channel, 'info') };
};

/** One address at a time; the organisation it belongs to is pending until it answers. */
const inviteShared: Method = (local, args) => {
  const channel = visibleChannel(local, text(args, 'channel'));
  if (channel.kind === 'dm') throw new SlackError('invalid_channel_type');
  if (!isMember(channel, local.world.data.botUserId)) throw new SlackError('not_in_channel');
  if (channel.isArchived) throw new SlackError('channel_archived');
  const emails = parsed(args, 'emails');
  const email = Array.isArray(emails) ? String(emails[0] ?? '') : '';
  if (email === '') throw new SlackError('recipients_not_specified');
  if (!email.includes('@')) throw new SlackError('invalid_email');
  if (channel.pendingTeamIds.length > 0) throw new SlackError('connection_limit_exceeded_pending');
  const person = Object.values(local.world.data.people).find((one) => one.email === email);
  if (person && isMember(channel, person.id)) throw new SlackError('already_in_channel');
  if (person) channel.pendingTeamIds.push(person.teamId);
  emit(local.world, { type: 'state', only: null });
  return { invite_id: nextId(local.world, 'I'), is_legacy_shared_channel: false };
};

const leave: Method = (local, args) => {
  const channel = visibleChannel(local, text(args, 'channel'));
  if (channel.kind === 'dm') throw new SlackError('method_not_supported_for_channel_type');
  const { botUserId } = local.world.data;
  if (!isMember(channel, botUserId)) return { not_in_channel: true };
  channel.memberIds = channel.memberIds.filter((id) => id !== botUserId);
  emit(local.world, { type: 'state', only: null });
  announceMembership(local, channel, must(local.world.data.people[botUserId], 'person'), 'left');
  return {};
};

export const conversations: Readonly<Record<string, Method>> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.list': (local, args) => listed(local, args, () => true),
  'users.conversations': (local, args) => {
    const who = text(args, 'user') || local.world.data.botUserId;
    return listed(local, args, (channel) => isMember(channel, who));
  },
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.join': join,
  'conversations.invite': invite,
  'conversations.inviteShared': inviteShared,
  'conversations.leave': leave,
};
