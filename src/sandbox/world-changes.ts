import {
  announceChange,
  announceMembership,
  announcePerson,
  announceReaction,
  sendEvent,
} from './app-events.ts';
import type { Local } from './local.ts';
import { channelShape, messageShape } from './slack-shapes.ts';
import {
  type Channel,
  emit,
  emitMessage,
  findChannel,
  findMessage,
  isMember,
  type Json,
  type Message,
  must,
  nextId,
  type Person,
  removeMessage,
} from './world.ts';

/** What happens to the world outside the app's reach; each tells the app of it as Slack would. */

function channelOf(local: Local, idOrName: string): Channel {
  return must(findChannel(local.world, idOrName), `channel ${idOrName}`);
}

function personOf(local: Local, id: string): Person {
  return must(local.world.data.people[id], `person ${id}`);
}

/** Private channels have events of their own: `group_archive` for `channel_archive`. */
function eventName(channel: Channel, what: string): string {
  return `${channel.isPrivate ? 'group' : 'channel'}_${what}`;
}

function renamed(local: Local, channel: Channel): Json {
  const { id, name, name_normalized, created } = channelShape(local.world, channel, 'list');
  return { channel: { id, name, name_normalized, created, is_channel: !channel.isPrivate, is_mpim: false } };
}

function changed(local: Local): void {
  emit(local.world, { type: 'state', only: null });
}

export function archiveChannel(local: Local, idOrName: string, archived = true): void {
  const channel = channelOf(local, idOrName);
  channel.isArchived = archived;
  changed(local);
  const type = eventName(channel, archived ? 'archive' : 'unarchive');
  sendEvent(local, { type, channel: channel.id, user: channel.creatorId, is_moved: 0 }, { channel });
}

/** The channel and its messages are gone for good. */
export function deleteChannel(local: Local, idOrName: string): void {
  const channel = channelOf(local, idOrName);
  delete local.world.data.channels[channel.id];
  delete local.world.data.messages[channel.id];
  changed(local);
  sendEvent(local, { type: eventName(channel, 'deleted'), channel: channel.id });
}

export function renameChannel(local: Local, idOrName: string, name: string): void {
  const channel = channelOf(local, idOrName);
  channel.name = name;
  changed(local);
  sendEvent(local, { ...renamed(local, channel), type: eventName(channel, 'rename') }, { channel });
}

/** Sharing can give a channel a new id; the old one is unknown from then on. Answers the new id. */
export function changeChannelId(local: Local, idOrName: string): string {
  const channel = channelOf(local, idOrName);
  const oldId = channel.id;
  const newId = giveNewId(local, channel, oldId);
  sendEvent(local, { type: 'channel_id_changed', old_channel_id: oldId, new_channel_id: newId }, { channel });
  return newId;
}

function giveNewId(local: Local, channel: Channel, oldId: string): string {
  const { channels, messages } = local.world.data;
  const newId = nextId(local.world, 'C');
  const held = messages[oldId] ?? [];
  delete channels[oldId];
  delete messages[oldId];
  channel.id = newId;
  channels[newId] = channel;
  messages[newId] = held.map((message) => ({ ...message, channelId: newId }));
  changed(local);
  return newId;
}

/** Makes a channel private or public; its id stays, and Slack says so in a message only. */
export function convertChannel(local: Local, idOrName: string, isPrivate: boolean): void {
  channelOf(local, idOrName).isPrivate = isPrivate;
  changed(local);
}

/** Slack takes no posts in the channel (`frozen_reason`), or takes them again; it sends no event about it. */
export function freezeChannel(local: Local, idOrName: string, reason: string | null): void {
  const channel = channelOf(local, idOrName);
  if (reason === null) delete channel.frozenReason;
  else channel.frozenReason = reason;
  changed(local);
}

/**
 * The host disconnects the vendor: what was said stays in the vendor's copy, under an id nobody announces; the
 * old id is unknown from then on. Answers the copy's id.
 */
