import type { Actor } from '../../core/actor.ts';
import { localDateOf } from '../../core/calendar.ts';
import type { HomeSection } from '../../platform/feature.ts';
import { type Blocks, button, header, md, section } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { listPartners } from '../partners/public.ts';
import { zoneOf } from './agenda.ts';
import { dueDay, openActionItems } from './store/actions.ts';
import { upcomingCalls } from './store/calls.ts';
import { type ActionLine, actionBlocks } from './views/lists.ts';
import { moment } from './views/moment.ts';

const mostActions = 10;

/** Today's calls and the actor's own action items. */
export const callsAndActions: HomeSection = { order: 40, render };

async function render(work: Work, actor: Actor): Promise<Blocks> {
  const partners = new Map((await listPartners(work, actor)).map((each) => [each.id, each.name]));
  const theirs = new Set(actor.roles.flatMap((role) => role.partnerId ?? []));
  if (actor.partnerId) theirs.add(actor.partnerId);
  const today = localDateOf(work.now, actor.timeZone);
  const calls = (await upcomingCalls(work, [...theirs])).filter(
    (call) => partners.has(call.partnerId) && localDateOf(call.startsAt, actor.timeZone) === today,
  );
  const open = (await openActionItems(work, { ownerIds: [actor.personId] })).filter((item) =>
    partners.has(item.partnerId),
  );
  if (calls.length === 0 && open.length === 0) return [];
  const lines: ActionLine[] = open.slice(0, mostActions).map((item) => ({
    id: item.id,
    number: item.number,
    text: item.text,
    owner: actor.name,
    dueOn: dueDay(item),
    ...(actor.side === 'vendor' && { partnerName: partners.get(item.partnerId) ?? '' }),
    canComplete: true,
  }));
  const more = open.length - lines.length;
  return [
    header('Calls and actions'),
    ...calls.map((call) =>
      section(
        md`${call.series.title} with ${partners.get(call.partnerId) ?? 'a partner'}: ${moment(call.startsAt, zoneOf(call), work.now)}`,
        button('calls.agenda', 'Agenda', { value: call.id }),
      ),
    ),
    ...actionBlocks(lines, today),
    ...(more > 0
      ? [section(`… and ${more} more.`, button('platform.command', 'Show all', { value: 'actions mine' }))]
      : []),
  ];
}
