import type { Clock } from '../platform/clock.ts';
import type { ViewState } from './protocol.ts';

/** A JSON object whose shape is not known here: payloads, blocks, API arguments. */
export type Json = Readonly<Record<string, unknown>>;

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly side: 'vendor' | 'partner';
  /** Whether its people have the app's commands, shortcuts and Home tab. */
  hasApp: boolean;
  /** The Enterprise Grid organisation it is part of. */
  readonly enterpriseId?: string;
  /** The bot of its own installation, beside the vendor's. */
  botUserId?: string;
}

export interface Person {
  readonly id: string;
  readonly teamId: string;
  /** The handle: `maya.chen`. */
  readonly username: string;
  name: string;
  readonly title: string;
  readonly email: string;
  readonly timeZone: string;
  readonly isBot: boolean;
  /** A guest of one channel (`single`) or of several. */
  readonly guest?: 'single' | 'multi';
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  isDeactivated: boolean;
}

export interface Channel {
  id: string;
  name: string;
  readonly kind: 'channel' | 'dm';
  isPrivate: boolean;
  isArchived: boolean;
  /** Why nobody can post there; absent when they can. */
  frozenReason?: string;
  /** The organisations connected to it; more than one makes it a Slack Connect channel. */
  teamIds: string[];
  /** Organisations that were connected and are not any more. */
  formerTeamIds?: string[];
  /** Organisations invited that have not accepted yet. */
  pendingTeamIds: string[];
  readonly hostTeamId: string;
  memberIds: string[];
  readonly createdAt: number;
  readonly creatorId: string;
  /** By person: the `ts` of the last message they have looked at. */
  lastRead: Record<string, string>;
  bookmarks: Json[];
  pinnedTs: string[];
  /** The channel's own canvas; absent while it has none. */
  canvas?: Canvas;
}

export interface Canvas {
  readonly id: string;
  readonly title: string;
  markdown: string;
}

export interface Message {
  readonly ts: string;
  readonly channelId: string;
  readonly userId: string;
  readonly isFromApp: boolean;
  text: string;
  blocks: readonly Json[] | null;
  readonly threadTs: string | null;
  metadata: Json | null;
  editedTs: string | null;
  readonly ephemeralFor: string | null;
  fileIds: string[];
  reactions: { name: string; userIds: string[] }[];
  /** A deleted message that still has replies stays as a tombstone. */
  isTombstone: boolean;
}

export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly personId: string;
  callbackId: string;
  externalId: string;
  title: Json | null;
  submit: Json | null;
  close: Json | null;
  blocks: readonly Json[];
  privateMetadata: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  hash: string;
  state: ViewState;
  errors: Record<string, string>;
  readonly rootId: string;
  readonly previousId: string | null;
  /** The workspace whose installation opened it; the vendor's when absent. */
  readonly installedTeamId?: string;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  /** Base64; null until the upload arrived. */
  content: string | null;
  size: number;
  isShared: boolean;
}

/** The whole of the local Slack as plain data, fit to be saved as JSON. */
export interface WorldData {
  readonly teams: Record<string, Team>;
  readonly people: Record<string, Person>;
  readonly channels: Record<string, Channel>;
  readonly messages: Record<string, Message[]>;
  readonly files: Record<string, StoredFile>;
  /** By person, the modal on top last. */
  readonly modals: Record<string, View[]>;
  readonly homes: Record<string, View>;
  readonly installedTeamId: string;
  readonly botUserId: string;
  counter: number;
  /** Microseconds; the `ts` of messages strictly increases. */
  lastTs: number;
}

export type WorldEvent =
  | {
      readonly type: 'messages';
      readonly channelId: string;
      readonly threadTs: string | null;
      readonly only: string | null;
    }
  | { readonly type: 'state'; readonly only: string | null }
  | { readonly type: 'toast'; readonly text: string; readonly only: string };

export interface World {
  data: WorldData;
  clock: Clock;
  readonly listeners: Set<(event: WorldEvent) => void>;
}

export function createWorld(data: WorldData, clock: Clock): World {
  const { teams, people, channels, messages, files, modals, homes } = data;
  // Looked up by what the app sends: `constructor` is no channel.
  for (const table of [teams, people, channels, messages, files, modals, homes])
    Object.setPrototypeOf(table, null);
  return { data, clock, listeners: new Set() };
}

export function emit(world: World, event: WorldEvent): void {
  for (const listener of [...world.listeners]) listener(event);
}

/** A Slack-looking id, unique in this world: `C0000000A7`. */
export function nextId(world: World, prefix: string): string {
  world.data.counter += 1;
  return `${prefix}0${world.data.counter.toString(36).toUpperCase().padStart(8, '0')}`;
}

