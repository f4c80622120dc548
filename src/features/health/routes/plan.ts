import { z } from 'zod';
import { addWorkingDays } from '../../../core/business-time.ts';
import { isLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { CommandRequest, Reply, ViewRequest } from '../../../platform/feature.ts';
import { md, say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { addAction, ownerOf } from '../../calls/public.ts';
import { choosePartner, loadPartner, programmeSettings } from '../../partners/public.ts';
import { currentRules } from '../current-rules.ts';
import { ownersBySeat } from '../owners.ts';
import { signalLabel } from '../signals/catalogue.ts';
import { loadSignal, openSignalsOf, planSignal } from '../store/signals.ts';
import { planForm } from '../views/forms.ts';

/** `health plan <signal> [partner]`: the form with what the playbook suggests, its owner and date. */
export async function openPlan(request: CommandRequest, text: string): Promise<Reply> {
  const { actor, now } = request;
  const [kind = '', ...rest] = text.split(/\s+/);
  const { partner } = await choosePartner(request, rest.join(' '));
  demand(actor, 'health.act', { partnerId: partner.id });
  const open = await openSignalsOf(request, [partner.id]);
  const signal = open.find((each) => each.kind === kind.toLowerCase());
  if (!signal) {
    throw new Refusal(
      'not_found',
      `${partner.name} has no such signal any more. “health ${partner.name}” shows how it is doing now.`,
    );
  }
  const rule = (await currentRules(request)).find((each) => each.kind === signal.kind);
  const { holidays } = await programmeSettings(request);
  const owner = rule && (await ownersBySeat(request, partner, [rule.suggest.owner])).get(rule.suggest.owner);
  const today = localDateOf(now, actor.timeZone);
  return {
    modal: planForm({
      signalId: signal.id,
      title: `${signalLabel(signal.kind)}: ${partner.name}`,
      evidence: signal.evidence,
      what: rule?.suggest.what ?? '',
      ownerSlackId: owner?.slackUserId ?? actor.slackUserId,
      dueOn: addWorkingDays(today, rule?.suggest.within ?? 3, holidays),
    }),
  };
}

const metadata = z.object({ signalId: z.uuid() });
const inputs = z.object({
  what: z.string().trim().min(1).max(300),
  owner: z.string(),
  due: z.string(),
  seenBy: z.enum(['us', 'both']),
});

/** The plan becomes an action item, which its owner is reminded of until it is done. */
export async function submitPlan(request: ViewRequest): Promise<Reply> {
  const { actor, now } = request;
  const signal = await loadSignal(request, metadata.parse(request.metadata).signalId);
  const { partnerId } = signal;
  demand(actor, 'health.act', { partnerId });
  const { what, owner, due, seenBy } = inputs.parse(request.inputs);
  if (!isLocalDate(due) || due < localDateOf(now, actor.timeZone))
    return { errors: { due: 'Choose a day from today on.' } };
  const person = await ownerOf(request, owner, partnerId, 'owner');
  const isInternal = seenBy === 'us';
  if (isInternal && person.side === 'partner')
    return {
      errors: {
        owner: `${person.name} is at the partner. Choose one of your team, or let both sides see it.`,
      },
    };
  const item = await addAction(request, actor, {
    partnerId,
    callId: null,
    isInternal,
    text: what,
    ownerPersonId: person.id,
    dueOn: due,
    createdById: actor.personId,
  });
  await planSignal(request, signal.id, item.id);
  const { name } = await loadPartner(request, partnerId);
  return {
    message: say(
      md`Planned for ${name}: A-${item.number}, ${person.name}. ${isInternal ? 'Only your side sees it.' : 'It is in the channel.'} Its owner is reminded until it is done.`,
    ),
  };
}
