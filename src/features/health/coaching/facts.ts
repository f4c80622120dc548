import { localDateOf } from '../../../core/calendar.ts';
import { formatMoney } from '../../../core/money.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { actionsDoneSince, openActions, recordedCalls } from '../../calls/public.ts';
import { openSteps, stepsDoneSince } from '../../onboarding/public.ts';
import { loadPeople, programmeSettings } from '../../partners/public.ts';
import { pipelineFacts } from '../../pipeline/public.ts';
import { signalLabel } from '../signals/catalogue.ts';
import { endedSignalsOf, openSignalsOf } from '../store/signals.ts';
import type { CoachingFacts } from './rules.ts';

/** What happened since the last held call, or since the partner came, and how things stand. */
export async function loadCoachingFacts(work: Work, partner: Partner): Promise<CoachingFacts> {
  const { timeZone } = await programmeSettings(work);
  const day = (instant: Date) => localDateOf(instant, timeZone);
  const calls = await recordedCalls(work, [partner.id], partner.createdAt);
  const lastCall = calls.find((call) => call.isHeld) ?? null;
  const since = lastCall?.startsAt ?? partner.createdAt;
  const window = { from: since, to: work.now };
  const steps = await stepsDoneSince(work, partner.id, since);
  const done = await actionsDoneSince(work, partner.id, since);
  const open = await openActions(work, partner.id);
  const unfinished = await openSteps(work, partner.id);
  const signals = await openSignalsOf(work, [partner.id]);
  const healed = await endedSignalsOf(work, partner.id, since);
  const pipeline = await pipelineFacts(work, {
    partnerIds: [partner.id],
    window,
    asOf: work.now,
    conversionAgeDays: 60,
    timeZone,
  });
  const people = await loadPeople(work, [
    ...steps.map((step) => step.ownerPersonId),
    ...done.map((item) => item.doneById),
    ...open.map((item) => item.ownerPersonId),
    ...unfinished.map((step) => step.ownerPersonId),
  ]);
  const isTheirs = (personId: string | null) => people.get(personId ?? '')?.side === 'partner';
  const deals = pipeline.get(partner.id);
  const stillOpen = new Set(signals.map(({ kind }) => kind));
  return {
    today: day(work.now),
    lastCallOn: lastCall && day(lastCall.startsAt),
    window,
    steps: steps.map(({ title, dueOn, doneAt, ownerPersonId }) => ({
      title,
      dueOn,
      doneOn: day(doneAt),
      isTheirs: isTheirs(ownerPersonId),
    })),
    won: {
      count: deals?.won.count ?? 0,
      amounts: (deals?.won.amounts ?? []).map((amount) => formatMoney(amount)),
    },
    lost: deals?.lost.count ?? 0,
    leads: deals?.leads.submitted ?? 0,
    actionsDone: done.map(({ number, text, doneAt, dueOn, doneById }) => ({
      number,
      text,
      dueOn,
      doneOn: day(doneAt),
      isTheirs: isTheirs(doneById),
    })),
    actions: open.map(({ number, text, ownerPersonId, dueOn }) => ({
      number,
      text,
      dueOn,
      owner: people.get(ownerPersonId)?.name ?? 'somebody',
    })),
    openSteps: unfinished.map(({ ownerPersonId, ...step }) => ({
      ...step,
      isTheirs: isTheirs(ownerPersonId),
    })),
    signals: signals.map(({ kind, evidence, foundAt }) => ({
      kind,
      label: signalLabel(kind),
      evidence,
      isNew: foundAt > since,
    })),
    healed: [
      ...new Set(healed.filter(({ kind }) => !stillOpen.has(kind)).map(({ kind }) => signalLabel(kind))),
    ],
  };
}
