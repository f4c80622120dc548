import { app } from './seed-world.ts';
import {
  type Channel,
  isExternal,
  isMember,
  isShared,
  isVisible,
  type Json,
  type Message,
  must,
  type Person,
  repliesTo,
  type StoredFile,
  type View,
  type World,
} from './world.ts';

/** A user as `users.info` gives it: of another organisation's people Slack tells less. */
export function userShape(
  world: World,
  person: Person,
  options: { email: boolean } = { email: false },
): Json {
  const external = isExternal(world, person);
  const enterpriseId = world.data.teams[person.teamId]?.enterpriseId;
  const names = { real_name: person.name, real_name_normalized: person.name };
  const zone = person.isDeactivated
    ? {}
    : { tz: person.timeZone, tz_label: person.timeZone, tz_offset: offsetSeconds(world, person.timeZone) };
  const rights =
    external || person.isDeactivated
      ? {}
      : {
          is_admin: person.isAdmin,
          is_owner: person.isOwner,
          is_primary_owner: person.isOwner,
          is_restricted: person.guest !== undefined,
          is_ultra_restricted: person.guest === 'single',
        };
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.username,
    deleted: person.isDeactivated,
    color: '4bbe2e',
    real_name: person.name,
    ...zone,
    profile: {
      title: person.title,
      phone: '',
      skype: '',
      ...names,
      display_name: person.name.split(' ')[0],
      display_name_normalized: person.name.split(' ')[0],
      fields: null,
      status_text: '',
      status_emoji: '',
      status_expiration: 0,
      avatar_hash: 'sandbox',
      ...(person.isBot ? { bot_id: app.botId, api_app_id: app.id } : {}),
      ...(options.email && !person.isBot ? { email: person.email } : {}),
      team: person.teamId,
    },
    ...rights,
    ...(enterpriseId && {
      enterprise_user: {
        id: person.id,
        enterprise_id: enterpriseId,
        enterprise_name: enterpriseId,
        is_admin: false,
        is_owner: false,
        teams: [person.teamId],
      },
    }),
    is_bot: person.isBot,
    is_app_user: false,
    ...(external && !isVisible(world, person) ? { is_stranger: true } : {}),
    updated: 1_700_000_000,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
  };
}

function offsetSeconds(world: World, timeZone: string): number {
  const now = world.clock.now();
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -1 : 1) * minutes * 60;
}

/** A channel as `conversations.info` gives it; listing methods lack `connected_team_ids`, as Slack's do. */
export function channelShape(world: World, channel: Channel, detail: 'info' | 'list'): Json {
  const { installedTeamId, botUserId } = world.data;
  if (channel.kind === 'dm') {
    const other = channel.memberIds.find((id) => id !== botUserId) ?? botUserId;
    return {
      id: channel.id,
      created: channel.createdAt,
      is_archived: channel.isArchived,
      is_im: true,
      is_org_shared: false,
      is_ext_shared: isShared(channel),
      context_team_id: installedTeamId,
      user: other,
      is_user_deleted: world.data.people[other]?.isDeactivated ?? false,
      priority: 0,
    };
  }
  const shared = isShared(channel);
  const others = channel.teamIds.filter((id) => id !== installedTeamId);
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    created: channel.createdAt,
    updated: channel.createdAt * 1000,
    is_archived: channel.isArchived,
    ...(channel.frozenReason && { is_frozen: true, frozen_reason: channel.frozenReason }),
    is_general: false,
    unlinked: 0,
    is_shared: shared,
    is_org_shared: false,
    is_ext_shared: shared,
    is_pending_ext_shared: channel.pendingTeamIds.length > 0,
    pending_shared: channel.pendingTeamIds,
    pending_connected_team_ids: channel.pendingTeamIds,
    context_team_id: installedTeamId,
    parent_conversation: null,
    creator: channel.creatorId,
    shared_team_ids: channel.teamIds,
    is_member: isMember(channel, botUserId),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    ...(detail === 'info'
      ? {
          conversation_host_id: channel.hostTeamId,
          ...(channel.canvas && {
            properties: { canvas: { file_id: channel.canvas.id, is_empty: channel.canvas.markdown === '' } },
          }),
          ...(shared ? { connected_team_ids: others, internal_team_ids: [] } : {}),
        }
      : { num_members: channel.memberIds.length }),
  };
}

export function fileShape(world: World, file: StoredFile, baseUrl: string): Json {
  return {
    id: file.id,
    created: Math.floor(world.data.lastTs / 1_000_000),
    name: file.name,
    title: file.title,
    mimetype: file.name.endsWith('.ics') ? 'text/calendar' : 'text/plain',
    filetype: file.name.split('.').at(-1) ?? 'text',
    user: world.data.botUserId,
    size: file.size,
    url_private: fileUrl(file, baseUrl),
    permalink: fileUrl(file, baseUrl),
  };
}

export function fileUrl(file: StoredFile, baseUrl: string): string {
  return `${baseUrl}/files/${file.id}/${encodeURIComponent(file.name)}`;
}

/** A message as history, replies, events and the answers of `chat.*` give it. */
export function messageShape(world: World, message: Message, options: { metadata: boolean }): Json {
  const author = must(world.data.people[message.userId], 'person');
  const replies = repliesTo(world, message.channelId, message.ts);
  if (message.isTombstone) {
    return {
      type: 'message',
      subtype: 'tombstone',
      hidden: true,
      user: 'USLACKBOT',
      text: message.text,
      ts: message.ts,
    };
  }
  return {
    type: 'message',
    user: message.userId,
    ts: message.ts,
    team: author.teamId,
    text: message.text,
    ...(message.isFromApp
      ? {
          bot_id: app.botId,
          app_id: app.id,
          bot_profile: {
            id: app.botId,
            app_id: app.id,
            name: author.name,
            deleted: false,
            team_id: author.teamId,
          },
        }
      : { client_msg_id: `00000000-0000-4000-8000-${message.ts.replace('.', '').slice(-12)}` }),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(replies.length > 0
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.userId))],
          reply_users_count: new Set(replies.map((reply) => reply.userId)).size,
          latest_reply: replies.at(-1)?.ts,
        }
      : {}),
    ...(message.editedTs ? { edited: { user: message.userId, ts: message.editedTs } } : {}),
    ...(message.reactions.length > 0
      ? {
          reactions: message.reactions.map((one) => ({
            name: one.name,
            users: one.userIds,
            count: one.userIds.length,
          })),
        }
      : {}),
    ...(message.fileIds.length > 0
      ? {
          files: message.fileIds
            .map((id) => world.data.files[id])
            .map((file) => ({ id: file?.id, name: file?.name, title: file?.title })),
        }
      : {}),
    ...(options.metadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** A view as `views.*` answer it and as interaction payloads carry it. */
export function viewShape(world: World, view: View): Json {
  const person = must(world.data.people[view.personId], 'person');
  return {
    id: view.id,
    team_id: person.teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.state },
    hash: view.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close,
    submit: view.submit,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.id,
    external_id: view.externalId,
    app_installed_team_id: view.installedTeamId ?? world.data.installedTeamId,
    bot_id: app.botId,
  };
}
