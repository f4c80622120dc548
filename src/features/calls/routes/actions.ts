import { z } from 'zod';
import { isLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type {
  ActionRequest,
  CommandRequest,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import type { ActionItem } from '../../../platform/store/generated/client.ts';
import { can, demand } from '../../../policy/policy.ts';
import { choosePartner, listPartners, loadPeople, programmeSettings } from '../../partners/public.ts';
import { addAction, completeAction, giveAction } from '../follow-ups.ts';
import { ownerOf } from '../recording.ts';
import { longestAction, readAction, readNumber, type WrittenAction } from '../rules/read-action.ts';
import { textOf } from '../rules/read-record.ts';
import { dueDay, loadAction, openActionItems } from '../store/actions.ts';
import { decisionPage, decisionsAPage } from '../store/decisions.ts';
import { actionForm } from '../views/forms.ts';
import { type ActionLine, actionList, decisionLog } from '../views/lists.ts';

/** `actions`: the partner's open action items; `actions mine`, or outside a partner's channel: the actor's own. */
export async function runActions(request: CommandRequest): Promise<Reply> {
  const { actor, now, text, place } = request;
  const today = localDateOf(now, actor.timeZone);
  if (/^(mine|my|me)$/i.test(text) || (text === '' && place.partnerId === null)) {
    const items = await openActionItems(request, { ownerIds: [actor.personId] });
    return { message: actionList('Your action items', await actionLines(request, items), today) };
  }
  const { partner } = await choosePartner(request, text);
  demand(actor, 'call.view', { partnerId: partner.id });
  const items = await openActionItems(request, { partnerIds: [partner.id] });
  return {
    message: actionList(`Action items with ${partner.name}`, await actionLines(request, items), today),
  };
}

/** Items as a list shows them to the actor, without those of partners they may not see. */
async function actionLines(request: Request, items: readonly ActionItem[]): Promise<ActionLine[]> {
  const partners = new Map((await listPartners(request, request.actor)).map((each) => [each.id, each.name]));
  const people = await loadPeople(
    request,
    items.map((item) => item.ownerPersonId),
  );
  const isMixed = new Set(items.map((item) => item.partnerId)).size > 1;
  return items
    .filter((item) => partners.has(item.partnerId))
    .map((item) => ({
      id: item.id,
      number: item.number,
      text: item.text,
      owner: people.get(item.ownerPersonId)?.name ?? 'somebody',
      dueOn: dueDay(item),
      ...(isMixed && { partnerName: partners.get(item.partnerId) ?? '' }),
      canComplete: can(request.actor, 'action.complete', resourceOf(item)),
    }));
}

function resourceOf(item: ActionItem) {
  return { partnerId: item.partnerId, ownerPersonIds: [item.ownerPersonId] };
}

/** `action <text> @owner by <date>`, `action done A-12`, `action give A-12 @owner`, `action` for the form. */
export async function runAction(request: CommandRequest): Promise<Reply> {
  const { actor, now, text } = request;
  const done = /^done\b\s*(.*)$/is.exec(text);
  if (done) {
    const number = readNumber(done[1] ?? '');
    if (number === null) throw new Refusal('invalid', 'Which one? Write its number: `action done A-12`.');
    return complete(request, await loadAction(request, actor, { number }));
  }
  const given = /^give\s+(\S+)\s+(?:to\s+)?<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/i.exec(text);
  const number = given && readNumber(given[1] ?? '');
  if (number) return give(request, await loadAction(request, actor, { number }), given[2] ?? '');
  const { partner, rest } = await choosePartner(request, text);
  if (rest === '') {
    demand(actor, 'call.contribute', { partnerId: partner.id });
    return { modal: actionForm(partner) };
  }
  const { holidays } = await programmeSettings(request);
  const written = readAction(rest, localDateOf(now, actor.timeZone), holidays);
  return create(request, partner.id, written);
}

/** Whoever takes part may take something on; giving it to others is for those who record calls. */
async function create(
  request: Request,
  partnerId: string,
  { text, ownerSlackId, dueOn }: WrittenAction,
): Promise<Reply> {
  const { actor } = request;
  const isOwn = ownerSlackId === null || ownerSlackId === actor.slackUserId;
  demand(actor, isOwn ? 'call.contribute' : 'call.record', { partnerId });
  const ownerPersonId = isOwn
    ? actor.personId
    : (await ownerOf(request, ownerSlackId, partnerId, 'owner')).id;
  const createdById = actor.personId;
  const item = await addAction(request, actor, {
    partnerId,
    callId: null,
    text,
    ownerPersonId,
    dueOn,
    createdById,
  });
  return { message: say(`A-${item.number} is on the list, and its owner is reminded until it is done.`) };
}

async function give(request: Request, item: ActionItem, slackUserId: string): Promise<Reply> {
  const { partnerId } = item;
  demand(request.actor, 'call.record', { partnerId });
  const to = await ownerOf(request, slackUserId, partnerId);
  return { message: say(await giveAction(request, request.actor, item, to)) };
}

const metadata = z.object({ partnerId: z.uuid() });

export async function submitAction(request: ViewRequest): Promise<Reply> {
  const { partnerId } = metadata.parse(request.metadata);
  demand(request.actor, 'call.contribute', { partnerId });
  const { action, owner, due } = request.inputs;
  const [text, ownerSlackId, dueOn] = [textOf(action), textOf(owner), textOf(due)];
  const today = localDateOf(request.now, request.actor.timeZone);
  if (text === '' || text.length > longestAction) {
    return { errors: { action: `Say what is to be done, in at most ${longestAction} characters.` } };
  }
  if (ownerSlackId === '') return { errors: { owner: 'Choose who does it.' } };
  if (!isLocalDate(dueOn) || dueOn < today) return { errors: { due: 'Choose a day from today on.' } };
  return create(request, partnerId, { text, ownerSlackId, dueOn });
}

export async function pressDone(request: ActionRequest): Promise<Reply> {
  return complete(request, await loadAction(request, request.actor, { id: request.value }));
}

async function complete(request: Request, item: ActionItem): Promise<Reply> {
  demand(request.actor, 'action.complete', resourceOf(item));
  return { message: say(await completeAction(request, request.actor, item)) };
}

/** `decisions [page N]` */
export async function runDecisions(request: CommandRequest): Promise<Reply> {
  const asked = /\bpage\s+(\d{1,4})$/i.exec(request.text);
  const named = asked ? request.text.slice(0, asked.index).trim() : request.text;
  const { partner } = await choosePartner(request, named);
  demand(request.actor, 'call.view', { partnerId: partner.id });
  const page = Math.max(1, Number(asked?.[1] ?? 1));
  const { decisions, total } = await decisionPage(request, partner.id, page);
  const people = await loadPeople(
    request,
    decisions.map((decision) => decision.recordedById),
  );
  const calls = await request.tx.call.findMany({
    where: {
      workspaceId: request.workspaceId,
      id: { in: decisions.flatMap((decision) => decision.callId ?? []) },
    },
    include: { series: true },
  });
  const titles = new Map(calls.map((call) => [call.id, call.series.title]));
  const pages = Math.max(1, Math.ceil(total / decisionsAPage));
  if (page > pages)
    throw new Refusal('invalid', `The log has ${pages === 1 ? 'one page' : `${pages} pages`}.`);
  return {
    message: decisionLog({
      partnerName: partner.name,
      lines: decisions.map((decision) => ({
        text: decision.text,
        recordedAt: decision.recordedAt,
        recordedBy: people.get(decision.recordedById)?.name ?? 'somebody',
        callTitle: titles.get(decision.callId ?? '') ?? null,
      })),
      page,
      pages,
      total,
      zone: request.actor.timeZone,
      now: request.now,
    }),
  };
}
