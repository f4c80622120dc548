import { z } from 'zod';
import type { Message } from '../../platform/delivery/message.ts';
import type { Prisma, SentDigest } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { storedValues, type Values } from './store.ts';

/** What went to a manager each week, or to a partner's channel each month. */
type Whose =
  | { readonly cadence: 'weekly'; readonly personId: string }
  | { readonly cadence: 'monthly'; readonly partnerId: string };

/** Keeps a digest as it is sent; the same one, by the key of its message, once. */
export async function keepSent(
  work: Work,
  sent: Whose & {
    readonly key: string;
    readonly fromAt: Date;
    readonly message: Message;
    /** By partner. */
    readonly values: Prisma.InputJsonObject;
  },
): Promise<void> {
  const { message, ...row } = sent;
  const document: Prisma.InputJsonObject = JSON.parse(JSON.stringify(message));
  await work.tx.sentDigest.createMany({
    data: {
      ...row,
      ...{ id: work.newId(), workspaceId: work.workspaceId, sentAt: work.now },
      document,
    },
    skipDuplicates: true,
  });
}

/** A digest as it was sent. */
export interface Sent
  extends Pick<SentDigest, 'id' | 'cadence' | 'personId' | 'partnerId' | 'fromAt' | 'sentAt'> {
  readonly message: Message;
  readonly values: Readonly<Record<string, Values>>;
}

const storedMessage = z.object({
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })),
});

function readSent({ document, values, ...row }: SentDigest): Sent {
  return {
    ...row,
    message: storedMessage.parse(document),
    values: z.record(z.string(), storedValues).parse(values),
  };
}

/** The one of this id; null where there is none. Whether whoever asks may read it is not known here. */
export async function findSent(work: Work, id: string): Promise<Sent | null> {
  const found = await work.tx.sentDigest.findUnique({ where: { id, workspaceId: work.workspaceId } });
  return found && readSent(found);
}

/** The newest one of the week or month that began then. */
export async function newestSent(work: Work, whose: Whose, fromAt: Date): Promise<Sent | null> {
  const found = await work.tx.sentDigest.findFirst({
    where: { workspaceId: work.workspaceId, ...whose, fromAt },
    orderBy: { sentAt: 'desc' },
  });
  return found && readSent(found);
}

/** When what was kept was sent, the newest first, as many as a menu holds. */
export function listSent(work: Work, whose: Whose, take: number) {
  return work.tx.sentDigest.findMany({
    where: { workspaceId: work.workspaceId, ...whose },
    orderBy: { sentAt: 'desc' },
    take,
    select: { id: true, fromAt: true, sentAt: true },
  });
}
