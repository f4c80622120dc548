import { z } from 'zod';
import type { Weekday } from '../../../core/calendar.ts';
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
import { chosenPreference, preferenceOf } from '../store.ts';
import { agendaKind, packForCall } from './agenda.ts';
import { bundleMessage, mostBundled } from './bundle-view.ts';
import { namesOf } from './compose.ts';
import { packsToSend } from './kept.ts';
import { sentPack } from './show.ts';
import { packMoment, packsAround } from './timing.ts';

const partnerKind = 'scorecards.quarterly';
const managerKind = 'scorecards.quarterlyInternal';

/** The quarter whose pack somebody is due, and when the next one is; null where the playbook sends none. */
async function packsFor(
  work: Work,
  reader: {
    readonly minuteOfDay: number | null;
    readonly weekday: Weekday | null;
    readonly timeZone: string;
  },
) {
  const quarterly = (await findCurrentPlaybook(work))?.playbook.scorecards.quarterly;
  if (!quarterly) return null;
  const { timeZone, holidays } = await programmeSettings(work);
  const [hours = 0, minutes = 0] = quarterly.at.split(':').map(Number);
  const minuteOfDay = reader.minuteOfDay ?? hours * 60 + minutes;
  const { workingDay } = quarterly;
  const terms = { ...reader, workingDay, minuteOfDay, holidays };
  const packs = packsAround(work.now, timeZone, terms);
  return { ...packs, dueAt: packMoment(packs.due, terms) };
}

/** For a partner: at the playbook’s time by its clock. */
async function partnerPacks(work: Work, { timeZone }: Partner) {
  return packsFor(work, { minuteOfDay: null, weekday: null, timeZone });
}

/** For a manager: at the time of their digest, in its zone; on the same day, or if they chose one the next such weekday. */
async function managerPacks(work: Work, person: Person) {
  const { minuteOfDay, timeZone } = await preferenceOf(work, person);
  const weekday = ((await chosenPreference(work, person))?.weekday ?? null) as Weekday | null;
  return packsFor(work, { minuteOfDay, weekday, timeZone });
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
  const packs = await packsFor(work, { minuteOfDay: null, weekday: null, timeZone });
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

/** To a manager the internal version: whole of a single partner, of several one message with the way to each. */
const forManager: DueJob = {
  says: 'Quarterly packs of your partners',
  async run(work: Work, item: DueItem): Promise<Date | undefined> {
    const { personId } = z.object({ personId: z.string() }).parse(item.data);
    const person = (await loadPeople(work, [personId])).get(personId);
    if (!person || person.deactivatedAt) return;
    const packs = await managerPacks(work, person);
    if (!packs) return;
    const { due, next } = packs;
    const partners = await managedPartners(work, personId);
    const kept = await packsToSend(work, partners, due);
    const packed = partners.flatMap((partner) => {
      const found = kept.get(partner.id);
      return found ? [{ partner, kept: found, pack: found.pack }] : [];
    });
    const [only, ...others] = packed;
    const messages =
      only && others.length === 0
        ? [{ key: only.partner.id, message: sentPack(work, only.partner, due, only.kept, true) }]
        : chunks(packed, mostBundled).map((some, index) => ({
            key: String(index + 1),
            message: bundleMessage(namesOf(due), some),
          }));
    await post(
      work,
      ...messages.map(({ key, message }) => ({
        key: `${managerKind}:${personId}:${key}:${due.from.toISOString()}`,
        to: { person: person.slackUserId },
        audience: 'internal' as const,
        message,
        staleAt: next,
        urgency: 'bulk' as const,
      })),
    );
    return next;
  },
};

function chunks<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
}

export const packJobs: Readonly<Record<string, DueJob>> = {
  [partnerKind]: forChannel,
  [managerKind]: forManager,
  [agendaKind]: packForCall,
};
