import { localDateOf } from '../../core/calendar.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueJob } from '../../platform/feature.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { activePartners, loadPeople, programmeSettings } from '../partners/public.ts';
import { currentRules } from './current-rules.ts';
import { refreshSignals } from './refresh.ts';
import { markTold, untoldSignals } from './store.ts';
import { nextCheck } from './timing.ts';
import { newsMessage } from './views.ts';

const checkKind = 'health.check';

/** Makes sure that partners are looked at each working day. */
export async function scheduleCheck(work: Work): Promise<void> {
  const { timeZone, holidays } = await programmeSettings(work);
  const dueAt = nextCheck(work.now, timeZone, holidays);
  await schedule(work, { kind: checkKind, key: 'daily', dueAt });
}

/** Looks at every partner once a working day, and tells each manager what began and what is over. Found late, it is done once. */
const check: DueJob = {
  says: 'Daily look at partners’ health',
  catchUp: 'late',
  async run(work: Work): Promise<Date> {
    const partners = await activePartners(work);
    await refreshSignals(work, partners);
    await tellManagers(work, partners);
    const { timeZone, holidays } = await programmeSettings(work);
    return nextCheck(work.now, timeZone, holidays);
  },
};

async function tellManagers(work: Work, partners: readonly Partner[]): Promise<void> {
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const { begun, over } = await untoldSignals(work, [...byId.keys()]);
  if (begun.length + over.length === 0) return;
  const rules = await currentRules(work);
  const managers = await loadPeople(
    work,
    partners.map((partner) => partner.managerPersonId),
  );
  const today = localDateOf(work.now, (await programmeSettings(work)).timeZone);
  const posts = [...managers.values()].flatMap((manager) => {
    const isTheirs = ({ partnerId }: { readonly partnerId: string }) =>
      byId.get(partnerId)?.managerPersonId === manager.id;
    const news = { begun: begun.filter(isTheirs), over: over.filter(isTheirs) };
    if (manager.deactivatedAt || news.begun.length + news.over.length === 0) return [];
    return [
      {
        key: `health.news:${manager.id}:${work.now.toISOString()}`,
        to: { person: manager.slackUserId },
        audience: 'internal' as const,
        message: newsMessage({ ...news, partners: byId, rules, today }),
        urgency: 'bulk' as const,
      },
    ];
  });
  await post(work, ...posts);
  await markTold(work, begun, over);
}

export const jobs: Readonly<Record<string, DueJob>> = { [checkKind]: check };
