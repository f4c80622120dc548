import type { TestApp } from '../../support/app.ts';
import type { Party } from './parties.ts';

/** Tables in which a partner's business is not: what is sent and received, and when something is looked at again. */
const apart = [
  'Delivery',
  'Surface',
  'DueItem',
  'InboundReceipt',
  'SendBudget',
  'Counter',
  '_prisma_migrations',
];

/** Every row by its table, with the partner it belongs to, also through what it is part of. */
export async function rowsByPartner(
  tandem: TestApp,
  parties: readonly Party[],
): Promise<Map<string, string>> {
  const { prisma } = tandem.app.store;
  const names = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS "name" FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const wanted = names.map(({ name }) => name).filter((name) => !apart.includes(name));
  const rows = await prisma.$queryRawUnsafe<{ name: string; row: Record<string, unknown> }[]>(
    wanted
      .map((name) => `SELECT '${name}' AS "name", to_jsonb(r) AS "row" FROM "${name}" r`)
      .join(' UNION ALL '),
  );
  const owners = new Map<unknown, string>(parties.map(({ id }) => [id, id]));
  const parents = ['journeyId', 'callId', 'surveyId', 'seriesId', 'dealId', 'leadId', 'requestId', 'cardId'];
  const ownerOf = (row: Record<string, unknown>): string =>
    typeof row.partnerId === 'string'
      ? row.partnerId
      : (parents.map((key) => owners.get(row[key])).find((owner) => owner !== undefined) ?? 'programme');
  for (const { row } of rows)
    if (typeof row.partnerId === 'string' && row.id !== undefined) owners.set(row.id, row.partnerId);
  const lists = new Map<string, string[]>();
  for (const { name, row } of rows) {
    // A profile read again is nobody's business, nor is what a customer's name is compared by: it is worked out for all
    // when first needed.
    const { checkedAt: _, customerKey: __, ...rest } = row;
    const key = `${name === 'Partner' ? row.id : ownerOf(row)} ${name}`;
    lists.set(key, [...(lists.get(key) ?? []), JSON.stringify(rest)]);
  }
  return new Map([...lists].map(([key, list]) => [key, list.sort().join('\n')]));
}
