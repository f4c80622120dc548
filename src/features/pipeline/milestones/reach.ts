import { localDateOf } from '../../../core/calendar.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import { scheduleRecurring } from '../../../platform/schedule/schedule.ts';
import type { MilestoneReached, Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import {
  activePartners,
  channelOf,
  loadPartner,
  loadPeople,
  programmeSettings,
} from '../../partners/public.ts';
import { findCurrentPlaybook, type Milestone } from '../../playbook/public.ts';
import { loadDeal } from '../store.ts';
import { nextLookAt } from './timing.ts';
import { celebration, managerNotice, type Reached } from './views.ts';

/** What was reached longer ago, and is noted only now (an import, a new milestone), is noted without a word. */
const freshDays = 14;

/** A deal was won: milestones it reaches are noted and told; from now on somebody looks every day, too. */
export async function followWin(work: Work, partnerId: string): Promise<void> {
  const { timeZone } = await programmeSettings(work);
  await planLook(work, timeZone);
  const partner = await loadPartner(work, partnerId);
  if (!partner.endedAt) await noteMilestones(work, [partner]);
}

export async function planLook(work: Work, timeZone: string): Promise<void> {
  await scheduleRecurring(work, {
    kind: 'pipeline.milestones',
    key: 'daily',
    dueAt: nextLookAt(work.now, timeZone),
  });
}

/** Looks at every partner: for deals that came from elsewhere, and milestones that are new in the playbook. */
export async function lookAtAll(work: Work): Promise<Date> {
  const { timeZone } = await programmeSettings(work);
  await noteMilestones(work, await activePartners(work));
  return nextLookAt(work.now, timeZone);
}

/**
 * Keeps what these partners have reached and nobody noted yet, each milestone once and for good; returns what it kept.
 * Of two who note the same at once one finds it noted.
 */
export async function keepReached(
  work: Work,
  milestones: readonly Milestone[],
  partners: readonly Partner[],
): Promise<readonly MilestoneReached[]> {
  if (milestones.length === 0 || partners.length === 0) return [];
  const found = await findReached(work, milestones, partners);
  return work.tx.milestoneReached.createManyAndReturn({
    data: found.flatMap(({ partnerId, key, dealId, reachedAt }) => {
      const milestone = milestones.find((each) => each.key === key);
      if (!milestone) return [];
      const { title, shownTo } = milestone;
      const own = { id: work.newId(), workspaceId: work.workspaceId, notedAt: work.now };
      return [{ ...own, partnerId, key, title, isInternal: shownTo === 'vendor', dealId, reachedAt }];
    }),
    skipDuplicates: true,
  });
}

/** Notes in the history what is newly reached, and tells those concerned while it is fresh. */
async function noteMilestones(work: Work, partners: readonly Partner[]): Promise<void> {
  const milestones = (await findCurrentPlaybook(work))?.playbook.milestones ?? [];
  const noted = await keepReached(work, milestones, partners);
  const since = work.now.getTime() - freshDays * 24 * 3_600_000;
  for (const partner of partners) {
    const own = noted.filter(({ partnerId }) => partnerId === partner.id);
    if (own.length === 0) continue;
    const reached: Reached[] = [];
    for (const { key, title, dealId, reachedAt, isInternal } of own) {
      const deal = await loadDeal(work, dealId);
      await audit(work, {
        actorPersonId: null,
        verb: 'pipeline.milestone',
        partnerId: partner.id,
        subject: `deal:${dealId}`,
        summary: `Milestone reached: ${title}, with deal D-${deal.number}`,
        isInternal,
      });
      const milestone = milestones.find((each) => each.key === key);
      if (milestone && reachedAt.getTime() >= since) reached.push({ milestone, deal });
    }
    await tell(work, partner, reached);
  }
}

async function tell(work: Work, partner: Partner, reached: readonly Reached[]): Promise<void> {
  const first = reached[0];
  if (!first) return;
  const keyOf = ({ milestone }: Reached, reader: string) =>
    `pipeline.milestone:${partner.id}:${milestone.key}:${reader}`;
  const shared = reached.filter(({ milestone }) => milestone.shownTo === 'both');
  if (shared[0]) {
    const { slackChannelId } = await channelOf(work, partner.id);
    await post(work, {
      key: keyOf(shared[0], 'channel'),
      to: { channel: slackChannelId },
      audience: 'partner',
      message: celebration(partner.id, shared),
    });
  }
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (!manager || manager.deactivatedAt) return;
  await post(work, {
    key: keyOf(first, 'manager'),
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: managerNotice(partner, reached),
  });
}

interface Found {
  readonly partnerId: string;
  readonly key: string;
  readonly dealId: string;
  readonly reachedAt: Date;
}

/** The deal with which each partner came to each milestone that is not noted, in one query for all. Sourced as in deal-sums.ts. */
function findReached(
  work: Work,
  milestones: readonly Milestone[],
  partners: readonly Partner[],
): Promise<Found[]> {
  const rules = milestones.map(({ key, reached }) =>
    reached.on === 'won_deals'
      ? { key, count: reached.count, minor: null, currency: null }
      : { key, count: null, minor: reached.amount.amountMinor, currency: reached.amount.currency },
  );
  return work.tx.$queryRaw<Found[]>`
    WITH rule AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rules)}::jsonb)
        AS r("key" text, "count" int, "minor" bigint, "currency" text)
    ), deal AS (
      SELECT d."id", d."partnerId", d."closedAt", d."number", d."currency", own."sourced",
        row_number() OVER (PARTITION BY d."partnerId" ORDER BY d."closedAt", d."number") AS "nth",
        sum(d."amountMinor") FILTER (WHERE own."sourced")
          OVER (PARTITION BY d."partnerId", d."currency" ORDER BY d."closedAt", d."number") AS "minor"
      FROM "Deal" d
      CROSS JOIN LATERAL (SELECT
        coalesce(d."closedAt" < d."protectedUntil" OR d."renewalAskedAt" <= d."closedAt", false)
          AND NOT d."isContested" AS "sourced") own
      WHERE d."workspaceId" = ${work.workspaceId}::uuid
        AND d."partnerId" = ANY(${partners.map(({ id }) => id)}::uuid[])
        AND d."stage" = 'won' AND d."closedAt" <= ${work.now}::timestamptz
    )
    SELECT DISTINCT ON (d."partnerId", r."key")
      d."partnerId"::text AS "partnerId", r."key", d."id"::text AS "dealId", d."closedAt" AS "reachedAt"
    FROM rule r JOIN deal d ON d."nth" >= r."count"
      OR (d."sourced" AND d."currency" = r."currency" AND d."minor" >= r."minor")
    WHERE NOT EXISTS (
      SELECT 1 FROM "MilestoneReached" m
      WHERE m."workspaceId" = ${work.workspaceId}::uuid AND m."partnerId" = d."partnerId" AND m."key" = r."key")
    ORDER BY d."partnerId", r."key", d."closedAt", d."number"`;
}

/** The day on which each partner came to each of these milestones: `<partner> <key>`. */
export async function milestoneDays(
  work: Work,
  partnerIds: readonly string[],
  keys: readonly string[],
  timeZone: string,
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await work.tx.milestoneReached.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] }, key: { in: [...keys] } },
  });
  return new Map(
    rows.map(({ partnerId, key, reachedAt }) => [`${partnerId} ${key}`, localDateOf(reachedAt, timeZone)]),
  );
}
