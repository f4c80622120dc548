import { type Actor, rolesHeld } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import { type Partner, type Person, Prisma } from '../store/generated/client.ts';
import { joinedColumns, joinedRow } from '../store/known-rows.ts';
import type { Asked, Tx } from '../work.ts';

/** The person as the policy sees them, with their roles as of this transaction. */
export async function loadActor(tx: Tx, person: Person): Promise<Actor> {
  const [found] = await tx.$queryRaw<Record<string, unknown>[]>`${whoActs(person, null)}`;
  return readWhoActs(person, found ?? {}).actor;
}

const partnerColumns = joinedColumns('partner', Prisma.PartnerScalarFieldEnum);

/** What roles the person holds, and whose channel they act in: a SELECT of one row for `readWhoActs`. */
export function whoActs({ workspaceId, id }: Person, slackChannelId: string | null): Prisma.Sql {
  return Prisma.sql`
    SELECT
      (SELECT jsonb_agg(jsonb_build_object('role', "role", 'partnerId', "partnerId") ORDER BY "grantedAt", "id")
        FROM "RoleGrant" WHERE "workspaceId" = ${workspaceId}::uuid AND "personId" = ${id}::uuid) AS "grants",
      EXISTS (SELECT FROM "RoleGrant" WHERE "workspaceId" = ${workspaceId}::uuid AND "role" = 'admin') AS "hasAdmin",
      ${partnerColumns}
    FROM (SELECT ${workspaceId}::uuid AS "workspaceId", ${slackChannelId}::text AS "slackChannelId") AS here
    LEFT JOIN "PartnerChannel" AS channel USING ("workspaceId", "slackChannelId")
    LEFT JOIN "Partner" AS partner ON partner."workspaceId" = here."workspaceId" AND partner."id" = channel."partnerId"`;
}

/** The person as the policy sees them; `partner` is null when the channel is no partner's, or there is none. */
export function readWhoActs(
  person: Person,
  asked: Asked,
): { readonly actor: Actor; readonly partner: Partner | null } {
  if (person.deactivatedAt) throw new Refusal('not_allowed', 'This account has been deactivated.');
  const grants = asked.grants as Grants | null | undefined;
  const roles = rolesHeld(person.side, person.partnerId, grants ?? []);
  // Until somebody is made programme admin, the workspace's own owners and admins are.
  if (person.side === 'vendor' && person.isSlackAdmin && asked.hasAdmin === false)
    roles.push({ role: 'admin', partnerId: null });
  const actor: Actor = {
    workspaceId: person.workspaceId,
    personId: person.id,
    slackUserId: person.slackUserId,
    side: person.side,
    name: person.name,
    timeZone: person.timeZone,
    partnerId: person.partnerId,
    roles,
  };
  return { actor, partner: joinedRow<Partner>('partner', asked) };
}

type Grants = readonly { readonly role: string; readonly partnerId: string | null }[];
