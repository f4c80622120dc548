import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { seatHolders } from '../onboarding/public.ts';
import { loadPeople } from '../partners/public.ts';
import type { SeatKey } from '../playbook/public.ts';

/** Who fills the seats at a partner, each person once; seats nobody fills and people who have left are skipped. */
export async function peopleOnSeats(
  work: Work,
  partnerId: string,
  seats: readonly SeatKey[],
): Promise<Person[]> {
  const holders = (await seatHolders(work, [partnerId])).get(partnerId);
  const people = await loadPeople(
    work,
    seats.map((seat) => holders?.get(seat) ?? null),
  );
  return [...people.values()].filter((person) => person.deactivatedAt === null);
}
