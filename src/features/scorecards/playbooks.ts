import type { Work } from '../../platform/work.ts';
import { findCurrentPlaybook, loadPlaybook, type Playbook } from '../playbook/public.ts';

/**
 * The playbook that holds for a partner: the one its journey runs, else the current one; null before any was
 * published. Each is read once, however many partners follow it.
 */
export async function playbooksOf(
  work: Work,
  versionIds: Iterable<string | null>,
): Promise<(versionId: string | null) => Playbook | null> {
  const current = (await findCurrentPlaybook(work))?.playbook ?? null;
  const byVersion = new Map<string, Playbook>();
  for (const id of new Set(versionIds)) if (id !== null) byVersion.set(id, await loadPlaybook(work, id));
  return (id) => (id === null ? current : (byVersion.get(id) ?? current));
}
