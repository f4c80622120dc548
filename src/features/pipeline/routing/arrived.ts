import { z } from 'zod';
import { pluralise, truncate } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { DueJob } from '../../../platform/feature.ts';
import { schedule } from '../../../platform/schedule/schedule.ts';
import {
  actions,
  bold,
  button,
  context,
  joinMd,
  md,
  message,
  section,
} from '../../../platform/slack/kit/index.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPartners, loadPeople } from '../../partners/public.ts';
import { announceLead } from '../announce.ts';
import { type Lead, loadLeads } from '../store.ts';
import { routeAll, routingRules, whyRouted } from './route.ts';

/** So many leads that arrive together are shown each by itself; more come in one message to each of those concerned. */
const mostByThemselves = 3;
/** So many stand in such a message by name. */
const mostNamed = 10;
/** Where another system sends lead by lead, what comes within this time of the first of a partner is told together. */
const togetherMs = 60_000;
const collectedKind = 'pipeline.leadsCollected';

/**
 * What another system or a file brought and nobody has answered goes to whom the playbook's rules say, as a lead
 * somebody submits does. Without such rules it waits on the partner manager's Home tab. Who has left is left alone.
 */
export async function takeArrivedLeads(work: Work, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0 || !(await routingRules(work))) return;
  const arrived = await loadLeads(work, leadIds);
  const partners = await partnersOf(work, arrived);
  const routed = await routeAll(
    work,
    arrived.filter((lead) => isWaiting(lead, partners)),
  );
  const managers = routed.map(({ partnerId }) => partners.get(partnerId)?.managerPersonId ?? null);
  await work.emit({ type: 'work.changed', personIds: [...new Set(managers)] });
  const isFew = routed.length <= mostByThemselves;
  await tell(work, isFew ? await collect(work, routed) : routed, partners);
}

/**
 * Puts leads of a partner that had one shown a moment ago aside, to be told together when the time is over; returns
 * the others. Imports take turns, so that of two only one begins; the row is held against the job that tells.
 */
async function collect(work: Work, leads: readonly Lead[]): Promise<readonly Lead[]> {
  const first: Lead[] = [];
  for (const [key, own] of grouped(leads, (lead) => lead.partnerId)) {
    const [begun] = await work.tx.$queryRaw<{ readonly dueAt: Date; readonly data: unknown }[]>`
      SELECT "dueAt", "data" FROM "DueItem"
      WHERE "workspaceId" = ${work.workspaceId}::uuid AND "kind" = ${collectedKind} AND "key" = ${key}
      FOR UPDATE`;
    if (!begun) first.push(...own);
    const leadIds = begun ? [...collectedIds(begun.data), ...own.map(({ id }) => id)] : [];
    const dueAt = begun?.dueAt ?? new Date(work.now.getTime() + togetherMs);
    await schedule(work, { kind: collectedKind, key, dueAt, data: { leadIds } });
  }
  return first;
}

const collectedIds = (data: unknown) => z.object({ leadIds: z.array(z.uuid()) }).parse(data).leadIds;

/** Tells what was put aside; what was answered or passed on meanwhile is shown already. */
const collected: DueJob = {
  says: 'Leads that came one by one',
  async run(work, { data }): Promise<undefined> {
    const leads = await loadLeads(work, collectedIds(data));
    const surfaces = await work.tx.surface.findMany({
      where: {
        workspaceId: work.workspaceId,
        kind: 'pipeline.lead',
        subject: { in: leads.map(({ id }) => id) },
      },
      select: { subject: true },
    });
    const shown = new Set(surfaces.map(({ subject }) => subject));
    const partners = await partnersOf(work, leads);
    const untold = leads.filter((lead) => isWaiting(lead, partners) && !shown.has(lead.id));
    await tell(work, untold, partners);
  },
};

export const arrivedJobs: Readonly<Record<string, DueJob>> = { [collectedKind]: collected };

type Partners = ReadonlyMap<string, Partner>;

function partnersOf(work: Work, leads: readonly Lead[]): Promise<Partners> {
  return loadPartners(work, [...new Set(leads.map(({ partnerId }) => partnerId))]);
}

