import type { Work } from '../../platform/work.ts';
import type { ApiCallFields, CostFields, UsageFields } from './read-figures.ts';
import type { FigureTable } from './take-figures.ts';

/** Two systems may call different figures the same: “2026-01”. */
const named = ({ workspaceId }: Work, source: string, externalIds: readonly string[]) => ({
  where: { workspaceId, source, externalId: { in: [...externalIds] } },
});
const one = ({ workspaceId }: Work, id: string) => ({ id, workspaceId });

export const costTable: FigureTable<CostFields> = {
  noun: 'cost entry',
  plural: 'cost entries',
  find: (work, source, ids) => work.tx.costEntry.findMany(named(work, source, ids)),
  create: (work, data) => work.tx.costEntry.createMany({ data: [...data] }),
  update: (work, id, data) => work.tx.costEntry.update({ where: one(work, id), data }),
};

export const usageTable: FigureTable<UsageFields> = {
  noun: 'usage entry',
  plural: 'usage entries',
  find: (work, source, ids) => work.tx.usageEntry.findMany(named(work, source, ids)),
  create: (work, data) => work.tx.usageEntry.createMany({ data: [...data] }),
  update: (work, id, data) => work.tx.usageEntry.update({ where: one(work, id), data }),
};

export const apiCallTable: FigureTable<ApiCallFields> = {
  noun: 'count of API calls',
  plural: 'counts of API calls',
  find: (work, source, ids) => work.tx.apiCallCount.findMany(named(work, source, ids)),
  create: (work, data) => work.tx.apiCallCount.createMany({ data: [...data] }),
  update: (work, id, data) => work.tx.apiCallCount.update({ where: one(work, id), data }),
};

interface Overlap {
  readonly externalId: string;
  readonly other: string;
}

/** Windows named here that overlap another of the same partner: calls would count twice. */
export function overlaps(work: Work, externalIds: readonly string[]): Promise<Overlap[]> {
  return work.tx.$queryRaw<Overlap[]>`
    SELECT DISTINCT ON (a."id") a."externalId", b."externalId" AS "other"
    FROM "ApiCallCount" a
    JOIN "ApiCallCount" b ON b."workspaceId" = a."workspaceId" AND b."partnerId" = a."partnerId" AND b."id" <> a."id"
      AND b."fromAt" < a."toAt" AND b."toAt" > a."fromAt"
    WHERE a."workspaceId" = ${work.workspaceId}::uuid AND a."externalId" = ANY(${[...externalIds]}::text[])
    ORDER BY a."id", b."fromAt"`;
}
