import { Refusal } from '../../core/refusal.ts';
import { listing } from '../../core/text.ts';
import { isErased } from '../../platform/privacy/former.ts';
import type { Partner, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';

/** The person of this name, Slack id or id. Refuses when there is none, or more than one of the name. */
export async function findPerson({ tx, workspaceId }: Work, wanted: string): Promise<Person> {
  const people = (await tx.person.findMany({ where: { workspaceId } })).filter((each) => !isErased(each));
  return only(
    people.filter((each) => [each.id, each.slackUserId].includes(wanted) || isNamed(each, wanted)),
    wanted,
    (each) => `${each.name}, ${each.slackUserId}`,
    'person',
  );
}

/** The partner of this name or id. */
export async function findPartner({ tx, workspaceId }: Work, wanted: string): Promise<Partner> {
  const partners = await tx.partner.findMany({ where: { workspaceId } });
  return only(
    partners.filter((each) => each.id === wanted || isNamed(each, wanted)),
    wanted,
    (each) => `${each.name}, ${each.id}`,
    'partner',
  );
}

const isNamed = ({ name }: { readonly name: string }, wanted: string): boolean =>
  name.toLowerCase() === wanted.trim().toLowerCase();

function only<T>(found: readonly T[], wanted: string, says: (item: T) => string, kind: string): T {
  const [first, ...others] = found;
  if (!first)
    throw new Refusal('not_found', `There is no ${kind} “${wanted}” here. Give the whole name, or the id.`);
  if (others.length > 0)
    throw new Refusal('invalid', `There are several: ${listing(found.map(says), 'and')}. Give the id.`);
  return first;
}
