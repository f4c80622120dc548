import { Refusal } from '../../core/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { type CurrentPlaybook, findCurrentPlaybook, type MentoringTerms } from '../playbook/public.ts';

/** What the playbook says of mentoring; a Refusal where it has none. */
export async function mentoringTerms(work: Work): Promise<CurrentPlaybook & { terms: MentoringTerms }> {
  const current = await findCurrentPlaybook(work);
  const terms = current?.playbook.mentoring;
  if (!current || !terms)
    throw new Refusal('unavailable', 'Mentoring between partners isn’t part of this programme.');
  return { ...current, terms };
}

/** A topic as people know it; one the playbook no longer has goes by its key. */
export function topicName({ topics }: MentoringTerms, topic: string): string {
  return topics.find(({ key }) => key === topic)?.name ?? topic;
}
