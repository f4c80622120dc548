import type { Actor, Role } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import { findByName, listing } from '../../core/text.ts';
import type { Request } from '../../platform/feature.ts';
import type { Partner, PartnerChannel, Person, Workspace } from '../../platform/store/generated/client.ts';
import { knownRows } from '../../platform/store/known-rows.ts';
import type { Work } from '../../platform/work.ts';
import { isGuest, organisationsOf } from './organisations.ts';

/** The partner with this id; a Refusal when there is none in this workspace. */
export async function loadPartner(work: Work, partnerId: string): Promise<Partner> {
  const partner = (await loadPartners(work, [partnerId])).get(partnerId);
  if (!partner)
    throw new Refusal(
      'not_found',
      'That partner isn’t here any more. Open the Home tab to see your partners.',
    );
  return partner;
}

/** The partners an actor may see that have not left, by name: all of them for the vendor's people, their own for a partner's. */
export function listPartners(work: Work, actor: Actor): Promise<Partner[]> {
  if (actor.side === 'partner' && !actor.partnerId) return Promise.resolve([]);
  const own = actor.side === 'partner' && actor.partnerId ? { id: actor.partnerId } : {};
  return work.tx.partner.findMany({
    where: { workspaceId: work.workspaceId, endedAt: null, ...own },
    orderBy: { name: 'asc' },
  });
}

/** The partners a person manages, by name; none that has left. */
export function managedPartners(work: Work, personId: string): Promise<Partner[]> {
  return work.tx.partner.findMany({
    where: { workspaceId: work.workspaceId, endedAt: null, managerPersonId: personId },
    orderBy: { name: 'asc' },
  });
}

/** Those a person managed until they left, by name: a share of all partners counts them too. */
export function partnersWhoLeft(work: Work, personId: string): Promise<Partner[]> {
  return work.tx.partner.findMany({
    where: { workspaceId: work.workspaceId, endedAt: { not: null }, managerPersonId: personId },
    orderBy: { name: 'asc' },
  });
}

/** Partners by id, also those that have ended; ids nobody has are left out. */
export async function loadPartners(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, Partner>> {
  const known = knownRows(work.tx, 'partner');
  const ids = [...new Set(partnerIds)];
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const found = await work.tx.partner.findMany({
      where: { workspaceId: work.workspaceId, id: { in: unknown } },
    });
    for (const partner of found) known.set(partner.id, partner);
  }
  return ofThese(known, ids);
}

/** Every partner of the programme there ever was, by name. */
export function everyPartner(work: Work): Promise<Partner[]> {
  return work.tx.partner.findMany({ where: { workspaceId: work.workspaceId }, orderBy: { name: 'asc' } });
}

/** Every partner of the programme that has not left, by name. */
export function activePartners(work: Work): Promise<Partner[]> {
  return work.tx.partner.findMany({
    where: { workspaceId: work.workspaceId, endedAt: null },
    orderBy: { name: 'asc' },
  });
}

/** The most partners named when somebody has to say which one they mean. */
const mostNamed = 8;

/**
 * The partner a request is about: the one named at the beginning of `text`, else the channel's own. Returns what
 * follows the name. Who has left is found by the whole name, or by a part of it that nobody still here answers to. A
 * partner's person always gets their own partner, whatever they type.
 */
export async function choosePartner(
  request: Request,
  text: string,
): Promise<{ partner: Partner; rest: string }> {
  const { actor, place } = request;
  if (actor.side === 'partner') {
    if (!actor.partnerId) {
      throw new Refusal(
        'not_allowed',
        'You aren’t on a partner’s team here yet. Ask your partner manager to add you.',
      );
    }
    return { partner: await loadPartner(request, actor.partnerId), rest: text };
  }
  const named = text === '' ? null : await partnerNamedFirst(request, text);
  if (named) return { partner: named, rest: text.slice(named.name.length).trim() };
  if (place.partnerId) return { partner: await loadPartner(request, place.partnerId), rest: text };
  const everyone = await everyPartner(request);
  const partners = everyone.filter(({ endedAt }) => endedAt === null);
  const here = findByName(text, partners);
  const found =
    here.kind === 'none'
      ? findByName(
          text,
          everyone.filter(({ endedAt }) => endedAt !== null),
        )
      : here;
  if (found.kind === 'one') return { partner: found.item, rest: '' };
  if (place.channel?.isShared && text === '')
    throw new Refusal(
      'not_found',
      'This channel isn’t set up for a partner yet. Type `/partner` here, or mention me, to set it up; or begin with a partner’s name.',
    );
  if (partners.length === 1 && partners[0] && text === '') return { partner: partners[0], rest: text };
  if (partners.length === 0) {
    throw new Refusal(
      'not_found',
      'There are no partners yet. Run `/partner start` in the channel you share with the first one.',
    );
  }
  // One more would take as much room as saying that there is one.
  const meant = found.kind === 'several' ? found.items : partners;
  const shown = meant.length <= mostNamed + 1 ? meant.length : mostNamed;
  const names = meant.slice(0, shown).map((each) => each.name);
  const rest = meant.length - shown;
  throw new Refusal(
    'invalid',
    `Which partner do you mean: ${listing(rest > 0 ? [...names, `one of ${rest} more`] : names, 'or')}? Write its name as well, or ask in its channel.`,
  );
}

