import { isOrgWideIn } from './installations.ts';
import type { Local } from './local.ts';
import { app } from './seed-world.ts';
import { messageShape, userShape } from './slack-shapes.ts';
import {
  type Channel,
  installationOf,
  isExternal,
  isShared,
  isVisible,
  type Json,
  type Message,
  nextId,
  nextTs,
  nowSeconds,
  type Person,
  type World,
} from './world.ts';

/**
 * Sends an event to the app in Slack's outer envelope. For an actor of another organisation the outer
 * `team_id` and `context_team_id` are that organisation's: only `authorizations` name the installation.
 */
export function sendEvent(
  local: Local,
  event: Json,
  about: { channel?: Channel; actor?: Person } = {},
): void {
  const subscription = subscriptionFor(event);
  if (local.events && !local.events.has(subscription)) return;
  const { world } = local;
  const teamId = about.actor?.teamId ?? world.data.installedTeamId;
  const hearing = hearingInstallation(world, about);
  const { enterpriseId = null } = world.data.teams[hearing.teamId] ?? {};
  local.socket.sendEvent({
    token: 'sandbox-verification-token',
    team_id: teamId,
    context_team_id: teamId,
    enterprise_id: enterpriseId,
    context_enterprise_id: null,
    api_app_id: app.id,
    event: { ...event, event_ts: event.event_ts ?? nextTs(world) },
    type: 'event_callback',
    event_id: nextId(world, 'Ev'),
    event_time: nowSeconds(world),
    authorizations: [
      {
        enterprise_id: enterpriseId,
        team_id: hearing.teamId,
        user_id: hearing.botUserId,
        is_bot: true,
        is_enterprise_install: isOrgWideIn(local, hearing.teamId),
      },
    ],
    is_ext_shared_channel: about.channel ? isShared(about.channel) : false,
    event_context: `4-${nextId(world, 'ec')}`,
  });
}

/** One delivery names one installation: the actor's own where they have one that hears it, and else the vendor's. */
function hearingInstallation(world: World, about: { readonly channel?: Channel; readonly actor?: Person }) {
  const theirs = installationOf(world, about.actor?.teamId ?? world.data.installedTeamId);
  const vendors = installationOf(world, world.data.installedTeamId);
  if (!about.channel) return theirs;
  const bots = botsIn(world, about.channel);
  const others = Object.keys(world.data.teams).map((teamId) => installationOf(world, teamId));
  return [theirs, vendors, ...others].find(({ botUserId }) => bots.includes(botUserId)) ?? vendors;
}

/** The app's bots that are in a channel: the vendor's, and those of other installations. */
function botsIn(world: World, channel: Channel): string[] {
  const bots = [world.data.botUserId, ...Object.values(world.data.teams).map(({ botUserId }) => botUserId)];
  return channel.memberIds.filter((id) => bots.includes(id));
}

/** Message events are subscribed to by kind of conversation: `message.channels`, `message.groups`, `message.im`. */
function subscriptionFor(event: Json): string {
  if (event.type !== 'message') return String(event.type);
  const kinds: Readonly<Record<string, string>> = { channel: 'channels', group: 'groups', im: 'im' };
  return `message.${kinds[String(event.channel_type)] ?? 'channels'}`;
}

function channelType(channel: Channel): 'im' | 'group' | 'channel' {
  return channel.kind === 'dm' ? 'im' : channel.isPrivate ? 'group' : 'channel';
}

function botHears(world: World, channel: Channel): boolean {
  return botsIn(world, channel).length > 0;
}

/** What Slack adds to messages of other organisations' people. */
function senderFields(world: World, person: Person): Json {
  if (!isExternal(world, person)) return {};
  return {
    user_team: person.teamId,
    source_team: person.teamId,
    user_profile: {
      real_name: person.name,
      display_name: person.name.split(' ')[0],
      name: person.username,
      team: person.teamId,
      is_restricted: false,
      is_ultra_restricted: false,
    },
  };
}

/** A new message: `message` where the bot is a member, and `app_mention` when it names the bot in a channel. */
export function announceMessage(local: Local, channel: Channel, message: Message): void {
  const { world } = local;
  const author = world.data.people[message.userId];
  if (!author || !botHears(world, channel) || message.ephemeralFor) return;
  const shape = { ...messageShape(world, message, { metadata: true }), ...senderFields(world, author) };
  const about = { channel, actor: author };
  const where = { channel: channel.id, event_ts: message.ts };
  const isMentioned = botsIn(world, channel).some((id) => message.text.includes(`<@${id}>`));
  if (!author.isBot && channel.kind === 'channel' && isMentioned) {
    sendEvent(local, { ...shape, type: 'app_mention', ...where }, about);
  }
  sendEvent(local, { ...shape, ...where, channel_type: channelType(channel) }, about);
}

/** A changed or deleted message, as the `message` event's subtypes. */
export function announceChange(
  local: Local,
  channel: Channel,
  change: { readonly previous: Json; readonly message: Message | null },
): void {
  const { world } = local;
  if (!botHears(world, channel)) return;
  const ts = nextTs(world);
  const common = {
    type: 'message',
    hidden: true,
    channel: channel.id,
    ts,
    event_ts: ts,
    channel_type: channelType(channel),
    previous_message: change.previous,
  };
  const event = change.message
    ? {
        ...common,
        subtype: 'message_changed',
        message: messageShape(world, change.message, { metadata: true }),
      }
    : { ...common, subtype: 'message_deleted', deleted_ts: change.previous.ts };
  sendEvent(local, event, { channel });
}

export function announceReaction(
  local: Local,
  channel: Channel,
  message: Message,
  person: Person,
  name: string,
): void {
  if (!botHears(local.world, channel)) return;
  sendEvent(
    local,
    {
      type: 'reaction_added',
      user: person.id,
      reaction: name,
      item_user: message.userId,
      item: { type: 'message', channel: channel.id, ts: message.ts },
    },
    { channel, actor: person },
  );
}

export function announceMembership(
  local: Local,
  channel: Channel,
  person: Person,
  change: 'joined' | 'left',
  inviterId?: string,
): void {
  const isBot = person.id === local.world.data.botUserId;
  if (isBot && change === 'left') {
    const type = channel.isPrivate ? 'group_left' : 'channel_left';
    sendEvent(local, { type, channel: channel.id, actor_id: channel.creatorId }, { channel });
    return;
  }
  if (!botHears(local.world, channel) && !isBot) return;
  sendEvent(
    local,
    {
      type: `member_${change}_channel`,
      user: person.id,
      channel: channel.id,
      channel_type: channel.isPrivate ? 'G' : 'C',
      team: person.teamId,
      ...(inviterId ? { inviter: inviterId } : {}),
    },
    { channel, actor: person },
  );
}

/** `user_change` and `team_join`; Slack tells of another organisation's people only while a channel is shared. */
export function announcePerson(local: Local, person: Person, type: 'user_change' | 'team_join'): void {
  if (!isVisible(local.world, person)) return;
  const event = { type, user: userShape(local.world, person), cache_ts: nowSeconds(local.world) };
  sendEvent(local, event, { actor: person });
}
