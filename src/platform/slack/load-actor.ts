import { type Actor, rolesHeld } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Person } from '../store/generated/client.ts';
import type { Tx } from '../work.ts';

/** The person as the policy sees them, with their roles as of this transaction. */
export async function loadActor(tx: Tx, person: Person): Promise<Actor> {
  return (await loadActorIn(tx, person, null)).actor;
}

/** As loadActor, and whose channel it is they act in, in one statement; null when it is no partner's, or none. */
export async function loadActorIn(
  tx: Tx,
  person: Person,
  slackChannelId: string | null,
): Promise<{ readonly actor: Actor; readonly partnerId: string | null }> {
  if (person.deactivatedAt) throw new Refusal('not_allowed', 'This account has been deactivated.');
  const { workspaceId } = person;
  const [found] = await tx.$queryRaw<Found[]>`
    SELECT
      (SELECT jsonb_agg(jsonb_build_object('role', "role", 'partnerId', "partnerId") ORDER BY "grantedAt", "id")
        FROM "RoleGrant" WHERE "workspaceId" = ${workspaceId}::uuid AND "personId" = ${person.id}::uuid) AS "grants",
      EXISTS (SELECT FROM "RoleGrant" WHERE "workspaceId" = ${workspaceId}::uuid AND "role" = 'admin') AS "hasAdmin",
      (SELECT "partnerId"::text FROM "PartnerChannel"
        WHERE "workspaceId" = ${workspaceId}::uuid AND "slackChannelId" = ${slackChannelId}) AS "partnerId"`;
  const roles = rolesHeld(person.side, person.partnerId, found?.grants ?? []);
  // Until somebody is made programme admin, the workspace's own owners and admins are.
  if (person.side === 'vendor' && person.isSlackAdmin && found?.hasAdmin === false)
    roles.push({ role: 'admin', partnerId: null });
  const actor: Actor = {
    workspaceId,
    personId: person.id,
    slackUserId: person.slackUserId,
    side: person.side,
    name: person.name,
    timeZone: person.timeZone,
    partnerId: person.partnerId,
    roles,
  };
  return { actor, partnerId: found?.partnerId ?? null };
}

interface Found {
  /** Null when there are none. */
  readonly grants: readonly { readonly role: string; readonly partnerId: string | null }[] | null;
  readonly hasAdmin: boolean;
  readonly partnerId: string | null;
}
