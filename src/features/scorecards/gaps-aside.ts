import { z } from 'zod';
import { formatLocalDate, localDateOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { truncate } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { ActionRequest, Reply, ViewRequest } from '../../platform/feature.ts';
import {
  actions,
  bold,
  context,
  md,
  menu,
  message,
  say,
  section,
  table,
  textInput,
} from '../../platform/slack/kit/index.ts';
import { demand } from '../../policy/policy.ts';
import { loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { findAside, subjectOf } from './gap-rows.ts';
import { deliver, scopeOf } from './gaps.ts';
import { namedRow } from './gaps-open.ts';
import { gapRowsAPage, rowName } from './gaps-view.ts';

const longestReason = 500;

/** Asks why a row is right as it is. */
export async function pressSetAside(request: ActionRequest): Promise<Reply> {
  const { check, partner, row } = await namedRow(request, request.value);
  const today = localDateOf(request.now, (await programmeSettings(request)).timeZone);
  return {
    modal: {
      callbackId: 'scorecards.saveAside',
      title: 'Right as it is',
      submit: 'Set aside',
      metadata: { row: request.value },
      blocks: [
        section(
          md`${bold(rowName(row, today))} of ${partner.name} leaves the list “${check.label}” until it changes. The numbers stay as they are, and say what they leave out.`,
        ),
        textInput('reason', 'Why is it right?', { multiline: true, maxLength: longestReason }),
      ],
    },
  };
}

export async function submitSetAside(request: ViewRequest): Promise<Reply> {
  const { actor, workspaceId } = request;
  const { row: named } = z.object({ row: z.string() }).parse(request.metadata);
  const { check, partner, row } = await namedRow(request, named);
  const reason = z.string().trim().max(longestReason).catch('').parse(request.inputs.reason);
  if (reason === '') return { errors: { reason: 'Please say why, in a few words.' } };
  const where = { workspaceId, check: check.key, subject: subjectOf(row) };
  const said = {
    ...{ fingerprint: row.fingerprint, reason },
    ...{ setAsideById: actor.personId, setAsideAt: request.now },
  };
  await request.tx.gapSetAside.upsert({
    where: { workspaceId_check_subject: where, workspaceId },
    create: { id: request.newId(), partnerId: partner.id, ...where, ...said },
    update: said,
  });
  const name = rowName(row, localDateOf(request.now, (await programmeSettings(request)).timeZone));
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'scorecards.setAside',
    partnerId: partner.id,
    summary: `${actor.name} set ${name} aside from “${check.label}”: ${reason}`,
    isInternal: true,
  });
  return { message: say(md`Set ${name} aside. Should it change, it is listed again.`) };
}

/** What is set aside at one partner, or at all that one manages, with who said why. */
export async function pressAsideList(request: ActionRequest): Promise<Reply> {
  const asked = z
    .union([z.uuid(), z.literal('mine')])
    .catch('mine')
    .parse(request.value);
  const partners = await scopeOf(request, asked === 'mine' ? null : await loadPartner(request, asked));
  const found = await findAside(request, partners);
  if (found.length === 0) return deliver(request, message([section('Nothing is set aside any more.')]));
  const { timeZone } = await programmeSettings(request);
  const today = localDateOf(request.now, timeZone);
  const shown = found.slice(0, gapRowsAPage);
  const people = await loadPeople(
    request,
    shown.map(({ aside }) => aside.setAsideById),
  );
  const nameOf = new Map(partners.map(({ id, name }) => [id, name]));
  const rows = shown.map(({ aside, check, row }) => [
    truncate(rowName(row, today), 60),
    truncate(nameOf.get(row.partnerId) ?? '', 40),
    check.label,
    truncate(aside.reason, 80),
    people.get(aside.setAsideById ?? '')?.name ?? '',
    formatLocalDate(localDateOf(aside.setAsideAt, timeZone), today),
  ]);
  const choices = shown.map(({ aside, row }) => ({ label: rowName(row, today), value: aside.id }));
  return deliver(
    request,
    message([
      table('Set aside', ['What', 'Partner', 'Listed under', 'Why it is right', 'Said by', 'On'], rows),
      actions(menu('scorecards.takeBack', 'Take one back', choices)),
      ...(found.length > shown.length ? [context(`The newest ${shown.length} of ${found.length}.`)] : []),
    ]),
  );
}

/** Lists a row again. */
export async function pressTakeBack(request: ActionRequest): Promise<Reply> {
  const { actor, workspaceId } = request;
  const id = z.uuid().safeParse(request.value);
  const aside = id.success
    ? await request.tx.gapSetAside.findFirst({ where: { id: id.data, workspaceId } })
    : null;
  if (!aside) throw new Refusal('stale', 'That isn’t set aside any more. Nothing was changed.');
  demand(actor, 'scorecard.internal', { partnerId: aside.partnerId });
  const partner = await loadPartner(request, aside.partnerId);
  const row = (await findAside(request, [partner])).find((each) => each.aside.id === aside.id)?.row;
  await request.tx.gapSetAside.delete({ where: { id: aside.id, workspaceId } });
  const today = localDateOf(request.now, (await programmeSettings(request)).timeZone);
  const name = row ? rowName(row, today) : 'what was set aside';
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'scorecards.takeBack',
    partnerId: aside.partnerId,
    summary: `${actor.name} listed ${name} again among the data checks`,
    isInternal: true,
  });
  return { message: say(md`Listed again: ${name}.`) };
}
