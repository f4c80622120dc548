import type { TestApp } from '../../support/app.ts';

/** Won deals of the one partner there is, of high potential: a dozen of €30,000 speak for Gold by the sample playbook. */
export function winDeals({ work }: TestApp, count: number, amount: number): Promise<void> {
  return work(async ({ tx, workspaceId, now, newId }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const data = { segments: ['potential:high'] };
    await tx.partner.update({ where: { id: partnerId, workspaceId }, data });
    const first = 500 + (await tx.deal.count({ where: { workspaceId } }));
    const at = (daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000);
    await tx.deal.createMany({
      data: Array.from({ length: count }, (_, index) => ({
        ...{
          id: newId(),
          workspaceId,
          partnerId,
          number: first + index,
          customer: `Clinic ${first + index}`,
        },
        ...{ name: 'Rollout', amountMinor: BigInt(100 * amount + 10_000 * index), currency: 'EUR' },
        ...{ stage: 'won', registeredAt: at(70 - index), closedAt: at(40 - index) },
      })),
    });
  });
}
