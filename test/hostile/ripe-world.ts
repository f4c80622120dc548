import { grantRole, personBySlackId } from '../../src/features/partners/public.ts';
import { cast } from '../../src/sandbox/seed-world.ts';
import type { TestApp } from '../support/app.ts';

/**
 * Brings what takes weeks to where its form opens, as plain rows: a gate with all its steps done, a protected deal
 * about to lapse, one whose renewal is asked for, a call that is over and not recorded, a lead that is routed to Maya,
 * and finance for Lena. Answers the number of the deal that is about to lapse.
 */
export async function ripen({ people, settled, work }: TestApp, partnerName: string): Promise<number> {
  await people.lena.command('/partner help');
  await settled();
  return work(async (inside) => {
    const { tx, workspaceId, now } = inside;
    const { id: partnerId } = await tx.partner.findFirstOrThrow({
      where: { workspaceId, name: partnerName },
    });
    const maya = await personBySlackId(inside, cast.maya);
    const lena = await personBySlackId(inside, cast.lena);
    await grantRole(inside, { personId: lena.id, partnerId: null, role: 'finance', grantedById: maya.id });
    for (const role of ['finance', 'admin'] as const)
      await grantRole(inside, { personId: maya.id, partnerId: null, role, grantedById: maya.id });
    await tx.leadTaker.create({
      data: { workspaceId, personId: maya.id, territories: [], segments: [], capabilities: [] },
    });
    await tx.journeyStep.updateMany({
      where: { workspaceId, journey: { status: 'running' }, status: { not: 'done' } },
      data: { status: 'done', completedAt: now, completedById: maya.id, blockedAt: null, note: null },
    });
    const { id: seriesId } = await tx.callSeries.findFirstOrThrow({
      where: { workspaceId, partnerId, endedAt: null },
    });
    const startsAt = new Date(now.getTime() - 2 * 3_600_000);
    await tx.call.create({
      data: { id: inside.newId(), workspaceId, seriesId, partnerId, originalAt: startsAt, startsAt },
    });
    const open = { workspaceId, partnerId, stage: 'open', registeredById: { not: null } };
    const lapsing = await tx.deal.findFirstOrThrow({ where: open, orderBy: { number: 'desc' } });
    // The oldest: the Home tab shows no more than the first few that wait.
    const asked = await tx.deal.findFirstOrThrow({ where: open, orderBy: { number: 'asc' } });
    const soon = {
      registration: 'approved',
      protectedUntil: new Date(now.getTime() + 5 * 86_400_000),
    };
    await tx.deal.update({ where: { id: lapsing.id, workspaceId }, data: soon });
    await tx.deal.update({
      where: { id: asked.id, workspaceId },
      data: { ...soon, renewalAskedAt: now, renewalAskedById: asked.registeredById },
    });
    return lapsing.number;
  });
}
