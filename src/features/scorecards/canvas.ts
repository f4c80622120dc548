import { localDateOf } from '../../core/calendar.ts';
import { monthOf } from '../../core/time-window.ts';
import type { Rendered } from '../../platform/delivery/message.ts';
import { touch } from '../../platform/delivery/post.ts';
import type { Work } from '../../platform/work.ts';
import { nextCalls, openActions } from '../calls/public.ts';
import { openSteps } from '../onboarding/public.ts';
import { channelOf, loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { pipelineBuckets } from '../pipeline/public.ts';
import { partnerPage } from './canvas-view.ts';
import { loadCards } from './facts.ts';
import { linesFor } from './store.ts';

export const canvasKind = 'scorecards.canvas';
const mostSteps = 8;
const mostActions = 6;

/** From now on the partner's channel has a page of where both sides stand, kept current. */
export async function keepCanvas(work: Work, partnerId: string): Promise<void> {
  const { slackChannelId } = await channelOf(work, partnerId);
  await touch(work, { kind: canvasKind, subject: partnerId, to: { channel: slackChannelId } });
}

/** The page of a partner's channel; null once the partnership has ended, which leaves its last state there. */
export async function renderCanvas(work: Work, partnerId: string): Promise<Rendered | null> {
  const partner = await loadPartner(work, partnerId);
  if (partner.endedAt) return null;
  const { timeZone } = await programmeSettings(work);
  const [card] = await loadCards(work, [partner], work.now);
  if (!card) throw new Error(`no facts of partner ${partnerId}`);
  const month = monthOf(work.now, timeZone);
  const [lines = []] = await linesFor(work, [card], {
    ...{ cadence: 'monthly', before: month.from, mayReadInternal: false },
  });
  const steps = await openSteps(work, partnerId);
  const actions = (await openActions(work, partnerId)).slice(0, mostActions);
  const call = (await nextCalls(work, [partnerId])).get(partnerId) ?? null;
  // Half open: what has happened this very moment counts.
  const soFar = { from: month.from, to: new Date(work.now.getTime() + 1) };
  const buckets = await pipelineBuckets(work, [partnerId], [soFar]);
  const people = await loadPeople(work, [
    ...steps.map((step) => step.ownerPersonId),
    ...actions.map((action) => action.ownerPersonId),
  ]);
  const nameOf = (id: string | null) => (id === null ? null : (people.get(id)?.name ?? null));
  const { onboarding } = card.facts;
  const [so = { leads: 0, registered: 0, won: 0 }] = buckets.get(partnerId) ?? [];
  return {
    audience: 'partner',
    canvas: {
      title: `${partner.name}: where we stand`,
      markdown: partnerPage({
        ...{ name: partner.name, today: localDateOf(work.now, timeZone), timeZone, now: work.now },
        onboarding: onboarding && { done: onboarding.done, total: onboarding.total, gate: card.gate },
        steps: steps.slice(0, mostSteps).map(({ title, ownerPersonId, dueOn, phase }) => {
          return { title, owner: nameOf(ownerPersonId), dueOn, phase };
        }),
        more: Math.max(0, steps.length - mostSteps),
        nextCall: call,
        actions: actions.map(({ text, ownerPersonId, dueOn }) => {
          return { text, owner: nameOf(ownerPersonId) ?? 'nobody', dueOn };
        }),
        ...{ month: so, lines },
      }),
    },
  };
}
