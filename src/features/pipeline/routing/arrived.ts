import { listing, pluralise, truncate } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import { post } from '../../../platform/delivery/post.ts';
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
import type { Work } from '../../../platform/work.ts';
import { loadPartners, loadPeople } from '../../partners/public.ts';
import { announceLead } from '../announce.ts';
import { type Lead, loadLeads } from '../store.ts';
import { routeAll, routingRules } from './route.ts';

/** So many leads of one import are shown each by itself; more come in one message to each of those concerned. */
const mostByThemselves = 3;
/** So many stand in such a message by name. */
const mostNamed = 10;

/**
 * What another system or a file brought and nobody has answered goes to whom the playbook's rules say, as a lead
 * somebody submits does. Without such rules it waits on the partner manager's Home tab. Who has left is left alone.
 */
export async function takeArrivedLeads(work: Work, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0 || !(await routingRules(work))) return;
  const arrived = await loadLeads(work, leadIds);
  const partners = await loadPartners(work, [...new Set(arrived.map(({ partnerId }) => partnerId))]);
  const waiting = arrived.filter(
    ({ status, partnerId }) => status === 'submitted' && !partners.get(partnerId)?.endedAt,
  );
  const routed = await routeAll(work, waiting);
  const managers = routed.map(({ partnerId }) => partners.get(partnerId)?.managerPersonId ?? null);
  await work.emit({ type: 'work.changed', personIds: [...new Set(managers)] });
  const channels = await channelsOf(work, [...partners.keys()]);
  if (routed.length <= mostByThemselves && routed.every(({ partnerId }) => channels.has(partnerId))) {
    for (const lead of routed) await announceLead(work, lead);
    return;
  }
  const people = await loadPeople(work, [...managers, ...routed.map(({ ownerPersonId }) => ownerPersonId)]);
  const nameOf = (partnerId: string) => partners.get(partnerId)?.name ?? '';
  const byReader = grouped(
    routed,
    ({ ownerPersonId, partnerId }) => ownerPersonId ?? partners.get(partnerId)?.managerPersonId ?? '',
  );
  for (const [personId, leads] of byReader) {
    const person = people.get(personId);
    if (!person || person.deactivatedAt) continue;
    await post(work, {
      key: keyOf(leads, `person:${personId}`),
      to: { person: person.slackUserId },
      audience: 'internal',
      message: forReader(leads, nameOf),
    });
  }
  for (const [partnerId, leads] of grouped(routed, (lead) => lead.partnerId)) {
    const channel = channels.get(partnerId);
    if (!channel) continue;
    await post(work, {
      key: keyOf(leads, 'channel'),
      to: { channel },
      audience: 'partner',
      message: forChannel(leads, (id) => people.get(id ?? '')?.name ?? null),
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
                md`${bold(`L-${lead.number}`)}  ${truncate(lead.customer, 60)} (from ${truncate(partnerName(lead.partnerId), 40)}): ${whyOf(lead)}`,
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

function whyOf({ ownerPersonId, routings, unroutedWhy }: Lead): string {
  const own = routings.find(({ personId }) => personId === ownerPersonId);
  return own ? listing(own.why) : (unroutedWhy ?? '');
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
