import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { Message } from '../../platform/delivery/message.ts';
import { post } from '../../platform/delivery/post.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../platform/feature.ts';
import { say } from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { demand } from '../../policy/policy.ts';
import { choosePartner, loadPartner, managedPartners, programmeSettings } from '../partners/public.ts';
import { checkNamed, type Gap, gapsAmong } from './checks/catalogue.ts';
import { countLooks, findAside, findRows, subjectOf } from './gap-rows.ts';
import { gapRowsAPage, gapRowsMessage, gapsMessage } from './gaps-view.ts';

/** What the checks of the data find at these partners, over what their present numbers are made of. */
export async function findGaps(work: Work, partners: readonly Partner[]): Promise<readonly Gap[]> {
  return gapsAmong(await countLooks(work, partners), await findAside(work, partners));
}

/** `scorecard checks [partner]`: one partner's, or outside of a partner's channel those of all one manages. */
export async function showGaps(request: CommandRequest, text: string): Promise<Reply> {
  const { actor, place } = request;
  const isForAll = actor.side === 'vendor' && text === '' && place.partnerId === null;
  const only = isForAll ? null : (await choosePartner(request, text)).partner;
  const partners = await scopeOf(request, only);
  const aside = await findAside(request, partners);
  const gaps = gapsAmong(await countLooks(request, partners), aside);
  return deliver(request, gapsMessage(gaps, partners, only, aside.length));
}

const reference = z.tuple([
  z.string(),
  z.union([z.uuid(), z.literal('mine')]),
  z.coerce.number().int().min(0),
]);

/** What one check found, row by row: `<check>:<partner or mine>:<page>`. */
export async function pressGap(request: ActionRequest): Promise<Reply> {
  const asked = reference.safeParse(request.value.split(':'));
  const [key, scope, page] = asked.data ?? ['', 'mine', 0];
  const check = checkNamed(key);
  if (!check)
    throw new Refusal(
      'stale',
      'That check isn’t made any more. Say “scorecard checks” for the present ones.',
    );
  const only = scope === 'mine' ? null : await loadPartner(request, scope);
  const partners = await scopeOf(request, only);
  const { timeZone } = await programmeSettings(request);
  const aside = (await findAside(request, partners)).filter((each) => each.check === check);
  const hidden = new Set(aside.map(({ row }) => subjectOf(row)));
  const found = (await findRows(request, check, partners)).filter((row) => !hidden.has(subjectOf(row)));
  const shown = found.slice(page * gapRowsAPage, (page + 1) * gapRowsAPage);
  const names = new Map(partners.map((partner) => [partner.id, partner.name]));
  const message = gapRowsMessage({
    check,
    total: found.length,
    rows: shown,
    page,
    scope,
    names,
    timeZone,
    now: request.now,
  });
  return deliver(request, message);
}

/** The partner asked about, or all that the actor manages; what the checks tell is internal. */
export async function scopeOf(request: Request, only: Partner | null): Promise<readonly Partner[]> {
  const { actor } = request;
  if (only || actor.side !== 'vendor') {
    demand(actor, 'scorecard.internal', { partnerId: only?.id ?? actor.partnerId });
  }
  if (only) return [only];
  const partners = await managedPartners(request, actor.personId);
  if (partners.length > 0) return partners;
  throw new Refusal(
    'not_found',
    'You don’t manage any partner yet, so there is nothing to check. Name one: “scorecard checks Brightpath”.',
  );
}

export async function deliver(request: Request, message: Message): Promise<Reply> {
  const { actor, place } = request;
  if (!place.channel?.isShared) return { message };
  await post(request, {
    key: `scorecards.asked:${actor.personId}:${request.newId()}`,
    to: { person: actor.slackUserId },
    audience: 'internal',
    message,
  });
  return {
    message: say('The checks are internal, so I sent them to your messages with me instead of here.'),
  };
}
