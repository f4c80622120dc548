import { z } from 'zod';
import type { Work } from '../../platform/work.ts';
import { mentionedIn, plainWords, readTarget } from './rules.ts';

/** A post that was given up, or a channel's canvas that Slack refuses. */
export interface UndeliveredPost {
  readonly id: string;
  readonly words: string;
  readonly channelId: string | null;
  /** Known for partners' channels only. */
  readonly channelName: string | null;
  /** The one reader, where it was for one person. */
  readonly person: string | null;
  readonly why: string;
  readonly decidedAt: Date;
}

/** What waits for a channel that takes nothing at present. */
export interface WaitingChannel {
  readonly channelId: string;
  /** Known for partners' channels only. */
  readonly channelName: string | null;
  readonly count: number;
  readonly since: Date;
  readonly why: string;
  /** The first message's. */
  readonly words: string;
}

/** Due work that was given up. */
export interface FailedWork {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly dueAt: Date;
  readonly failedAt: Date;
  readonly attempts: number;
  readonly why: string;
}

export interface Some<T> {
  readonly items: readonly T[];
  /** All there are, shown or not. */
  readonly total: number;
}

const payload = z.object({ message: z.object({ text: z.string() }) });

const canvasWords = 'The channel’s canvas, which says where both sides stand';

/** The posts and canvases given up, newest first. */
export async function loadUndelivered(work: Work, limit: number): Promise<Some<UndeliveredPost>> {
  const { tx, workspaceId } = work;
  const where = { workspaceId, status: 'dead' };
  const rows = await tx.delivery.findMany({ where, orderBy: { createdAt: 'desc' }, take: limit });
  const ofCanvas = { workspaceId, givenUp: 'dead' };
  const canvases = await tx.surface.findMany({
    where: ofCanvas,
    orderBy: { updatedAt: 'desc' },
    take: limit,
  });
  const posts = [
    ...rows.map((row) => {
      const parsed = payload.safeParse(row.payload);
      const text = parsed.success ? parsed.data.message.text : row.key;
      return { ...row, ...readTarget(row.target), text };
    }),
    ...canvases.map((row) => ({
      ...row,
      ...readTarget(row.target),
      createdAt: row.updatedAt,
      text: canvasWords,
    })),
  ]
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .slice(0, limit);
  const people = await tx.person.findMany({
    where: {
      workspaceId,
      slackUserId: {
        in: posts.flatMap((row) => [...(row.userId ? [row.userId] : []), ...mentionedIn(row.text)]),
      },
    },
    select: { slackUserId: true, name: true },
  });
  const channels = await tx.partnerChannel.findMany({
    where: { workspaceId, slackChannelId: { in: posts.flatMap((row) => row.channelId ?? []) } },
    select: { slackChannelId: true, name: true },
  });
  const names = new Map(people.map((person) => [person.slackUserId, person.name]));
  const channelNames = new Map(channels.map((channel) => [channel.slackChannelId, channel.name]));
  const items = posts.map((row) => ({
    id: row.id,
    words: plainWords(row.text, (id) => names.get(id)),
    channelId: row.channelId,
    channelName: row.channelId === null ? null : (channelNames.get(row.channelId) ?? null),
    person: row.userId === null ? null : (names.get(row.userId) ?? row.userId),
    why: row.lastError ?? 'The reason was not kept.',
    decidedAt: row.createdAt,
  }));
  const total = (await tx.delivery.count({ where })) + (await tx.surface.count({ where: ofCanvas }));
  return { items, total };
}

/** What is held back, by channel, the longest waiting first. */
export async function loadWaiting(work: Work): Promise<WaitingChannel[]> {
  const { tx, workspaceId } = work;
  const rows = await tx.$queryRaw<
    { channelId: string; name: string | null; count: number; since: Date; why: string; text: string | null }[]
  >`
    SELECT substr(d."target", 9) AS "channelId", c."name", count(*)::int AS "count", min(d."createdAt") AS "since",
           (array_agg(d."lastError" ORDER BY d."sequence" DESC))[1] AS "why",
           (array_agg(d."payload"->'message'->>'text' ORDER BY d."sequence"))[1] AS "text"
    FROM "Delivery" d
    LEFT JOIN "PartnerChannel" c
      ON c."workspaceId" = d."workspaceId" AND 'channel:' || c."slackChannelId" = d."target"
    WHERE d."workspaceId" = ${workspaceId}::uuid AND d."status" = 'held'
    GROUP BY d."target", c."name"
    ORDER BY "since"`;
  const people = await tx.person.findMany({
    where: { workspaceId, slackUserId: { in: rows.flatMap((row) => mentionedIn(row.text ?? '')) } },
    select: { slackUserId: true, name: true },
  });
  const names = new Map(people.map((person) => [person.slackUserId, person.name]));
  return rows.map(({ name, text, ...row }) => ({
    ...row,
    channelName: name,
    words: plainWords(text ?? '', (id) => names.get(id)),
  }));
}

/** The due work given up, newest first. */
export async function loadFailedWork(work: Work, limit: number): Promise<Some<FailedWork>> {
  const where = { workspaceId: work.workspaceId, failedAt: { not: null } };
  const rows = await work.tx.dueItem.findMany({ where, orderBy: { failedAt: 'desc' }, take: limit });
  const items = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    key: row.key,
    dueAt: row.dueAt,
    failedAt: row.failedAt ?? row.dueAt,
    attempts: row.attempts,
    why: row.lastError ?? 'The reason was not kept.',
  }));
  return { items, total: await work.tx.dueItem.count({ where }) };
}

/** How much was given up and waits for a decision. */
export async function countGivenUp(work: Work): Promise<number> {
  const { tx, workspaceId } = work;
  const posts = await tx.delivery.count({ where: { workspaceId, status: 'dead' } });
  const canvases = await tx.surface.count({ where: { workspaceId, givenUp: 'dead' } });
  return posts + canvases + (await tx.dueItem.count({ where: { workspaceId, failedAt: { not: null } } }));
}

/** The last decision about something: when and by whom. `subject` is the audit trail's. */
export async function lastDecision(
  work: Work,
  subject: string,
): Promise<{ readonly at: Date; readonly by: string } | null> {
  const { tx, workspaceId } = work;
  const entry = await tx.auditEntry.findFirst({ where: { workspaceId, subject }, orderBy: { id: 'desc' } });
  if (!entry) return null;
  const person =
    entry.actorPersonId && (await tx.person.findUnique({ where: { id: entry.actorPersonId, workspaceId } }));
  return { at: entry.at, by: person ? person.name : 'the command line' };
}

/** The present state of a post or a canvas; null when there is none of this id. */
export async function findPost(
  work: Work,
  id: string,
): Promise<{ readonly status: string; readonly sentAt: Date | null } | null> {
  const where = { id, workspaceId: work.workspaceId };
  const post = await work.tx.delivery.findFirst({ where, select: { status: true, sentAt: true } });
  if (post) return post;
  const canvas = await work.tx.surface.findFirst({ where });
  if (!canvas) return null;
  const { givenUp, version, shownVersion, updatedAt } = canvas;
  return { status: givenUp ?? (shownVersion < version ? 'pending' : 'sent'), sentAt: updatedAt };
}
