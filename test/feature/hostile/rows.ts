import type { TwoPartners } from './two-partners.ts';

/** Tables that hold no business of a partner: what was sent and received, and who people are. */
const bookKeeping = [
  'Delivery',
  'Surface',
  'InboundReceipt',
  'SendBudget',
  'Counter',
  'Person',
  '_migration',
];

async function tables({ tandem }: TwoPartners): Promise<{ name: string; columns: string[] }[]> {
  const rows = await tandem.app.store.prisma.$queryRaw<{ name: string; columns: string[] }[]>`
    SELECT table_name::text AS "name", array_agg(column_name::text) AS "columns"
    FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name ORDER BY table_name`;
  return rows.filter(({ name }) => !bookKeeping.includes(name));
}

/** What has no partner of its own belongs to what it is part of, by this column. */
const wholes = {
  ...{ journeyId: 'Journey', callId: 'Call', surveyId: 'Survey', dealId: 'Deal', leadId: 'Lead' },
  ...{ handoffId: 'Handoff', requestId: 'MentorCard', cardId: 'MentorCard' },
};

/** Leaves out what is part of this partner's things, and what falls due about them. */
function withoutParts(name: string, columns: readonly string[], partnerId: string): string {
  const own = (table: string) => `(SELECT "id" FROM "${table}" WHERE "partnerId" = '${partnerId}'::uuid)`;
  // Who has an action item of the partner's to do is reminded of it.
  const reminders = `r."key" NOT IN (SELECT "ownerPersonId"::text FROM "ActionItem" WHERE "partnerId" = '${partnerId}'::uuid)`;
  const parts = Object.entries(wholes).flatMap(([column, table]) => {
    if (name === 'DueItem')
      return [`NOT EXISTS (SELECT 1 FROM ${own(table)} t WHERE position(t."id"::text IN r."key") > 0)`];
    return columns.includes(column) ? [`(r."${column}" IS NULL OR r."${column}" NOT IN ${own(table)})`] : [];
  });
  const conditions = name === 'DueItem' ? [...parts, reminders] : parts;
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

/** Every table's rows, Northwind's and the platform's own book-keeping left out. */
export async function brightpathsRows(two: TwoPartners): Promise<Record<string, string>> {
  const { prisma } = two.tandem.app.store;
  const found: Record<string, string> = {};
  for (const { name, columns } of await tables(two)) {
    const which = columns.includes('partnerId')
      ? `WHERE "partnerId" IS DISTINCT FROM '${two.northwindId}'::uuid`
      : withoutParts(name, columns, two.northwindId);
    const [row] = await prisma.$queryRawUnsafe<{ all: string | null }[]>(
      `SELECT string_agg(r::text, E'\\n' ORDER BY r::text) AS "all" FROM "${name}" r ${which}`,
    );
    found[name] = row?.all ?? '';
  }
  return found;
}

/** Ids of rows, people, channels and organisations, true and made up. */
export async function allIds(two: TwoPartners): Promise<string[]> {
  const { prisma } = two.tandem.app.store;
  const found: string[] = [];
  for (const { name, columns } of await tables(two)) {
    if (!columns.includes('id')) continue;
    const rows = await prisma.$queryRawUnsafe<{ id: string }[]>(
      `SELECT "id"::text AS "id" FROM "${name}" ORDER BY "id" DESC LIMIT 20`,
    );
    found.push(...rows.map((row) => row.id));
  }
  const { people, channels: all, teams } = two.tandem.sandbox.world.data;
  const made = [
    '00000000-0000-4000-8000-000000000000',
    'T0NOWHERE0',
    'U0NOBODY00',
    'C0NOWHERE0',
    'D0NOWHERE0',
  ];
  return [...found, ...Object.keys(people), ...Object.keys(all), ...Object.keys(teams), ...made];
}