export function disconnectCopy(local: Local, idOrName: string): string {
  const channel = channelOf(local, idOrName);
  const { installedTeamId, people } = local.world.data;
  const before = channel.id;
  channel.teamIds = [installedTeamId];
  channel.memberIds = channel.memberIds.filter((id) => people[id]?.teamId === installedTeamId);
  return giveNewId(local, channel, before);
}

/** Connects an organisation to a channel, invites it (`pending`), or disconnects it together with its people. */
export function shareState(
  local: Local,
  idOrName: string,
  teamId: string,
  state: 'shared' | 'pending' | 'unshared',
): void {
  const channel = channelOf(local, idOrName);
  const wasShared = channel.teamIds.includes(teamId);
  channel.pendingTeamIds = channel.pendingTeamIds.filter((id) => id !== teamId);
  channel.formerTeamIds = (channel.formerTeamIds ?? []).filter((id) => id !== teamId);
  if (state === 'pending') {
    channel.pendingTeamIds.push(teamId);
  } else if (state === 'shared' && !wasShared) {
    channel.teamIds.push(teamId);
    sendEvent(local, { type: 'channel_shared', connected_team_id: teamId, channel: channel.id }, { channel });
  } else if (state === 'unshared' && wasShared) {
    channel.teamIds = channel.teamIds.filter((id) => id !== teamId);
    channel.formerTeamIds.push(teamId);
    channel.memberIds = channel.memberIds.filter((id) => personOf(local, id).teamId !== teamId);
    sendEvent(
      local,
      {
        type: 'channel_unshared',
        previously_connected_team_id: teamId,
        channel: channel.id,
        is_ext_shared: channel.teamIds.length > 1,
      },
      { channel },
    );
  }
  changed(local);
}

/** The organisation takes the channel up again, or gives it up: with all its people. */
export function connectTeam(local: Local, idOrName: string, teamId: string, isConnected: boolean): void {
  shareState(local, idOrName, teamId, isConnected ? 'shared' : 'unshared');
  if (!isConnected) return;
  const people = Object.values(local.world.data.people);
  for (const { id } of people.filter((person) => person.teamId === teamId && !person.isBot))
    setMembership(local, idOrName, id, true);
}

export type InvitationAnswer = 'accepted' | 'accepted, to be approved' | 'approved' | 'declined';

/** An invited organisation answers; when it accepts, and nobody has to approve, the channel is shared with it. */
export function answerInvitation(
  local: Local,
  idOrName: string,
  personId: string,
  answer: InvitationAnswer,
): void {
  const channel = channelOf(local, idOrName);
  const person = personOf(local, personId);
  const [what = ''] = answer.split(',');
  const user = { id: person.id, team_id: person.teamId, name: person.username };
  const by = { accepted: 'accepting_user', approved: 'approving_user' }[what] ?? 'declining_user';
  sendEvent(
    local,
    {
      type: `shared_channel_invite_${what}`,
      ...(what === 'accepted' && { approval_required: answer !== 'accepted' }),
      invite: { id: `I${channel.id}${person.teamId}`, recipient_email: person.email },
      channel: { id: channel.id, is_private: channel.isPrivate, is_im: false, name: channel.name },
      teams_in_channel: [],
      [by]: user,
    },
    { channel },
  );
  if (answer === 'accepted' || answer === 'approved') {
    shareState(local, channel.id, person.teamId, 'shared');
    setMembership(local, channel.id, person.id, true);
  } else if (answer === 'declined') {
    channel.pendingTeamIds = channel.pendingTeamIds.filter((id) => id !== person.teamId);
    changed(local);
  }
}

/** A person deletes a message, whoever wrote it, as a workspace admin may. */
export function deleteMessage(local: Local, idOrName: string, ts: string): void {
  const channel = channelOf(local, idOrName);
  const message = must(findMessage(local.world, channel.id, ts), `message ${ts}`);
  const previous = messageShape(local.world, message, { metadata: true });
  removeMessage(local.world, message);
  announceChange(local, channel, { previous, message: null });
}

