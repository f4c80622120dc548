import type { TestApp } from '../../support/app.ts';

/** Eight closed deals, six of them won, with a margin of 40 %; ten leads, nine reviewed, six accepted. */
export async function addHistory(tandem: TestApp): Promise<void> {
  await tandem.work(async (work) => {
    const { workspaceId, tx } = work;
    const { id: partnerId } = await tx.partner.findFirstOrThrow({
      where: { workspaceId },
      orderBy: { name: 'asc' },
    });
    const day = (days: number) => new Date(work.now.getTime() - days * 86_400_000);
    await tx.deal.createMany({
      data: Array.from({ length: 8 }, (_, index) => ({
        id: work.newId(),
        workspaceId,
        partnerId,
        number: 100 + index,
        customer: `Customer ${index}`,
        name: 'Platform',
        amountMinor: 1_000_000n,
        partnerCostMinor: 600_000n,
        currency: 'EUR',
        stage: index < 6 ? 'won' : 'lost',
        registeredAt: day(60),
        closedAt: day(20 + index),
      })),
    });
    await tx.partner.updateMany({ where: { workspaceId, id: partnerId }, data: { currency: 'EUR' } });
    await tx.lead.createMany({
      data: Array.from({ length: 10 }, (_, index) => ({
        id: work.newId(),
        workspaceId,
        partnerId,
        number: 100 + index,
        customer: `Lead ${index}`,
        status: index === 0 ? 'submitted' : index < 7 ? 'accepted' : 'declined',
        createdAt: day(30),
        reviewedAt: index === 0 ? null : day(25),
      })),
    });
  });
}