/** The clock's time as a Slack `ts`, moved on by a microsecond where needed so that it strictly increases. */
export function nextTs(world: World): string {
  const micros = Math.max(world.clock.now().getTime() * 1000, world.data.lastTs + 1);
  world.data.lastTs = micros;
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

export function nowSeconds(world: World): number {
  return Math.floor(world.clock.now().getTime() / 1000);
}

export function messagesIn(world: World, channelId: string): Message[] {
  const list = world.data.messages[channelId];
  if (list) return list;
  const created: Message[] = [];
  world.data.messages[channelId] = created;
  return created;
}

/** The message everybody can see under this `ts`; ephemerals are not found. */
export function findMessage(world: World, channelId: string, ts: string): Message | undefined {
  return messagesIn(world, channelId).findLast(
    (message) => message.ts === ts && message.ephemeralFor === null,
  );
}

export function repliesTo(world: World, channelId: string, ts: string): Message[] {
  return messagesIn(world, channelId).filter(
    (message) => message.threadTs === ts && message.ephemeralFor === null,
  );
}

export type NewMessage = Pick<Message, 'channelId' | 'userId' | 'text'> &
  Partial<Pick<Message, 'blocks' | 'threadTs' | 'metadata' | 'ephemeralFor' | 'fileIds' | 'isFromApp'>>;

export function addMessage(world: World, input: NewMessage): Message {
  const message: Message = {
    ts: nextTs(world),
    channelId: input.channelId,
    userId: input.userId,
    isFromApp: input.isFromApp ?? false,
    text: input.text,
    blocks: input.blocks ?? null,
    threadTs: input.threadTs ?? null,
    metadata: input.metadata ?? null,
    editedTs: null,
    ephemeralFor: input.ephemeralFor ?? null,
    fileIds: input.fileIds ?? [],
    reactions: [],
    isTombstone: false,
  };
  messagesIn(world, input.channelId).push(message);
  emitMessage(world, message);
  return message;
}

export function emitMessage(world: World, message: Message): void {
  emit(world, {
    type: 'messages',
    channelId: message.channelId,
    threadTs: message.threadTs,
    only: message.ephemeralFor,
  });
}

/** Removes a message, or leaves a tombstone where a thread hangs on it. */
export function removeMessage(world: World, message: Message): void {
  const list = messagesIn(world, message.channelId);
  if (message.ephemeralFor === null && repliesTo(world, message.channelId, message.ts).length > 0) {
    message.isTombstone = true;
    message.text = 'This message was deleted.';
    message.blocks = null;
    message.metadata = null;
    message.fileIds = [];
  } else {
    list.splice(list.indexOf(message), 1);
  }
  emitMessage(world, message);
}

export function isShared(channel: Channel): boolean {
  return channel.teamIds.length > 1;
}

export function isMember(channel: Channel, personId: string): boolean {
  return channel.memberIds.includes(personId);
}

/** Everybody of another organisation; the workspaces of one Enterprise Grid are of one. */
export function isExternal(world: World, person: Person): boolean {
  const { installedTeamId, teams } = world.data;
  const enterpriseId = teams[person.teamId]?.enterpriseId;
  const isSibling = enterpriseId !== undefined && enterpriseId === teams[installedTeamId]?.enterpriseId;
  return person.teamId !== installedTeamId && !isSibling;
}

/** The workspace whose installation hears what this organisation's people do: its own, or else the vendor's. */
export function installationOf(world: World, teamId: string): { teamId: string; botUserId: string } {
  const botUserId = world.data.teams[teamId]?.botUserId;
  return botUserId === undefined
    ? { teamId: world.data.installedTeamId, botUserId: world.data.botUserId }
    : { teamId, botUserId };
}

/** The same world as another workspace's installation sees it. */
export function seenFrom(world: World, installation: { teamId: string; botUserId: string }): World {
  const data = new Proxy(world.data, {
    get: (target, key) => {
      if (key === 'installedTeamId') return installation.teamId;
      return key === 'botUserId' ? installation.botUserId : Reflect.get(target, key);
    },
  });
  return { ...world, data };
}

/** Whether Slack lets the app see this person: their own team's, or someone it shares a channel with. */
export function isVisible(world: World, person: Person): boolean {
  if (!isExternal(world, person)) return true;
  return Object.values(world.data.channels).some(
    (channel) =>
      channel.kind === 'channel' &&
      isShared(channel) &&
      [person.teamId, world.data.teams[person.teamId]?.enterpriseId].some(
        (id) => id !== undefined && channel.teamIds.includes(id),
      ) &&
      channel.teamIds.includes(world.data.installedTeamId),
  );
}

/** The direct message between two people, created when there is none. */
export function openDm(world: World, aId: string, bId: string): Channel {
  const existing = Object.values(world.data.channels).find(
    (channel) => channel.kind === 'dm' && channel.memberIds.includes(aId) && channel.memberIds.includes(bId),
  );
  if (existing) return existing;
  const teamIds = [...new Set([world.data.people[aId]?.teamId, world.data.people[bId]?.teamId])].filter(
    (id) => id !== undefined,
  );
  const channel: Channel = {
    id: nextId(world, 'D'),
    name: '',
    kind: 'dm',
    isPrivate: true,
    isArchived: false,
    teamIds,
    pendingTeamIds: [],
    hostTeamId: world.data.installedTeamId,
    memberIds: [aId, bId],
    createdAt: nowSeconds(world),
    creatorId: aId,
    lastRead: {},
    bookmarks: [],
    pinnedTs: [],
  };
  world.data.channels[channel.id] = channel;
  emit(world, { type: 'state', only: null });
  return channel;
}

/** Finds a channel by id, by `name` or by `#name`. */
export function findChannel(world: World, idOrName: string): Channel | undefined {
  const name = idOrName.replace(/^#/, '');
  return (
    world.data.channels[idOrName] ??
    Object.values(world.data.channels).find((channel) => channel.kind === 'channel' && channel.name === name)
  );
}

export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`No such ${what} in the sandbox`);
  return value;
}
