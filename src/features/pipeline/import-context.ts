import type { Money } from '../../core/money.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { calendarOf } from './announce.ts';
import { routingRules } from './routing/route.ts';
import type { ImportContext } from './rules/import-rows.ts';

/**
 * What rows are read with: the partners there are, the time, how amounts are written. Rows that name no partner are
 * those of `partnerName`; a partner of another name is refused.
 */
export async function importContext(
  work: Work,
  readMoney: (text: string, currency: string) => Money,
  partnerName: string | null,
): Promise<ImportContext> {
  const partners = await work.tx.partner.findMany({
    where: { workspaceId: work.workspaceId },
    orderBy: { name: 'asc' },
  });
  const { timeZone } = await calendarOf(work);
  const partner = partners.find(({ nameKey }) => nameKey === partnerName?.trim().toLowerCase()) ?? null;
  if (partnerName !== null && !partner) {
    const known = partners.map(({ name }) => name).join(', ');
    throw new Refusal(
      'not_found',
      `There is no partner “${partnerName}”. There are: ${known || 'none yet'}.`,
    );
  }
  const routing = await routingRules(work);
  return { partners, partner, now: work.now, timeZone, ids: 'of_all_if_named', readMoney, routing };
}

/** One import after the other in a workspace: two that bring the same row would both find it new. */
export async function takeImportTurns({ tx, workspaceId }: Work): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`ingest ${workspaceId}`}, 0))`;
}