/** The partner whose name the text begins with, the longest such name; found by the database, since there may be thousands. */
async function partnerNamedFirst(work: Work, text: string): Promise<Partner | null> {
  const [named] = await work.tx.$queryRaw<{ id: string }[]>`
    SELECT "id"::text FROM "Partner"
    WHERE "workspaceId" = ${work.workspaceId}::uuid AND starts_with(${text.toLowerCase()}, "nameKey")
    ORDER BY length("nameKey") DESC LIMIT 1`;
  return named ? loadPartner(work, named.id) : null;
}

/** The person behind a Slack id, as known to this workspace. */
export async function personBySlackId(work: Work, slackUserId: string): Promise<Person> {
  const person = await work.tx.person.findUnique({
    where: { workspaceId_slackUserId: { workspaceId: work.workspaceId, slackUserId } },
  });
  if (!person)
    throw new Refusal(
      'not_found',
      'I can’t see that person in Slack. Choose someone who shares a channel with me.',
    );
  if (person.deactivatedAt) throw new Refusal('invalid', `${person.name} has left. Choose someone else.`);
  return person;
}

/** People by id; ids nobody has are left out. */
export async function loadPeople(
  work: Work,
  personIds: readonly (string | null)[],
): Promise<ReadonlyMap<string, Person>> {
  const ids = [...new Set(personIds.filter((id) => id !== null))];
  const known = knownRows(work.tx, 'person');
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const found = await work.tx.person.findMany({
      where: { workspaceId: work.workspaceId, id: { in: unknown } },
    });
    for (const person of found) known.set(person.id, person);
  }
  return ofThese(known, ids);
}

function ofThese<T>(known: ReadonlyMap<string, T>, ids: readonly string[]): ReadonlyMap<string, T> {
  return new Map(
    ids.flatMap((id) => {
      const row = known.get(id);
      return row === undefined ? [] : [[id, row] as const];
    }),
  );
}

/** Who holds one of the roles for a partner, or (vendor side) for the whole programme; nobody who has left. */
export async function peopleWithRole(
  work: Work,
  partnerId: string,
  side: 'vendor' | 'partner',
  roles: readonly Role[],
): Promise<Person[]> {
  const grants = await work.tx.roleGrant.findMany({
    where: {
      workspaceId: work.workspaceId,
      role: { in: [...roles] },
      OR: [{ partnerId }, { partnerId: null }],
    },
  });
  return work.tx.person.findMany({
    where: {
      workspaceId: work.workspaceId,
      side,
      deactivatedAt: null,
      id: { in: grants.map((grant) => grant.personId) },
    },
    orderBy: { name: 'asc' },
  });
}

/** The channel a partner shares with the vendor: where its messages go. */
export async function channelOf(work: Work, partnerId: string): Promise<PartnerChannel> {
  const channels = await work.tx.partnerChannel.findMany({
    where: { workspaceId: work.workspaceId, partnerId },
    orderBy: { createdAt: 'asc' },
  });
  const channel = channels.find((each) => each.state === 'live') ?? channels[0];
  if (channel) return channel;
  throw new Refusal(
    'not_found',
    'This partner has no channel yet. Run `/partner start` in the channel you share with them.',
  );
}

export interface Grant {
  readonly personId: string;
  /** Null: for the whole programme, vendor side only. */
  readonly partnerId: string | null;
  readonly role: Role;
  readonly grantedById: string | null;
}

/** Gives a role, once. People of a partner hold roles at their own partner only. */
export async function grantRole(work: Work, grant: Grant): Promise<void> {
  const { workspaceId } = work;
  const { personId, partnerId, role } = grant;
  const person = await work.tx.person.findFirst({ where: { id: personId, workspaceId } });
  if (!person) throw new Refusal('not_found', 'I can’t see that person in Slack.');
  if (person.side === 'partner' && person.partnerId === null && partnerId !== null) {
    // Nobody's yet, as a guest or because their organisation is in several partners' channels: the role says whose.
    const isConnected = await work.tx.partnerChannel.count({
      where: { workspaceId, partnerId, connectedTeamIds: { hasSome: organisationsOf(person) } },
    });
    if (isConnected === 0 && !(await isGuest(work, person)))
      throw new Refusal('not_allowed', `${person.name}’s organisation isn’t in a channel of this partner.`);
    await work.tx.person.update({ where: { id: personId, workspaceId }, data: { partnerId } });
  } else if (person.side === 'partner' && person.partnerId !== partnerId) {
    throw new Refusal('not_allowed', `${person.name} belongs to another organisation than this partner.`);
  }
  const held = await work.tx.roleGrant.findFirst({ where: { workspaceId, personId, partnerId, role } });
  if (held) return;
  await work.tx.roleGrant.create({ data: { id: work.newId(), workspaceId, grantedAt: work.now, ...grant } });
}

export interface ProgrammeSettings {
  readonly timeZone: string;
  /** ISO dates without working hours. */
  readonly holidays: readonly string[];
}

export async function programmeSettings(work: Work): Promise<ProgrammeSettings> {
  const { timeZone, holidays } = await ownWorkspace(work);
  return { timeZone, holidays };
}

/** The vendor's workspace, whose programme this is. */
export async function ownWorkspace(work: Work): Promise<Workspace> {
  const known = knownRows(work.tx, 'workspace');
  const workspace =
    known.get(work.workspaceId) ??
    (await work.tx.workspace.findUniqueOrThrow({ where: { id: work.workspaceId } }));
  known.set(workspace.id, workspace);
  return workspace;
}

/** Takes away every role a person holds for a partner (or, with null, for the whole programme). */
export async function revokeRoles(work: Work, personId: string, partnerId: string | null): Promise<void> {
  await work.tx.roleGrant.deleteMany({ where: { workspaceId: work.workspaceId, personId, partnerId } });
}
