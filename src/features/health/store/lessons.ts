import { Refusal } from '../../../core/refusal.ts';
import type { Lesson } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';

export interface NewLesson {
  readonly text: string;
  readonly proposal: string;
}

export async function saveLessons(
  work: Work,
  of: { readonly partnerId: string; readonly story: string; readonly writtenById: string },
  lessons: readonly NewLesson[],
): Promise<void> {
  await work.tx.lesson.createMany({
    data: lessons.map((lesson) => ({
      ...of,
      ...lesson,
      id: work.newId(),
      workspaceId: work.workspaceId,
      writtenAt: work.now,
    })),
  });
}

/** Keeps what the data of many partners ask for; false when the same finding is proposed already. */
export async function proposeFinding(
  work: Work,
  of: { readonly finding: string; readonly story: string; readonly writtenById: string } & NewLesson,
): Promise<boolean> {
  const { count } = await work.tx.lesson.createMany({
    data: [{ ...of, id: work.newId(), workspaceId: work.workspaceId, writtenAt: work.now }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Whether a change for this finding is proposed and not settled. */
export async function isProposed(work: Work, finding: string): Promise<boolean> {
  const where = { workspaceId: work.workspaceId, status: 'proposed', finding };
  return (await work.tx.lesson.count({ where })) > 0;
}

/** Changes of the playbook that nobody has settled yet, the oldest first. */
export function proposedLessons(work: Work): Promise<Lesson[]> {
  return work.tx.lesson.findMany({
    where: { workspaceId: work.workspaceId, status: 'proposed' },
    orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }],
  });
}

/** The lesson with this id; refuses when it is gone. */
export async function loadLesson(work: Work, id: string): Promise<Lesson> {
  const found = /^[0-9a-f-]{36}$/i.test(id)
    ? await work.tx.lesson.findFirst({ where: { id, workspaceId: work.workspaceId } })
    : null;
  if (found) return found;
  throw new Refusal('stale', 'I can’t find that lesson any more. Say “health lessons” for those there are.');
}

/** Settles a proposed lesson; false when somebody was faster. */
export async function settleLesson(
  work: Work,
  id: string,
  status: 'adopted' | 'set_aside',
  settledById: string,
): Promise<boolean> {
  const { count } = await work.tx.lesson.updateMany({
    where: { id, workspaceId: work.workspaceId, status: 'proposed' },
    data: { status, settledById, settledAt: work.now },
  });
  return count === 1;
}
