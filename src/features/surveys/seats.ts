import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPeople } from '../partners/public.ts';
import type { SeatKey } from '../playbook/public.ts';

/** Who fills the seats in a partner's latest journey, each person once; seats nobody fills are skipped. */
export async function peopleOnSeats(
  work: Work,
  partnerId: string,
  seats: readonly SeatKey[],
): Promise<Person[]> {
  const journey = await work.tx.journey.findFirst({
    where: { workspaceId: work.workspaceId, partnerId, status: { in: ['running', 'completed'] } },
    orderBy: { startedAt: 'desc' },
    include: { seats: { where: { seat: { in: [...seats] } } } },
  });
  const people = await loadPeople(
    work,
    (journey?.seats ?? []).map((seat) => seat.personId),
  );
  return [...people.values()].filter((person) => person.deactivatedAt === null);
}
