import type { Tx } from '../work.ts';
import { type Partner, type Person, Prisma, type Workspace } from './generated/client.ts';

/** The rows that nearly every rule, message and entry in the history is about. */
interface Known {
  readonly partner: Map<string, Partner>;
  readonly person: Map<string, Person>;
  readonly workspace: Map<string, Workspace>;
}

export type KnownModel = keyof Known;

const knownByTx = new WeakMap<Tx, Known>();

const nothing = (): Known => ({ partner: new Map(), person: new Map(), workspace: new Map() });

/**
 * What a transaction has read of these models, by id, so that it asks once for each row; it ends with the transaction.
 * The guard forgets a model as soon as the transaction writes to it (workspace-guard.ts). Nothing is remembered for a
 * client without that guard.
 */
export function knownRows<M extends KnownModel>(tx: Tx, model: M): Known[M] {
  return (knownByTx.get(tx) ?? nothing())[model];
}

/** Begins to remember what is read through this client; answers how to forget a model, or all of them. */
export function rememberRows(tx: Tx): (model: string | null) => void {
  const known = nothing();
  knownByTx.set(tx, known);
  return (model) => {
    for (const [name, rows] of Object.entries(known)) if (model === null || model === name) rows.clear();
  };
}

/** The columns of a joined table for a raw statement, `partner."name" AS "partner.name", …`; see `joinedRow`. */
export function joinedColumns(table: string, names: object): Prisma.Sql {
  return Prisma.raw(
    Object.keys(names)
      .map((name) => `${table}."${name}" AS "${table}.${name}"`)
      .join(', '),
  );
}

/** A joined table's row as Prisma's own queries give it; null where the join found none. */
export function joinedRow<T>(table: string, row: Readonly<Record<string, unknown>>): T | null {
  if ((row[`${table}.id`] ?? null) === null) return null;
  const own = Object.entries(row).filter(([name]) => name.startsWith(`${table}.`));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(table.length + 1), value])) as T;
}
