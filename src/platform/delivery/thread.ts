import { z } from 'zod';
import type { PrismaClient } from '../store/generated/client.ts';

export const threadSchema = z.union([
  z.object({ ts: z.string() }),
  z.object({ post: z.string() }),
  z.object({ surface: z.string() }),
]);

/**
 * The timestamp of the message to answer to; null when there is none in this channel. A surface that Slack
 * does not show yet is first shown with `show`.
 */
export async function findThread(
  prisma: PrismaClient,
  workspaceId: string,
  channel: string,
  thread: z.infer<typeof threadSchema> | null,
  show: (surface: { readonly kind: string; readonly subject: string }) => Promise<void>,
): Promise<string | null> {
  if (!thread) return null;
  if ('ts' in thread) return thread.ts;
  const select = { slackChannelId: true, slackTs: true } as const;
  if ('post' in thread) {
    const post = await prisma.delivery.findUnique({
      where: { workspaceId_key: { workspaceId, key: thread.post } },
      select,
    });
    return post?.slackChannelId === channel ? post.slackTs : null;
  }
  const separator = thread.surface.indexOf(':');
  const name = { kind: thread.surface.slice(0, separator), subject: thread.surface.slice(separator + 1) };
  const where = { workspaceId_kind_subject: { workspaceId, ...name } };
  let surface = await prisma.surface.findUnique({ where, select });
  if (surface && surface.slackTs === null) {
    await show(name);
    surface = await prisma.surface.findUnique({ where, select });
  }
  return surface?.slackChannelId === channel ? surface.slackTs : null;
}
