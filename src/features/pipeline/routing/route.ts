import type { Actor } from '../../../core/actor.ts';
import { Refusal } from '../../../core/refusal.ts';
import { firstName, listing } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPartner, loadPartners, loadPeople } from '../../partners/public.ts';
import { findCurrentPlaybook, onlyValue, type RoutingRules } from '../../playbook/public.ts';
import { announceLead } from '../announce.ts';
import { type Candidate, type Routing, routeLead } from '../rules/route-lead.ts';
import { type Lead, loadLead } from '../store.ts';

/** The playbook’s rules for routing leads now; null where it has none: every lead is then the partner manager’s. */
export async function routingRules(work: Work): Promise<RoutingRules | null> {
  return (await findCurrentPlaybook(work))?.playbook.routing ?? null;
}

/** Finds whoever is to have a lead that nobody has, and keeps why; without rules it stays with the manager. */
export async function route(work: Work, lead: Lead): Promise<Lead> {
  const [routed] = await routeAll(work, [lead]);
  return routed ?? lead;
}

/** As `route`, one lead after the other: each counts for the next. */
export async function routeAll(work: Work, leads: readonly Lead[]): Promise<readonly Lead[]> {
  const rules = await routingRules(work);
  if (!rules || leads.length === 0) return leads;
  const hasTakers = (await work.tx.leadTaker.count({ where: { workspaceId: work.workspaceId } })) > 0;
  // Two leads at once would both go to whoever has fewest.
  if (hasTakers)
    await work.tx
      .$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`pipeline routing ${work.workspaceId}`}, 0))`;
  const { workspaceId } = work;
  const partners = await loadPartners(work, [...new Set(leads.map(({ partnerId }) => partnerId))]);
  const managers = await managerNames(work, partners);
  let pool = hasTakers ? await candidates(work) : [];
  const routed = leads.map((lead, index) => {
    // What a lead leaves open, its partner's segments say where they leave no choice.
    const said = (trait: 'territory' | 'segment' | 'capability') =>
      lead[trait] ?? onlyValue(partners.get(lead.partnerId) ?? { segments: [] }, trait);
    const routing = routeLead(pool, rules, {
      territory: named(rules.territories, said('territory')),
      segment: named(rules.segments, said('segment')),
      capability: named(rules.capabilities, said('capability')),
      passedBy: lead.routings.map(({ personId }) => personId),
    });
    const { who, why } = routing;
    // A millisecond apart, so that whose turn is next stays known.
    const at = new Date(work.now.getTime() + index);
    const ownerPersonId = who?.personId ?? null;
    pool = pool.map((each) =>
      each.personId === ownerPersonId ? { ...each, open: each.open + 1, lastAt: at } : each,
    );
    const own = { id: work.newId(), workspaceId, leadId: lead.id, at, why: [...why] };
    return {
      lead: { ...lead, ownerPersonId, unroutedWhy: who ? null : `nobody ${listing(why)}` },
      routing: ownerPersonId ? { ...own, personId: ownerPersonId, passedOnAt: null, reason: null } : null,
      words: routingWords(lead, routing, managers.get(lead.partnerId) ?? 'the partner manager'),
    };
  });
  await work.tx.leadRouting.createMany({ data: routed.flatMap(({ routing }) => routing ?? []) });
  await saveOwners(
    work,
    routed.map(({ lead }) => lead),
  );
  await audit(
    work,
    ...routed.map(({ lead, words }) => ({
      actorPersonId: null,
      verb: 'pipeline.routeLead',
      partnerId: lead.partnerId,
      subject: `lead:${lead.id}`,
      summary: words,
      // How busy colleagues are is the vendor's business.
      isInternal: true,
    })),
  );
  const owners = new Set(routed.flatMap(({ routing }) => routing?.personId ?? []));
  if (owners.size > 0) await work.emit({ type: 'work.changed', personIds: [...owners] });
  return routed.map(({ lead, routing }) =>
    routing ? { ...lead, routings: [...lead.routings, routing] } : lead,
  );
}

/** One statement for all that share an owner and a reason: an import may bring thousands. */
async function saveOwners(work: Work, leads: readonly Lead[]): Promise<void> {
  const keyOf = ({ ownerPersonId, unroutedWhy }: Lead) => `${ownerPersonId} ${unroutedWhy}`;
  for (const key of new Set(leads.map(keyOf))) {
    const same = leads.filter((lead) => keyOf(lead) === key);
    const { ownerPersonId = null, unroutedWhy = null } = same[0] ?? {};
    await work.tx.lead.updateMany({
      where: { workspaceId: work.workspaceId, id: { in: same.map(({ id }) => id) } },
      data: { ownerPersonId, unroutedWhy },
    });
  }
}

/** Why it is with whoever has it, “covers DACH and has the fewest open leads (1)”, or with no taker; empty where nobody looked. */
export function whyRouted({ ownerPersonId, routings, unroutedWhy }: Lead): string {
  const own = routings.find(({ personId }) => personId === ownerPersonId);
  return own ? listing(own.why) : (unroutedWhy ?? '');
}

/** “Lead L-3 went to Lena Fischer because Lena covers DACH and has the fewest open leads (1)”. */
function routingWords(lead: Lead, { who, why }: Routing, manager: string): string {
  if (who) return `Lead L-${lead.number} went to ${who.name} because ${firstName(who.name)} ${listing(why)}`;
  return `Lead L-${lead.number} went to ${manager}, because nobody ${listing(why)}`;
}

/** The name of each partner's manager, by the partner's id. */
async function managerNames(
  work: Work,
  partners: ReadonlyMap<string, Partner>,
): Promise<ReadonlyMap<string, string>> {
  const people = await loadPeople(
    work,
    [...partners.values()].map(({ managerPersonId }) => managerPersonId),
  );
  return new Map(
    [...partners.values()].flatMap(({ id, managerPersonId }) => {
      const manager = people.get(managerPersonId);
      return manager ? [[id, manager.name] as const] : [];
    }),
  );
}

/** Passes a lead on, for a reason: to the next by the rules, or when nobody is left to the manager. */
export async function passOn(work: Work, actor: Actor, lead: Lead, reason: string): Promise<Lead> {
  if (lead.status !== 'submitted' || lead.ownerPersonId === null) {
    throw new Refusal('stale', `L-${lead.number} is with nobody who could pass it on. Nothing was changed.`);
  }
  await work.tx.leadRouting.updateMany({
    where: { workspaceId: work.workspaceId, leadId: lead.id, personId: lead.ownerPersonId },
    data: { passedOnAt: work.now, reason },
  });
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'pipeline.passOnLead',
    partnerId: lead.partnerId,
    subject: `lead:${lead.id}`,
    summary: `${actor.name} passed lead L-${lead.number} on: ${reason}`,
    isInternal: true,
  });
  const left = await work.tx.lead.update({
    where: { id: lead.id, workspaceId: work.workspaceId },
    data: { ownerPersonId: null },
  });
  const routed = await route(work, await loadLead(work, left.id));
  await announceLead(work, routed);
  const { managerPersonId } = await loadPartner(work, lead.partnerId);
  await work.emit({ type: 'work.changed', personIds: [lead.ownerPersonId, managerPersonId] });
  return routed;
}

/** Everybody who takes leads, with what they have; nobody who has left. */
export async function candidates(work: Work): Promise<readonly Candidate[]> {
  const { workspaceId } = work;
  const takers = await work.tx.leadTaker.findMany({ where: { workspaceId } });
  if (takers.length === 0) return [];
  const ids = takers.map(({ personId }) => personId);
  const people = await loadPeople(work, ids);
  const open = await work.tx.lead.groupBy({
    by: ['ownerPersonId'],
    where: {
      workspaceId,
      ownerPersonId: { in: ids },
      status: { not: 'declined' },
      deals: { none: {} },
    },
    _count: true,
  });
  const last = await work.tx.leadRouting.groupBy({
    by: ['personId'],
    where: { workspaceId, personId: { in: ids } },
    _max: { at: true },
  });
  return takers.flatMap(({ personId, territories, segments, capabilities }) => {
    const person = people.get(personId);
    if (!person || person.deactivatedAt) return [];
    return [
      {
        ...{ personId, name: person.name, territories, segments, capabilities },
        open: open.find((each) => each.ownerPersonId === personId)?._count ?? 0,
        lastAt: last.find((each) => each.personId === personId)?._max.at ?? null,
      },
    ];
  });
}

function named(list: readonly { readonly key: string; readonly name: string }[], key: string | null) {
  return list.find((each) => each.key === key) ?? null;
}

/** What a lead says of itself, by name: “DACH · Hospitals”. */
export function traitWords(
  lead: Pick<Lead, 'territory' | 'segment' | 'capability'>,
  rules: RoutingRules | null,
): string {
  if (!rules) return '';
  const names = [
    named(rules.territories, lead.territory),
    named(rules.segments, lead.segment),
    named(rules.capabilities, lead.capability),
  ];
  return names.flatMap((each) => each?.name ?? []).join(' · ');
}
