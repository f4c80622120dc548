import type { Local } from './local.ts';
import type { SandboxChannel, SandboxMessage, SandboxPerson, SandboxTeam, SandboxView } from './protocol.ts';
import { fileUrl } from './slack-shapes.ts';
import { modalsOf } from './views.ts';
import {
  type Channel,
  isMember,
  isShared,
  type Json,
  type Message,
  messagesIn,
  type Person,
  repliesTo,
  type View,
  type World,
} from './world.ts';

/** The world as one person sees it; the page and the tests' people both look through here. */

export function seenPerson(person: Person): SandboxPerson {
  const { id, teamId, name, title, timeZone, isBot, isAdmin, isDeactivated } = person;
  return { id, teamId, name, title, timeZone, isBot, isAdmin, isDeactivated };
}

export function seenTeams(world: World): SandboxTeam[] {
  return Object.values(world.data.teams).map(({ id, name, side, hasApp }) => ({ id, name, side, hasApp }));
}

export function seenChannels(world: World, personId: string): SandboxChannel[] {
  return Object.values(world.data.channels)
    .filter((channel) => isMember(channel, personId))
    .map((channel) => {
      const lastRead = Number(channel.lastRead[personId] ?? 0);
      const unread = messagesIn(world, channel.id).filter(
        (message) =>
          Number(message.ts) > lastRead && message.userId !== personId && maySee(message, personId),
      );
      return {
        id: channel.id,
        name: seenName(world, channel, personId),
        kind: channel.kind,
        isShared: isShared(channel) && channel.kind === 'channel',
        isArchived: channel.isArchived,
        isFrozen: channel.frozenReason !== undefined,
        teamIds: channel.teamIds,
        formerTeamIds: channel.formerTeamIds ?? [],
        memberIds: channel.memberIds,
        unread: unread.length,
        canvas: channel.canvas ? { title: channel.canvas.title, markdown: channel.canvas.markdown } : null,
      };
    });
}

function seenName(world: World, channel: Channel, personId: string): string {
  if (channel.kind === 'channel') return channel.name;
  const other = channel.memberIds.find((id) => id !== personId) ?? personId;
  return world.data.people[other]?.name ?? other;
}

function maySee(message: Message, personId: string): boolean {
  return message.ephemeralFor === null || message.ephemeralFor === personId;
}

/** Messages of a channel, or of one thread with its root first; the oldest first. */
export function seenMessages(
  local: Local,
  personId: string,
  channel: Channel,
  threadTs: string | null,
): SandboxMessage[] {
  if (!isMember(channel, personId)) return [];
  return messagesIn(local.world, channel.id)
    .filter((message) => maySee(message, personId))
    .filter((message) =>
      threadTs === null
        ? message.threadTs === null
        : message.threadTs === threadTs || message.ts === threadTs,
    )
    .map((message) => seenMessage(local, message));
}

/** Everything of a channel a person can see, replies included; the oldest first. */
export function seenEverywhere(local: Local, personId: string, channel: Channel): SandboxMessage[] {
  if (!isMember(channel, personId)) return [];
  return messagesIn(local.world, channel.id)
    .filter((message) => maySee(message, personId))
    .map((message) => seenMessage(local, message));
}

function seenMessage(local: Local, message: Message): SandboxMessage {
  const replies = repliesTo(local.world, message.channelId, message.ts);
  return {
    ts: message.ts,
    channelId: message.channelId,
    userId: message.userId,
    text: message.text,
    blocks: message.blocks ? seenBlocks(message.blocks) : null,
    threadTs: message.threadTs,
    replyCount: replies.length,
    replyUserIds: [...new Set(replies.map((reply) => reply.userId))],
    editedAt: message.editedTs,
    ephemeralFor: message.ephemeralFor,
    files: message.fileIds.flatMap((id) => {
      const file = local.world.data.files[id];
      return file ? [{ id, name: file.name, title: file.title, url: fileUrl(file, local.baseUrl) }] : [];
    }),
    reactions: message.reactions.map(({ name, userIds }) => ({ name, userIds: [...userIds] })),
  };
}

/** Stored blocks have passed the checker, so each has a type. */
function seenBlocks(blocks: readonly Json[]): { type: string; block_id?: string }[] {
  return blocks.map((block) => ({ ...block, type: String(block.type) }));
}

function textOf(object: Json | null): string | null {
  return typeof object?.text === 'string' ? object.text : null;
}

function seenView(view: View, depth: number): SandboxView {
  const hasInput = view.blocks.some((block) => block.type === 'input');
  return {
    id: view.id,
    type: view.type,
    callbackId: view.callbackId,
    title: textOf(view.title) ?? '',
    submit: textOf(view.submit) ?? (hasInput && view.type === 'modal' ? 'Submit' : null),
    close: textOf(view.close) ?? 'Close',
    blocks: seenBlocks(view.blocks),
    hash: view.hash,
    errors: { ...view.errors },
    depth,
  };
}

export function seenModal(world: World, personId: string): SandboxView | null {
  const stack = modalsOf(world, personId);
  const top = stack.at(-1);
  return top ? seenView(top, stack.length - 1) : null;
}

export function seenHome(world: World, personId: string): SandboxView | null {
  const home = world.data.homes[personId];
  return home ? seenView(home, 0) : null;
}
