import { type Actor, rolesHeld } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Person } from '../store/generated/client.ts';
import type { Tx } from '../work.ts';

/** The person as the policy sees them, with their roles as of this transaction. */
export async function loadActor(tx: Tx, person: Person): Promise<Actor> {
  if (person.deactivatedAt) throw new Refusal('not_allowed', 'This account has been deactivated.');
  const { workspaceId } = person;
  const grants = await tx.roleGrant.findMany({ where: { workspaceId, personId: person.id } });
  const roles = rolesHeld(person.side, person.partnerId, grants);
  // Until somebody is made programme admin, the workspace's own owners and admins are.
  if (person.side === 'vendor' && person.isSlackAdmin && !roles.some(({ role }) => role === 'admin')) {
    const admins = await tx.roleGrant.count({ where: { workspaceId, role: 'admin' } });
    if (admins === 0) roles.push({ role: 'admin', partnerId: null });
  }
  return {
    workspaceId,
    personId: person.id,
    slackUserId: person.slackUserId,
    side: person.side,
    name: person.name,
    timeZone: person.timeZone,
    partnerId: person.partnerId,
    roles,
  };
}
