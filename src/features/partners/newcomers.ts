import { z } from 'zod';
import { partnerRoles } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import { listing } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { ActionRequest, EventRequest, Reply } from '../../platform/feature.ts';
import { actions, bold, md, menu, message, say, section } from '../../platform/slack/kit/index.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { demand } from '../../policy/policy.ts';
import { isGuest } from './organisations.ts';
import { grantRole, loadPartner, loadPeople } from './store.ts';

const memberJoined = z.object({ user: z.string().max(64), channel: z.string().max(64) });

/** Somebody has come into a channel: a partner's person without a role is offered to the manager. */
export async function welcomeMember(request: EventRequest): Promise<void> {
  const parsed = memberJoined.safeParse(request.event);
  if (!parsed.success) return;
  const person = await request.tx.person.findUnique({
    where: {
      workspaceId_slackUserId: { workspaceId: request.workspaceId, slackUserId: parsed.data.user },
    },
  });
  if (person) await askForRole(request, person, parsed.data.channel, 'joined');
}

/**
 * Asks the partner's manager, once, which role a person has who holds none. Returns what to tell the person;
 * null when there is nothing to ask: the vendor's people, those who have a role, another partner's people.
 */
export async function askForRole(
  work: Work,
  person: Person,
  slackChannelId: string | null,
  occasion: 'joined' | 'asked',
): Promise<string | null> {
  const { workspaceId } = work;
  if (person.side !== 'partner' || person.deactivatedAt) return null;
  const channel = slackChannelId
    ? await work.tx.partnerChannel.findUnique({
        where: { workspaceId_slackChannelId: { workspaceId, slackChannelId } },
      })
    : null;
  const partnerId = channel?.partnerId ?? person.partnerId;
  if (partnerId === null || (person.partnerId !== null && person.partnerId !== partnerId)) return null;
  if ((await work.tx.roleGrant.count({ where: { workspaceId, personId: person.id } })) > 0) return null;
  const partner = await loadPartner(work, partnerId);
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (partner.endedAt || !manager || manager.deactivatedAt) return null;
  const where = channel ? md`#${channel.name}` : md`a direct message`;
  const what =
    occasion === 'joined'
      ? md`${bold(person.name)} joined ${where}`
      : md`${bold(person.name)}, who has no role yet, asked me for something in ${where}`;
  const whence =
    person.partnerId === partner.id
      ? md` from ${partner.name}.`
      : (await isGuest(work, person))
        ? md`. They are a guest in your workspace; a role makes them one of ${partner.name}’s people.`
        : md`. Their organisation works with several of your partners; a role makes them one of ${partner.name}’s people.`;
  await post(work, {
    key: `partners.newcomer:${partner.id}:${person.id}`,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: message([
      section(md`${what}${whence} Which role? Until you say, they can do nothing here.`),
      actions(
        menu(
          `partners.newcomer:${person.id}`,
          'Choose a role',
          partnerRoles.map((role) => ({ label: role, value: `${partner.id} ${role}` })),
        ),
      ),
    ]),
  });
  return `You don’t have a role at ${partner.name} yet, so I can’t do that for you. I asked ${manager.name} which role you have; try again once they have said.`;
}

const choice = z.tuple([z.uuid(), z.enum(partnerRoles)]);

/** The manager has chosen a newcomer's role. */
export async function giveRole(request: ActionRequest): Promise<Reply> {
  const { actor, workspaceId } = request;
  const [partnerId, role] = choice.parse(request.value.split(' '));
  const personId = z.uuid().parse(request.actionId.split(':')[1]);
  const partner = await loadPartner(request, partnerId);
  demand(actor, 'partner.manage', { partnerId: partner.id });
  const person = (await loadPeople(request, [personId])).get(personId);
  if (person?.side !== 'partner')
    throw new Refusal('not_found', 'I can’t see that person in Slack any more.');
  const held = await request.tx.roleGrant.findMany({ where: { workspaceId, personId } });
  if (held.length > 0) {
    const roles = listing([...new Set(held.map((grant) => grant.role))]);
    return {
      message: say(
        md`${person.name} already has a role: ${roles}. To change it, use “people” in the channel.`,
      ),
    };
  }
  await grantRole(request, { personId, partnerId, role, grantedById: actor.personId });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'partners.role',
    partnerId,
    summary: `${person.name} now has ${role}`,
  });
  await post(request, {
    key: `partners.admitted:${partnerId}:${personId}:${request.now.toISOString()}`,
    to: { person: person.slackUserId },
    audience: 'partner',
    message: say(
      md`${actor.name} gave you a role at ${partner.name}: ${role}. Mention me with “help” in our channel to see what you can do.`,
    ),
  });
  return { message: say(md`${person.name} now has ${role} at ${partner.name}.`) };
}
