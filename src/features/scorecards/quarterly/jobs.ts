import { z } from 'zod';
import { post } from '../../../platform/delivery/post.ts';
import type { DueItem, DueJob } from '../../../platform/feature.ts';
import { schedule, unschedule } from '../../../platform/schedule/schedule.ts';
import type { Partner, Person } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import {
  channelOf,
  loadPartner,
  loadPeople,
  managedPartners,
  programmeSettings,
} from '../../partners/public.ts';
import { findCurrentPlaybook } from '../../playbook/public.ts';
import { preferenceOf } from '../store.ts';
import { agendaKind, packForCall } from './agenda.ts';
import { packsToSend } from './kept.ts';
import { sentPack } from './show.ts';
import { packMoment, packsAround } from './timing.ts';

const partnerKind = 'scorecards.quarterly';
const managerKind = 'scorecards.quarterlyInternal';

/** The quarter whose pack somebody is due, and when the next one is; null where the playbook sends none. */
async function packsFor(
  work: Work,
  reader: { readonly minuteOfDay: number | null; readonly timeZone: string },
) {
  const quarterly = (await findCurrentPlaybook(work))?.playbook.scorecards.quarterly;
  if (!quarterly) return null;
  const { timeZone, holidays } = await programmeSettings(work);
  const [hours = 0, minutes = 0] = quarterly.at.split(':').map(Number);
  const minuteOfDay = reader.minuteOfDay ?? hours * 60 + minutes;
  const { workingDay } = quarterly;
  const terms = { workingDay, minuteOfDay, timeZone: reader.timeZone, holidays };
  const packs = packsAround(work.now, timeZone, terms);
  return { ...packs, dueAt: packMoment(packs.due, terms) };
}

/** For a partner: at the playbook’s time by its clock. */
async function partnerPacks(work: Work, { timeZone }: Partner) {
  return packsFor(work, { minuteOfDay: null, timeZone });
}

/** For a manager: on the same day, at the time of their digest, in their zone. */
async function managerPacks(work: Work, person: Person) {
  const { minuteOfDay, timeZone } = await preferenceOf(work, person);
  return packsFor(work, { minuteOfDay, timeZone });
}

/** Makes sure a partner’s pack is due; again and again, so that one from before there were packs gets them too. */
export async function schedulePartnerPacks(work: Work, partner: Partner): Promise<void> {
  const next = (await partnerPacks(work, partner))?.next ?? null;
  await keepDue(work, { kind: partnerKind, key: partner.id, data: { partnerId: partner.id } }, next);
}

/** Makes sure a manager’s packs are due at the hour of their choice; again after each change of it. */
export async function scheduleManagerPacks(work: Work, person: Person): Promise<void> {
  const next = (await managerPacks(work, person))?.next ?? null;
  await keepDue(work, { kind: managerKind, key: person.id, data: { personId: person.id } }, next);
}

/** Keeps the packs of the last quarter that they were due for, as if they had been sent then. */
export async function keepLastPacks(work: Work, partners: readonly Partner[]): Promise<void> {
  const { timeZone } = await programmeSettings(work);
  const packs = await packsFor(work, { minuteOfDay: null, timeZone });
  if (packs) await packsToSend({ ...work, now: packs.dueAt }, partners, packs.due);
}

const monthMs = 31 * 86_400_000;

/** A change that would put this quarter’s pack into the past leaves it where it was: it would never come. */
async function keepDue(
  work: Work,
  item: { readonly kind: string; readonly key: string; readonly data: Record<string, string> },
  next: Date | null,
): Promise<void> {
  const { kind, key } = item;
  if (!next) return unschedule(work, kind, key);
  const waiting = await work.tx.dueItem.findFirst({ where: { workspaceId: work.workspaceId, kind, key } });
  if (waiting && next.getTime() - waiting.dueAt.getTime() > monthMs) return;
  await schedule(work, { ...item, dueAt: next });
}

/** The partner's version, in the shared channel. Found late, the newest is sent, once, however many were missed. */
const forChannel: DueJob = {
  says: 'Quarterly pack',
  catchUp: 'late',
  async run(work: Work, item: DueItem): Promise<Date | undefined> {
    const { partnerId } = z.object({ partnerId: z.string() }).parse(item.data);
    const partner = await loadPartner(work, partnerId);
    const packs = await partnerPacks(work, partner);
    if (partner.endedAt || !packs) return;
    const { due, next } = packs;
    const kept = (await packsToSend(work, [partner], due)).get(partnerId);
    if (kept)
      await post(work, {
        key: `scorecards.quarterly:${partnerId}:${due.from.toISOString()}`,
        to: { channel: (await channelOf(work, partnerId)).slackChannelId },
        audience: 'partner',
        message: sentPack(work, partner, due, kept, false),
        staleAt: next,
        urgency: 'bulk',
      });
    return next;
  },
};

/** The internal version of each partner they manage, to a manager. */
const forManager: DueJob = {
  says: 'Quarterly packs of your partners',
  catchUp: 'late',
  async run(work: Work, item: DueItem): Promise<Date | undefined> {
    const { personId } = z.object({ personId: z.string() }).parse(item.data);
    const person = (await loadPeople(work, [personId])).get(personId);
    if (!person || person.deactivatedAt) return;
    const packs = await managerPacks(work, person);
    if (!packs) return;
    const { due, next } = packs;
    const partners = await managedPartners(work, personId);
    const kept = await packsToSend(work, partners, due);
    const posts = partners.flatMap((partner) => {
      const pack = kept.get(partner.id);
      if (!pack) return [];
      return [
        {
          key: `scorecards.quarterlyInternal:${personId}:${partner.id}:${due.from.toISOString()}`,
          to: { person: person.slackUserId },
          audience: 'internal' as const,
          message: sentPack(work, partner, due, pack, true),
          staleAt: next,
          urgency: 'bulk' as const,
        },
      ];
    });
    await post(work, ...posts);
    return next;
  },
};

export const packJobs: Readonly<Record<string, DueJob>> = {
  [partnerKind]: forChannel,
  [managerKind]: forManager,
  [agendaKind]: packForCall,
};
