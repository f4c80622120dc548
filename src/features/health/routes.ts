import { localDateOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Message } from '../../platform/delivery/message.ts';
import { post } from '../../platform/delivery/post.ts';
import type { CommandRequest, Reply, Request } from '../../platform/feature.ts';
import { say } from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { demand } from '../../policy/policy.ts';
import { choosePartner, managedPartners, programmeSettings } from '../partners/public.ts';
import { currentRules } from './current-rules.ts';
import { refreshSignals } from './refresh.ts';
import { openSignalsOf } from './store.ts';
import { healthMessage } from './views.ts';

/** `health [partner]`: one partner, or outside of a partner's channel all that the actor manages. */
export async function runHealth(request: CommandRequest): Promise<Reply> {
  const { actor, place, text } = request;
  // A partner's person learns nothing, not even that there is something to learn.
  if (actor.side !== 'vendor') demand(actor, 'health.view', { partnerId: actor.partnerId });
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
  const rows = partners.map(({ id, name }) => ({
    name,
    signals: open.filter((signal) => signal.partnerId === id),
  }));
  const weight = ({ signals }: (typeof rows)[number]) =>
    100 * signals.filter((signal) => signal.severity === 'serious').length + signals.length;
  return healthMessage({
    partners: rows.sort((a, b) => weight(b) - weight(a) || a.name.localeCompare(b.name)),
    isOne,
    rules: await currentRules(request),
    today: localDateOf(request.now, (await programmeSettings(request)).timeZone),
  });
}

/** How a partner is doing is never said in a channel it reads, not even to one person alone. */
export async function answerPrivately(request: Request, message: Message): Promise<Reply> {
  const { actor, place } = request;
  if (!place.channel?.isShared) return { message };
  await post(request, {
    key: `health.asked:${actor.personId}:${request.newId()}`,
    to: { person: actor.slackUserId },
    audience: 'internal',
    message,
  });
  return {
    message: say(
      'How a partner is doing is internal, so I sent it to your messages with me instead of here.',
    ),
  };
}
