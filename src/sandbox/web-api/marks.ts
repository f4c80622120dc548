import { emit, findMessage, must, nextId, nowSeconds } from '../world.ts';
import { addReaction } from '../world-changes.ts';
import { type Method, postableChannel, SlackError, text, visibleChannel } from './method.ts';

const bookmarksAdd: Method = (local, args) => {
  const channel = postableChannel(local, text(args, 'channel_id'));
  const title = text(args, 'title');
  const link = text(args, 'link');
  if (title === '' || text(args, 'type') !== 'link') throw new SlackError('invalid_arguments');
  if (!/^https?:\/\//.test(link)) throw new SlackError('invalid_link');
  const bookmark = {
    id: nextId(local.world, 'Bk'),
    channel_id: channel.id,
    title,
    link,
    emoji: text(args, 'emoji'),
    type: 'link',
    date_created: nowSeconds(local.world),
    app_id: local.world.data.botUserId,
  };
  channel.bookmarks.push(bookmark);
  emit(local.world, { type: 'state', only: null });
  return { bookmark };
};

const pinsAdd: Method = (local, args) => {
  const channel = postableChannel(local, text(args, 'channel'));
  const ts = text(args, 'timestamp');
  if (!findMessage(local.world, channel.id, ts)) throw new SlackError('message_not_found');
  if (channel.pinnedTs.includes(ts)) throw new SlackError('already_pinned');
  channel.pinnedTs.push(ts);
  return {};
};

const reactionsAdd: Method = (local, args) => {
  const channel = postableChannel(local, text(args, 'channel'));
  const message = findMessage(local.world, channel.id, text(args, 'timestamp'));
  if (!message) throw new SlackError('message_not_found');
  const name = text(args, 'name').replaceAll(':', '');
  if (!/^[a-z0-9_+-]+$/.test(name)) throw new SlackError('invalid_name');
  const bot = must(local.world.data.people[local.world.data.botUserId], 'person');
  if (!addReaction(local, channel, message, bot, name)) throw new SlackError('already_reacted');
  return {};
};

/** Bookmarks, pins and reactions: what is stuck onto channels and messages. */
export const marks: Readonly<Record<string, Method>> = {
  'bookmarks.add': bookmarksAdd,
  'bookmarks.list': (local, args) => ({
    bookmarks: visibleChannel(local, text(args, 'channel_id')).bookmarks,
  }),
  'pins.add': pinsAdd,
  'reactions.add': reactionsAdd,
};
