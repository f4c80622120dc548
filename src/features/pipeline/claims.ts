import type { Work } from '../../platform/work.ts';
import { type Claim, type Conflict, findConflicts } from './rules/conflicts.ts';
import { customerKey } from './rules/customer-key.ts';

const atMost = 50;
const keysAtOnce = 2000;

/**
 * What stands against a deal of a partner with a customer; `exceptDealId` is the deal itself when it is there
 * already. Reads only: rows without a key (see `fillCustomerKeys`) are found by their domain at most.
 */
export async function conflictsOf(
  work: Work,
  deal: { readonly partnerId: string; readonly customer: string; readonly domain: string | null },
  exceptDealId: string | null,
): Promise<readonly Conflict[]> {
  const wanted = { ...deal, customerKey: customerKey(deal.customer) };
  return findConflicts(wanted, await claimsOn(work, wanted, exceptDealId));
}

/** Of two who register a deal with the same customer at once, the second waits and sees the first's. */
export async function takeTurns(
  { tx, workspaceId }: Work,
  { customer, domain }: { readonly customer: string; readonly domain: string | null },
): Promise<void> {
  const names = [`key ${customerKey(customer)}`, ...(domain === null ? [] : [`domain ${domain}`])];
  // In one order for all, so that nobody waits in a circle.
  for (const name of names.sort())
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`pipeline customer ${workspaceId} ${name}`}, 0))`;
}

async function claimsOn(
  work: Work,
  wanted: { readonly customerKey: string; readonly domain: string | null },
  exceptDealId: string | null,
): Promise<Claim[]> {
  const { workspaceId } = work;
  const byKey = wanted.customerKey === '' ? [] : [{ customerKey: wanted.customerKey }];
  const byEither = wanted.domain === null ? byKey : [...byKey, { domain: wanted.domain }];
  if (byEither.length === 0) return [];
  const deals = await work.tx.deal.findMany({
    where: {
      workspaceId,
      OR: byEither,
      stage: { in: ['open', 'won'] },
      ...(exceptDealId && { id: { not: exceptDealId } }),
    },
    orderBy: { number: 'desc' },
    take: atMost,
  });
  const leads = await work.tx.lead.findMany({
    // For a lead that has become a deal the deal speaks.
    where: { workspaceId, OR: byKey, status: { not: 'declined' }, deals: { none: {} } },
    orderBy: { number: 'desc' },
    take: atMost,
  });
  const own = await work.tx.ownCustomer.findMany({ where: { workspaceId, OR: byEither }, take: atMost });
  return [
    ...deals.map((deal) => claim('deal', `D-${deal.number}`, deal.stage, deal)),
    ...leads.map((lead) =>
      claim('lead', `L-${lead.number}`, lead.status, { ...lead, domain: null, registration: 'none' }),
    ),
    ...own.map((each) =>
      claim('own', each.name, 'open', {
        ...{ customer: each.name, customerKey: each.customerKey, domain: each.domain },
        ...{ partnerId: null, registration: 'none' },
      }),
    ),
  ];
}

type Claimant = Pick<Claim, 'customer' | 'domain' | 'partnerId' | 'registration'> & {
  readonly customerKey: string | null;
};

function claim(kind: Claim['kind'], ref: string, status: string, row: Claimant): Claim {
  const { customer, domain, partnerId, registration } = row;
  return { kind, ref, status, customer, domain, partnerId, registration, customerKey: row.customerKey ?? '' };
}

/**
 * Works out the keys that are missing: of rows whose customer was renamed, or that came to be before keys were
 * written with them. Whoever registers meanwhile waits for it.
 */
export async function fillCustomerKeys(work: Work): Promise<void> {
  for (const table of ['deal', 'lead'] as const) while ((await fillSome(work, table)) === keysAtOnce);
}

async function fillSome(work: Work, table: 'deal' | 'lead'): Promise<number> {
  const { tx, workspaceId } = work;
  const query = {
    where: { workspaceId, customerKey: null },
    select: { id: true, customer: true },
    take: keysAtOnce,
  } as const;
  const rows = table === 'deal' ? await tx.deal.findMany(query) : await tx.lead.findMany(query);
  if (rows.length === 0) return 0;
  const keys = JSON.stringify(rows.map(({ id, customer }) => ({ id, key: customerKey(customer) })));
  if (table === 'deal') {
    await tx.$executeRaw`
      UPDATE "Deal" d SET "customerKey" = k."key" FROM jsonb_to_recordset(${keys}::jsonb) AS k("id" uuid, "key" text)
      WHERE d."id" = k."id" AND d."workspaceId" = ${workspaceId}::uuid`;
  } else {
    await tx.$executeRaw`
      UPDATE "Lead" l SET "customerKey" = k."key" FROM jsonb_to_recordset(${keys}::jsonb) AS k("id" uuid, "key" text)
      WHERE l."id" = k."id" AND l."workspaceId" = ${workspaceId}::uuid`;
  }
  return rows.length;
}
