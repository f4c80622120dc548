import { Refusal } from '../../core/refusal.ts';
import { listing } from '../../core/text.ts';
import type { Partner, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { grantRole, managedPartners, peopleWithRole } from './store.ts';

/**
 * Gives each partner a person manages to somebody else who may: another of its managers, else an admin, else an
 * admin of the Slack workspace. Refuses, and changes nothing, when there is nobody. Returns who it was given to.
 */
export async function succeed(
  work: Work,
  person: Person,
): Promise<readonly { readonly partner: Partner; readonly to: Person }[]> {
  const { tx, workspaceId } = work;
  const given: { partner: Partner; to: Person }[] = [];
  const orphaned: string[] = [];
  for (const partner of await managedPartners(work, person.id)) {
    const candidates = [
      ...(await peopleWithRole(work, partner.id, 'vendor', ['manager'])),
      ...(await peopleWithRole(work, partner.id, 'vendor', ['admin'])),
      ...(await tx.person.findMany({
        where: { workspaceId, side: 'vendor', isSlackAdmin: true, deactivatedAt: null },
        orderBy: { name: 'asc' },
      })),
    ];
    const to = candidates.find(({ id }) => id !== person.id);
    if (to) given.push({ partner, to });
    else orphaned.push(partner.name);
  }
  if (orphaned.length > 0)
    throw new Refusal(
      'conflict',
      `${person.name} manages ${listing(orphaned)}, and nobody else may. Give somebody the role manager or admin with \`/partner people\`, then run this again.`,
    );
  for (const { partner, to } of given) {
    await tx.partner.update({ where: { id: partner.id, workspaceId }, data: { managerPersonId: to.id } });
    await grantRole(work, { personId: to.id, partnerId: partner.id, role: 'manager', grantedById: null });
  }
  return given;
}