function isWaiting({ status, partnerId }: Lead, partners: Partners): boolean {
  return status === 'submitted' && !partners.get(partnerId)?.endedAt;
}

/** Shows a few leads each by itself; of many, those concerned hear once. */
async function tell(work: Work, leads: readonly Lead[], partners: Partners): Promise<void> {
  const channels = await channelsOf(work, [...partners.keys()]);
  if (leads.length <= mostByThemselves && leads.every(({ partnerId }) => channels.has(partnerId))) {
    for (const lead of leads) await announceLead(work, lead);
    return;
  }
  const managerOf = (partnerId: string) => partners.get(partnerId)?.managerPersonId ?? '';
  const byReader = grouped(leads, ({ ownerPersonId, partnerId }) => ownerPersonId ?? managerOf(partnerId));
  const people = await loadPeople(work, [...byReader.keys()]);
  const nameOf = (partnerId: string) => partners.get(partnerId)?.name ?? '';
  for (const [personId, own] of byReader) {
    const person = people.get(personId);
    if (!person || person.deactivatedAt) continue;
    await post(work, {
      key: keyOf(own, `person:${personId}`),
      to: { person: person.slackUserId },
      audience: 'internal',
      message: forReader(own, nameOf),
    });
  }
  for (const [partnerId, own] of grouped(leads, (lead) => lead.partnerId)) {
    const channel = channels.get(partnerId);
    if (!channel) continue;
    await post(work, {
      key: keyOf(own, 'channel'),
      to: { channel },
      audience: 'partner',
      message: forChannel(own, (id) => people.get(id ?? '')?.name ?? null),
    });
  }
}

const keyOf = (leads: readonly Lead[], reader: string) => `pipeline.leadsArrived:${leads[0]?.id}:${reader}`;

/** Whoever has them hears why, of each. Internal. */
function forReader(leads: readonly Lead[], partnerName: (partnerId: string) => string): Message {
  const many = pluralise(leads.length, 'new lead');
  return message(
    [
      section(md`${bold(`${many} for you`)}, from another system or a file. Each waits for your answer.`),
      section(
        joinMd(
          leads
            .slice(0, mostNamed)
            .map(
              (lead) =>
                md`${bold(`L-${lead.number}`)}  ${truncate(lead.customer, 60)} (from ${truncate(partnerName(lead.partnerId), 40)}): ${whyRouted(lead)}`,
            ),
          '\n',
        ),
      ),
      ...(leads.length > mostNamed ? [context(`And ${leads.length - mostNamed} more.`)] : []),
      context('They are on your Home tab, to accept, decline or pass on.'),
    ],
    `${many} for you`,
  );
}

function forChannel(leads: readonly Lead[], nameOf: (personId: string | null) => string | null): Message {
  const many = pluralise(leads.length, 'new lead');
  const named = leads.slice(0, mostNamed).map(({ number, customer, ownerPersonId }) => {
    const who = nameOf(ownerPersonId);
    return md`${bold(`L-${number}`)}  ${truncate(customer, 60)}${who ? `, with ${who}` : ''}`;
  });
  return message(
    [
      section(md`${bold(many)} came in from another system. You hear here as each is answered.`),
      section(joinMd(named, '\n')),
      ...(leads.length > mostNamed ? [context(`And ${leads.length - mostNamed} more.`)] : []),
      actions(button('platform.command', 'See all leads', { value: 'lead list' })),
    ],
    `${many} came in from another system`,
  );
}

/** Where messages to a partner go, by partner; one that has no channel is left out. */
async function channelsOf(work: Work, partnerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const channels = await work.tx.partnerChannel.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] } },
    orderBy: { createdAt: 'desc' },
  });
  // The last one set wins: the oldest of the live ones, as `channelOf` has it.
  const inOrder = [...channels].sort((a, b) => Number(a.state === 'live') - Number(b.state === 'live'));
  return new Map(inOrder.map(({ partnerId, slackChannelId }) => [partnerId, slackChannelId]));
}

function grouped(leads: readonly Lead[], by: (lead: Lead) => string): ReadonlyMap<string, readonly Lead[]> {
  const groups = new Map<string, Lead[]>();
  for (const lead of leads) groups.set(by(lead), [...(groups.get(by(lead)) ?? []), lead]);
  return groups;
}
