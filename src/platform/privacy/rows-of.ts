import type { Tx } from '../work.ts';
import { type Belonging, belongings, type OwnedModel, ownedModels, ownerColumn } from './belongings.ts';

/** A row as it is exported: instants in ISO 8601 and UTC, dates as yyyy-mm-dd, amounts in minor units. */
export type Row = Readonly<Record<string, unknown>>;

/** The SQL condition under which a model's rows belong to the partner whose id is `$2`; null where none do. */
export function partnerCondition(model: OwnedModel): string | null {
  const { partner }: Belonging = belongings[model];
  if (partner === null) return null;
  if (partner === 'partnerId') return '"partnerId" = $2::uuid';
  if (partner.parent === model) return `"${partner.column}" = $2::uuid`;
  return through(partner);
}

function through({ parent, column }: { readonly parent: string; readonly column: string }): string {
  return `"${column}" IN (SELECT "id" FROM "${parent}" WHERE "workspaceId" = $1::uuid AND "partnerId" = $2::uuid)`;
}

/** Rows of a model in one workspace; `condition` is SQL of the program's own, with `values` from $2 on. */
export async function rowsOf(
  tx: Tx,
  workspaceId: string,
  model: OwnedModel,
  condition = 'true',
  ...values: readonly string[]
): Promise<Row[]> {
  const { secret = [] }: Belonging = belongings[model];
  const found = await tx.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `SELECT to_jsonb(t) AS "row" FROM "${model}" AS t
     WHERE t."${ownerColumn(model)}" = $1::uuid AND (${condition}) ORDER BY t`,
    workspaceId,
    ...values,
  );
  return found.map(({ row }) => withInstants(without(row, secret)));
}

/** Everything of a workspace, or of one partner, model by model. */
export async function* everythingOf(
  tx: Tx,
  workspaceId: string,
  partnerId: string | null,
): AsyncGenerator<readonly [OwnedModel, Row[]]> {
  for (const model of ownedModels.toReversed()) {
    if (partnerId === null) {
      yield [model, await rowsOf(tx, workspaceId, model)];
      continue;
    }
    const { sides }: Belonging = belongings[model];
    if (sides) {
      yield [model, await rowsOfSides(tx, workspaceId, model, sides, partnerId)];
      continue;
    }
    const condition = partnerCondition(model);
    if (condition !== null) yield [model, await rowsOf(tx, workspaceId, model, condition, partnerId)];
  }
}

/** Rows that are of two partners, as one of them may have them: without what is the other's alone. */
async function rowsOfSides(
  tx: Tx,
  workspaceId: string,
  model: OwnedModel,
  sides: NonNullable<Belonging['sides']>,
  partnerId: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const side of sides) {
    const theirs = sides.flatMap((other) => (other === side ? [] : other.own));
    const own = await rowsOf(tx, workspaceId, model, through(side), partnerId);
    rows.push(...own.map((row) => without(row, theirs)));
  }
  return rows;
}

/** The row without these columns. */
export function without(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)));
}

/** Postgres writes `+00:00` where everybody else writes `Z`. */
function withInstants(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'string' && /^\d{4,}-\d\d-\d\dT[\d:.]+\+00:00$/.test(value)
        ? new Date(value).toISOString()
        : value,
    ]),
  );
}