export function deactivatePerson(local: Local, id: string, deactivated = true): void {
  const person = personOf(local, id);
  person.isDeactivated = deactivated;
  changed(local);
  announcePerson(local, person, 'user_change');
}

/** Somebody new in an organisation; answers their id. */
export function addPerson(
  local: Local,
  input: {
    readonly teamId: string;
    readonly name: string;
    readonly title?: string;
    readonly timeZone?: string;
  },
): string {
  const username = input.name.toLowerCase().replace(/[^a-z0-9]+/g, '.');
  const id = nextId(local.world, 'U');
  const person: Person = {
    id,
    teamId: input.teamId,
    username,
    name: input.name,
    title: input.title ?? '',
    email: `${username}@people.example`,
    timeZone: input.timeZone ?? 'Europe/London',
    isBot: false,
    isAdmin: false,
    isOwner: false,
    isDeactivated: false,
  };
  local.world.data.people[id] = person;
  changed(local);
  announcePerson(local, person, 'team_join');
  return id;
}

/** Adds somebody (or the bot) to a channel, or takes them out. */
export function setMembership(local: Local, idOrName: string, personId: string, isIn: boolean): void {
  const channel = channelOf(local, idOrName);
  const person = personOf(local, personId);
  if (isMember(channel, personId) === isIn) return;
  if (isIn) channel.memberIds.push(personId);
  else channel.memberIds = channel.memberIds.filter((id) => id !== personId);
  changed(local);
  announceMembership(local, channel, person, isIn ? 'joined' : 'left');
}

/** A new empty channel with these members; answers its id. */
export function addChannel(
  local: Local,
  input: {
    readonly name: string;
    readonly memberIds: readonly string[];
    readonly teamIds: readonly string[];
    readonly isPrivate?: boolean;
  },
): string {
  const id = nextId(local.world, 'C');
  local.world.data.channels[id] = {
    id,
    name: input.name,
    kind: 'channel',
    isPrivate: input.isPrivate ?? false,
    isArchived: false,
    teamIds: [...input.teamIds],
    pendingTeamIds: [],
    hostTeamId: local.world.data.installedTeamId,
    memberIds: [...input.memberIds],
    createdAt: Math.floor(local.world.clock.now().getTime() / 1000),
    creatorId: input.memberIds[0] ?? local.world.data.botUserId,
    lastRead: {},
    bookmarks: [],
    pinnedTs: [],
  };
  changed(local);
  return id;
}

/** Whether a partner's organisation has the app too: only then do its people have slash commands and a Home tab. */
export function installPartner(local: Local, teamId: string, installed = true): void {
  must(local.world.data.teams[teamId], `team ${teamId}`).hasApp = installed;
  changed(local);
}

/** The partner installs the app in its own workspace: with a bot and a token of its own. Answers the bot's id. */
export function installInOwnRight(local: Local, teamId: string): string {
  const { people, teams } = local.world.data;
  const team = must(teams[teamId], `team ${teamId}`);
  const id = nextId(local.world, 'U');
  people[id] = {
    id,
    teamId,
    username: `tandem.${team.domain}`,
    name: `Tandem of ${team.name}`,
    title: 'App',
    email: '',
    timeZone: 'Etc/UTC',
    isBot: true,
    isAdmin: false,
    isOwner: false,
    isDeactivated: false,
  };
  team.hasApp = true;
  team.botUserId = id;
  changed(local);
  return id;
}

/** False when this person had reacted so already. */
export function addReaction(
  local: Local,
  channel: Channel,
  message: Message,
  person: Person,
  name: string,
): boolean {
  const existing = message.reactions.find((one) => one.name === name);
  if (existing?.userIds.includes(person.id)) return false;
  if (existing) existing.userIds.push(person.id);
  else message.reactions.push({ name, userIds: [person.id] });
  emitMessage(local.world, message);
  announceReaction(local, channel, message, person, name);
  return true;
}
