import type { TimeWindow } from '../../../core/time-window.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPlaybook } from '../../playbook/public.ts';

/** A gate that somebody decided to open. */
export interface PassedGate {
  readonly partnerId: string;
  readonly name: string;
  readonly passedAt: Date;
}

/** Gates these partners passed in a window, the earliest first. */
export async function gatesPassed(
  work: Work,
  partnerIds: readonly string[],
  window: TimeWindow,
): Promise<readonly PassedGate[]> {
  const rows = await work.tx.journeyGate.findMany({
    where: {
      workspaceId: work.workspaceId,
      status: 'passed',
      decidedAt: { gte: window.from, lt: window.to },
      journey: { partnerId: { in: [...partnerIds] } },
    },
    include: { journey: { select: { partnerId: true, playbookVersionId: true } } },
    orderBy: [{ decidedAt: 'asc' }, { position: 'asc' }],
  });
  const names = new Map<string, string>();
  for (const id of new Set(rows.map(({ journey }) => journey.playbookVersionId)))
    for (const gate of (await loadPlaybook(work, id)).gates) names.set(`${id} ${gate.key}`, gate.name);
  return rows.flatMap(({ key, decidedAt, journey: { partnerId, playbookVersionId } }) =>
    decidedAt
      ? [{ partnerId, name: names.get(`${playbookVersionId} ${key}`) ?? key, passedAt: decidedAt }]
      : [],
  );
}
