import { z } from 'zod';
import type { Estimate } from '../../core/statistics.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { Prisma, SentDigest } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { storedEstimate, storedValues, type Values } from './store.ts';
import { type TermsByPartner, termsByPartner } from './terms.ts';

/** What went to a manager each week, or to a partner's channel each month. */
type Whose =
  | { readonly cadence: 'weekly'; readonly personId: string }
  | { readonly cadence: 'monthly'; readonly partnerId: string };

const storedOverall = z.record(z.string(), storedEstimate);
/** The numbers over all partners, by their keys. */
type OverallValues = Readonly<Record<string, Estimate>>;

/** Keeps a digest as it is sent; the same one, by the key of its message, once. */
export async function keepSent(
  work: Work,
  sent: Whose & {
    readonly key: string;
    readonly fromAt: Date;
    readonly message: Message;
    /** By partner; of those who had left, none. */
    readonly values: Prisma.InputJsonObject;
    readonly terms: TermsByPartner;
    readonly overall?: OverallValues;
  },
): Promise<void> {
  const { message, overall, ...row } = sent;
  const json = (of: object): Prisma.InputJsonObject => JSON.parse(JSON.stringify(of));
  await work.tx.sentDigest.createMany({
    data: {
      ...row,
      ...{ id: work.newId(), workspaceId: work.workspaceId, sentAt: work.now },
      document: json(message),
      ...(overall && { overall: json(overall) }),
    },
    skipDuplicates: true,
  });
}

/** A digest as it was sent. */
export interface Sent
  extends Pick<SentDigest, 'id' | 'cadence' | 'personId' | 'partnerId' | 'fromAt' | 'sentAt'> {
  readonly message: Message;
  readonly values: Readonly<Record<string, Values>>;
  /** Null: none were on it, or it was sent before they were kept. */
  readonly overall: OverallValues | null;
  readonly terms: TermsByPartner;
}

const storedMessage = z.object({
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })),
});

function readSent({ document, values, overall, terms, ...row }: SentDigest): Sent {
  return {
    ...row,
    message: storedMessage.parse(document),
    values: z.record(z.string(), storedValues).parse(values),
    overall: storedOverall.nullable().parse(overall),
    terms: termsByPartner.parse(terms ?? {}),
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

/** The newest one of a week or month that began earlier. */
export async function sentBefore(work: Work, whose: Whose, fromAt: Date): Promise<Sent | null> {
  const found = await work.tx.sentDigest.findFirst({
    where: { workspaceId: work.workspaceId, ...whose, fromAt: { lt: fromAt } },
    orderBy: [{ fromAt: 'desc' }, { sentAt: 'desc' }],
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
