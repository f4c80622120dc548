import { addWorkingDays } from '../../core/business-time.ts';
import { addDays, instantOf, localDateOf } from '../../core/calendar.ts';
import type { DueJob } from '../../platform/feature.ts';
import { scheduleRecurring } from '../../platform/schedule/schedule.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { eventDays } from '../health/public.ts';
import { bringSteps, journeyProgress, waitingSteps } from '../onboarding/public.ts';
import { activePartners, programmeSettings } from '../partners/public.ts';
import { firstRegistrations } from '../pipeline/public.ts';
import { type FactCondition, findCurrentPlaybook, type Playbook } from '../playbook/public.ts';
import { judge, loadCards } from '../scorecards/public.ts';
import { refreshProposals } from './proposals.ts';
import { judgeSegments, proposalFor } from './rules.ts';

const checkKind = 'segments.check';
/** Early in the working day, before anybody's digest. */
const checkMinute = 7 * 60 + 30;

function nextCheck(after: Date, zone: string, holidays: readonly string[]): Date {
  const today = localDateOf(after, zone);
  const at = (from: typeof today) => instantOf(addWorkingDays(from, 0, holidays), checkMinute, zone);
  const candidate = at(today);
  return candidate > after ? candidate : at(addDays(today, 1));
}

/** Makes sure that each working day the playbook's conditions are held against the facts. */
export async function scheduleCheck(work: Work): Promise<void> {
  const { timeZone, holidays } = await programmeSettings(work);
  await scheduleRecurring(work, {
    kind: checkKind,
    key: 'daily',
    dueAt: nextCheck(work.now, timeZone, holidays),
  });
}

const check: DueJob = {
  says: 'Daily look at tiers and at steps that wait for something',
  isSilent: true,
  async run(work) {
    await holdConditions(work, await activePartners(work));
    const { timeZone, holidays } = await programmeSettings(work);
    return nextCheck(work.now, timeZone, holidays);
  },
};

/** Brings the steps whose time has come, and proposes the tiers that the facts speak for. */
export async function holdConditions(work: Work, partners: readonly Partner[]): Promise<void> {
  const current = await findCurrentPlaybook(work);
  const ids = partners.map(({ id }) => id);
  const waiting = await waitingSteps(work, ids);
  const hasCriteria = current?.playbook.tiers.some(({ criteria }) => criteria) ?? false;
  if (!current || (waiting.length === 0 && !hasCriteria)) return;
  const { playbook } = current;
  const factsOf = await loadFacts(work, partners, [
    ...waiting.flatMap(({ when }) => when),
    ...playbook.tiers.flatMap(({ criteria }) => criteria?.when ?? []),
  ]);
  for (const journeyId of new Set(waiting.map((step) => step.journeyId))) {
    const keys = waiting
      .filter((step) => step.journeyId === journeyId)
      .filter(({ partnerId, when }) => {
        const facts = factsOf(partnerId, playbook);
        return facts !== null && when.every((condition) => judge(condition, facts).verdict === 'met');
      })
      .map(({ key }) => key);
    if (keys.length > 0) await bringSteps(work, journeyId, keys);
  }
  if (hasCriteria)
    await refreshProposals(
      work,
      playbook,
      partners.map((partner) => ({
        partner,
        proposal: proposed(playbook, partner, factsOf(partner.id, playbook)),
      })),
    );
}

type Facts = Parameters<typeof judge>[1];
type FactsOf = (partnerId: string, playbook: Playbook) => Facts | null;

/** What conditions are held against, for all partners at once; of events those that some condition names. */
async function loadFacts(
  work: Work,
  partners: readonly Partner[],
  conditions: readonly FactCondition[],
): Promise<FactsOf> {
  const { timeZone } = await programmeSettings(work);
  const cards = new Map((await loadCards(work, partners, work.now)).map((card) => [card.partner.id, card]));
  const ids = [...cards.keys()];
  const events = conditions.flatMap(({ event }) => event ?? []);
  const dayOf = await eventDays(work, ids, events, timeZone);
  const registered = await firstRegistrations(work, ids);
  const progress = await journeyProgress(work, ids, localDateOf(work.now, timeZone));
  return (id, playbook) => {
    const card = cards.get(id);
    if (!card) return null;
    const at = registered.get(id);
    return {
      playbook,
      numbers: card.facts,
      dayOf: (event) => {
        if (event === 'deal_registered') return at ? localDateOf(at, timeZone) : null;
        const { firstWonOn } = card.facts;
        return dayOf(id, event, { firstWonOn, completedOn: progress.get(id)?.completedOn ?? null });
      },
    };
  };
}

function proposed(playbook: Playbook, partner: Partner, facts: Facts | null) {
  if (!facts) return null;
  const tiers = playbook.tiers.map(({ key, criteria }) => ({
    key,
    criteria: criteria
      ? {
          segments: judgeSegments(playbook, criteria.for, partner),
          facts: criteria.when.map((condition) => judge(condition, facts)),
        }
      : null,
  }));
  return proposalFor(tiers, partner.tier);
}

export const jobs: Readonly<Record<string, DueJob>> = { [checkKind]: check };
