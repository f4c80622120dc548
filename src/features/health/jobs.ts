import { localDateOf } from '../../core/calendar.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueJob } from '../../platform/feature.ts';
import { scheduleRecurring } from '../../platform/schedule/schedule.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { actionsById } from '../calls/public.ts';
import { activePartners, loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { currentRules } from './current-rules.ts';
import { refreshSignals } from './refresh.ts';
import { reviewKind } from './routes/remediation.ts';
import { markTold, openSignalsOf, untoldSignals } from './store/signals.ts';
import { nextCheck } from './timing.ts';
import { newsMessage, reviewMessage } from './views/signals.ts';

const checkKind = 'health.check';

/** Makes sure that partners are looked at each working day. */
export async function scheduleCheck(work: Work): Promise<void> {
  const { timeZone, holidays } = await programmeSettings(work);
  const dueAt = nextCheck(work.now, timeZone, holidays);
  await scheduleRecurring(work, { kind: checkKind, key: 'daily', dueAt });
}

/** Looks at every partner once a working day, and tells each manager what began and what is over. Found late, it is done once. */
const check: DueJob = {
  says: 'Daily look at partners’ health',
  isSilent: true,
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
  const managers = await loadPeople(
    work,
    partners.map((partner) => partner.managerPersonId),
  );
  const setting = await settingOf(
    work,
    begun.flatMap((signal) => signal.actionItemId ?? []),
  );
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
        message: newsMessage({ ...news, ...setting, partners: byId }),
        urgency: 'bulk' as const,
      },
    ];
  });
  await post(work, ...posts);
  await markTold(work, begun, over);
}

/** On the day of a way back's review its manager is asked to decide, with how its steps and the signals stand. */
const review: DueJob = {
  says: 'Decision after a way back',
  async run(work, { key }) {
    const plan = await work.tx.remediationPlan.findFirst({
      where: { id: key, workspaceId: work.workspaceId, endedAt: null },
    });
    if (!plan) return;
    const partner = await loadPartner(work, plan.partnerId);
    const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
    if (partner.endedAt || !manager || manager.deactivatedAt) return;
    await refreshSignals(work, [partner]);
    const signals = await openSignalsOf(work, [partner.id]);
    const setting = await settingOf(work, [
      ...plan.actionItemIds,
      ...signals.flatMap((signal) => signal.actionItemId ?? []),
    ]);
    await post(work, {
      key: `health.review:${plan.id}`,
      to: { person: manager.slackUserId },
      audience: 'internal',
      message: reviewMessage(partner.name, plan, setting, signals),
    });
  },
};

/** What words about signals need to know. */
async function settingOf(work: Work, actionItemIds: readonly string[]) {
  const planned = await actionsById(work, actionItemIds);
  return {
    rules: await currentRules(work),
    planned,
    people: await loadPeople(
      work,
      [...planned.values()].map((action) => action.ownerPersonId),
    ),
    today: localDateOf(work.now, (await programmeSettings(work)).timeZone),
  };
}

export const jobs: Readonly<Record<string, DueJob>> = { [checkKind]: check, [reviewKind]: review };
