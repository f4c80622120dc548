import { localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import type { CommandRequest, Reply, Request } from '../../../platform/feature.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import { demand } from '../../../policy/policy.ts';
import { actionsById } from '../../calls/public.ts';
import { choosePartner, loadPeople, managedPartners, programmeSettings } from '../../partners/public.ts';
import { currentRules } from '../current-rules.ts';
import { refreshSignals } from '../refresh.ts';
import { openPlans } from '../store/plans.ts';
import { openSignalsOf } from '../store/signals.ts';
import { healthMessage } from '../views/signals.ts';
import { openDecide } from './decide.ts';
import { openPostMortem, showLessons } from './lessons.ts';
import { openPlan } from './plan.ts';
import { answerPrivately } from './private.ts';
import { openRemediation } from './remediation.ts';

const doors: Readonly<Record<string, (request: CommandRequest, rest: string) => Promise<Reply>>> = {
  plan: openPlan,
  recover: openRemediation,
  decide: openDecide,
  postmortem: openPostMortem,
  lessons: showLessons,
};

/** `health [partner]`, `health plan <signal> [partner]`, `health recover | decide | postmortem [partner]`, `health lessons`. */
export async function runHealth(request: CommandRequest): Promise<Reply> {
  const { actor, place, text } = request;
  // A partner's person learns nothing, not even that there is something to learn.
  if (actor.side !== 'vendor') demand(actor, 'health.view', { partnerId: actor.partnerId });
  const [word = '', ...rest] = text.split(/\s+/);
  const door = doors[word.toLowerCase()];
  if (door) return door(request, rest.join(' '));
  const only = text === '' && place.partnerId === null ? null : (await choosePartner(request, text)).partner;
  const partners = only ? [only] : await managedPartners(request, actor.personId);
  for (const partner of partners) demand(actor, 'health.view', { partnerId: partner.id });
  if (partners.length === 0) {
    throw new Refusal(
      'not_found',
      'You don’t manage any partner yet. Name one to see how it is doing: “health Brightpath”.',
    );
  }
  return answerPrivately(request, await overviewOf(request, partners, only !== null));
}

async function overviewOf(request: Request, partners: readonly Partner[], isOne: boolean): Promise<Message> {
  await refreshSignals(request, partners);
  const ids = partners.map((partner) => partner.id);
  const open = await openSignalsOf(request, ids);
  const plans = await openPlans(request, ids);
  const planned = await actionsById(request, [
    ...open.flatMap((signal) => signal.actionItemId ?? []),
    ...plans.flatMap((plan) => plan.actionItemIds),
  ]);
  const rows = partners.map(({ id, name }) => ({
    name,
    signals: open.filter((signal) => signal.partnerId === id),
    plan: plans.find((plan) => plan.partnerId === id) ?? null,
  }));
  const weight = ({ signals }: (typeof rows)[number]) =>
    100 * signals.filter((signal) => signal.severity === 'serious').length + signals.length;
  return healthMessage({
    partners: rows.sort((a, b) => weight(b) - weight(a) || a.name.localeCompare(b.name)),
    isOne,
    rules: await currentRules(request),
    planned,
    people: await loadPeople(
      request,
      [...planned.values()].map((action) => action.ownerPersonId),
    ),
    today: localDateOf(request.now, (await programmeSettings(request)).timeZone),
  });
}
