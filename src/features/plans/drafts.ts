import { z } from 'zod';
import type { PlanDraft } from '../../platform/store/generated/client.ts';
import { Prisma } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import type { Answers } from './rules/parts.ts';

/** Slack does not say that a form was closed: after this long it counts as given up. */
export const editingMinutes = 30;

const answers = z.record(z.string(), z.string());

export interface Draft {
  readonly part: string;
  readonly personId: string;
  readonly openedAt: Date;
  /** The version of the plan the person began from. */
  readonly baseVersion: number;
  /** What the person keeps to themselves until they save; null where they have kept nothing. */
  readonly answers: Answers | null;
}

/** Every draft of a plan, whose part somebody has open or has kept something of. */
export async function draftsOf(work: Work, planId: string): Promise<readonly Draft[]> {
  const rows = await work.tx.planDraft.findMany({
    where: { workspaceId: work.workspaceId, planId },
    orderBy: { openedAt: 'asc' },
  });
  return rows.map(read);
}

function read({ part, personId, openedAt, baseVersion, answers: kept }: PlanDraft): Draft {
  return { part, personId, openedAt, baseVersion, answers: kept === null ? null : answers.parse(kept) };
}

/** Whether the form was opened lately enough to be taken for open. */
export function isEditing(draft: Draft, now: Date): boolean {
  return draft.openedAt.getTime() > now.getTime() - editingMinutes * 60_000;
}

/** Remembers that somebody has the form open, with what they have kept of it, if anything. */
export async function keepDraft(
  work: Work,
  draft: {
    readonly planId: string;
    readonly partnerId: string;
    readonly part: string;
    readonly personId: string;
    readonly baseVersion: number;
  },
  kept: Answers | undefined,
): Promise<void> {
  const { planId, part, personId, baseVersion } = draft;
  await work.tx.planDraft.upsert({
    where: { planId_part_personId: { planId, part, personId }, workspaceId: work.workspaceId },
    create: {
      ...draft,
      id: work.newId(),
      workspaceId: work.workspaceId,
      openedAt: work.now,
      answers: kept ? { ...kept } : Prisma.DbNull,
    },
    update: { openedAt: work.now, baseVersion, ...(kept && { answers: { ...kept } }) },
  });
}

export async function dropDraft(work: Work, planId: string, part: string, personId: string): Promise<void> {
  await work.tx.planDraft.deleteMany({
    where: { workspaceId: work.workspaceId, planId, part, personId },
  });
}
