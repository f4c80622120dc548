import type { Partner, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { seatHolders } from '../onboarding/public.ts';
import { loadPeople } from '../partners/public.ts';

/** Who sits on a seat of this partner now, else its manager; nobody who has left, unless the manager has. */
export async function ownersBySeat(
  work: Work,
  partner: Partner,
  seats: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const holders = (await seatHolders(work, [partner.id])).get(partner.id);
  const people = await loadPeople(work, [
    partner.managerPersonId,
    ...seats.map((seat) => holders?.get(seat) ?? null),
  ]);
  const manager = people.get(partner.managerPersonId);
  return new Map(
    seats.flatMap((seat) => {
      const holder = people.get(holders?.get(seat) ?? '');
      const owner = holder && !holder.deactivatedAt ? holder : manager;
      return owner ? [[seat, owner] as const] : [];
    }),
  );
}
