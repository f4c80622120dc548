import { z } from 'zod';
import { answerPrivately } from '../../../platform/delivery/answer-privately.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../../platform/feature.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import { can, demand } from '../../../policy/policy.ts';
import { choosePartner, listPartners, loadPartner } from '../../partners/public.ts';
import { earlyWinDays, earlyWinsOf } from './early.ts';
import { type Consent, consentOf } from './rules.ts';
import { type StoryShown, storiesAPage, storyList } from './views.ts';

const mostUntold = 5;

/** Of one partner, or for the vendor outside of a partner's channel of all. */
export async function listStories(request: CommandRequest): Promise<Reply> {
  const { actor, place, text } = request;
  const isForAll = actor.side === 'vendor' && text === '' && place.partnerId === null;
  return showStories(request, isForAll ? null : (await choosePartner(request, text)).partner, 0);
}

const reference = z.tuple([z.union([z.uuid(), z.literal('all')]), z.coerce.number().int().min(0)]);

/** Another page: `<partner or all>:<page>`. */
export async function pressStories(request: ActionRequest): Promise<Reply> {
  const [scope, page] = reference.catch(['all', 0]).parse(request.value.split(':'));
  return showStories(request, scope === 'all' ? null : await loadPartner(request, scope), page);
}

/** Never an amount; of deals that are won still. Of no partner (null): of all whose deals the actor may see. */
async function showStories(request: Request, only: Partner | null, asked: number): Promise<Reply> {
  const { actor, place, tx, workspaceId } = request;
  if (only || actor.side === 'partner') demand(actor, 'pipeline.view', { partnerId: only?.id ?? null });
  const partners = only ? [only] : await listPartners(request, actor);
  const readable = partners.filter(({ id }) => can(actor, 'pipeline.view', { partnerId: id }));
  const close = readable.filter(({ id }) => mayRead(request, id, 'between_us')).map(({ id }) => id);
  const where = {
    workspaceId,
    deal: { stage: 'won' },
    partnerId: { in: readable.map(({ id }) => id) },
    OR: [{ consent: { not: 'between_us' } }, { partnerId: { in: close } }],
  };
  const total = await tx.winStory.count({ where });
  // A story may have gone since the button was drawn.
  const page = Math.min(asked, Math.max(0, Math.ceil(total / storiesAPage) - 1));
  const rows = await tx.winStory.findMany({
    where,
    include: { deal: { select: { number: true, customer: true } } },
    orderBy: [{ toldAt: 'desc' }, { id: 'asc' }],
    skip: page * storiesAPage,
    take: storiesAPage,
  });
  const names = new Map(partners.map(({ id, name }) => [id, name]));
  const stories = rows.map((row): StoryShown => {
    const consent = consentOf(row.consent);
    return {
      ...{ wanted: row.wanted, helped: row.helped, usedFor: row.usedFor, consent },
      ...{ number: row.deal.number, partnerName: names.get(row.partnerId) ?? '' },
      customer: consent === 'unnamed' && actor.side === 'vendor' ? null : row.deal.customer,
    };
  });
  const untold =
    only && page === 0 && can(actor, 'win.tell', { partnerId: only.id })
      ? await untoldOf(request, only.id)
      : [];
  const days = await earlyWinDays(request);
  const hint = `Of deals won within ${days} days of kickoff. “wins D-3” tells a story or changes it.`;
  const list = storyList({
    ...{ title: only?.name ?? 'all partners', stories, untold, hint },
    ...{ total, page, scope: only?.id ?? 'all' },
  });
  if (only && only.id === (place.partnerId ?? actor.partnerId)) return { message: list };
  return answerPrivately(request, { fact: 'wins.asked', what: 'What others won and how' }, list);
}

async function untoldOf(request: Request, partnerId: string) {
  const deals = await request.tx.deal.findMany({
    where: { workspaceId: request.workspaceId, partnerId, stage: 'won', story: null },
    orderBy: [{ closedAt: 'asc' }, { number: 'asc' }],
    take: 100,
  });
  return (await earlyWinsOf(request, partnerId, deals)).slice(0, mostUntold);
}

/** What is between the two is for the partner and those of the vendor who sell with it. */
export function mayRead({ actor }: Request, partnerId: string, consent: Consent): boolean {
  if (!can(actor, 'pipeline.view', { partnerId })) return false;
  return actor.side === 'partner' || consent !== 'between_us' || can(actor, 'win.tell', { partnerId });
}
