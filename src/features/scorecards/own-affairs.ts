import { localDateOf } from '../../core/calendar.ts';
import { isWithin, type TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';
import { actionsDoneIn, openActionsAt } from '../calls/public.ts';
import { openSteps, stepsDoneSince } from '../onboarding/public.ts';
import { loadPeople, programmeSettings } from '../partners/public.ts';
import { idleDeals, leadsWithoutDeal, pipelineBuckets } from '../pipeline/public.ts';
import type { PartnerCard } from './facts.ts';
import type { OwnAffairs } from './partner-things.ts';
import type { Line } from './rules.ts';

/** A deal nothing has happened to for so long is one to speak of. */
const idleDays = 30;

/** What a partner may know of what waits for it now; `lines` are those it is shown. */
export async function ownAffairs(work: Work, card: PartnerCard, lines: readonly Line[]): Promise<OwnAffairs> {
  const { id } = card.partner;
  const { timeZone } = await programmeSettings(work);
  const steps = (await openSteps(work, id)).filter(({ phase }) => phase !== 'in_review');
  const actions = await openActionsAt(work, [id]);
  const owners = await loadPeople(
    work,
    [...steps, ...actions].map(({ ownerPersonId }) => ownerPersonId),
  );
  const ofTheirs = (ownerPersonId: string | null) => {
    const owner = ownerPersonId === null ? undefined : owners.get(ownerPersonId);
    return owner?.partnerId === id ? [owner.name] : [];
  };
  const idle = await idleDeals(work, [id], idleDays);
  return {
    name: card.name,
    today: card.facts.today,
    steps: steps.flatMap(({ title, dueOn, ownerPersonId }) =>
      ofTheirs(ownerPersonId).map((owner) => ({ title, dueOn, owner })),
    ),
    actions: actions.flatMap(({ number, text, dueOn, ownerPersonId }) =>
      ofTheirs(ownerPersonId).map((owner) => ({ title: `A-${number} ${text}`, dueOn, owner })),
    ),
    leads: await leadsWithoutDeal(work, id),
    idleDeals: idle.map(({ number, customer, idleSince }) => ({
      ...{ number, customer },
      since: localDateOf(idleSince, timeZone),
    })),
    lines,
  };
}

/** Whether anything happened at a partner within a window: a lead or a deal, a step or an action item done. */
export async function hasHappened(work: Work, partnerId: string, window: TimeWindow): Promise<boolean> {
  const [bucket] = (await pipelineBuckets(work, [partnerId], [window])).get(partnerId) ?? [];
  if (bucket && bucket.leads + bucket.registered + bucket.won + bucket.lost > 0) return true;
  const steps = await stepsDoneSince(work, partnerId, new Date(window.from.getTime() - 1));
  if (steps.some(({ doneAt }) => isWithin(window, doneAt))) return true;
  return ((await actionsDoneIn(work, [partnerId], window)).get(partnerId) ?? 0) > 0;
}
