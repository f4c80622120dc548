import type { Tx } from '../work.ts';
import { Prisma } from './generated/client.ts';
import { rememberRows } from './known-rows.ts';

/** A query that could reach another workspace's rows: a mistake in the program, never something a person did. */
export class UnguardedQuery extends Error {
  override readonly name = 'UnguardedQuery';

  constructor(model: string, operation: string, words: string) {
    super(`${model}.${operation} ${words}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

const selections = [
  ...['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany'],
  ...['count', 'aggregate', 'groupBy', 'delete', 'deleteMany'],
];
const changes = ['update', 'updateMany', 'updateManyAndReturn'];
const isReading = (operation: string) => /^(find|count|aggregate|groupBy)/.test(operation);
const creations = ['create', 'createMany', 'createManyAndReturn'];

/** A model as the transaction's client names it, with the column that says whose a row is. */
interface OwnedModel {
  readonly name: string;
  readonly owner: 'workspaceId' | 'id';
  /** Its columns; everything else that can be written is a relation. */
  readonly columns: ReadonlySet<string>;
}

/** By the name of the client's property. What no workspace owns (receipts, rates, counters) is not among them. */
const ownedModels: ReadonlyMap<string, OwnedModel> = new Map(
  Object.values(Prisma.ModelName)
    .map((name): OwnedModel => {
      const columns = new Set(Object.keys(Reflect.get(Prisma, `${name}ScalarFieldEnum`)));
      return { name, columns, owner: name === Prisma.ModelName.Workspace ? 'id' : 'workspaceId' };
    })
    .filter(({ columns, owner }) => columns.has(owner))
    .map((model) => [model.name.charAt(0).toLowerCase() + model.name.slice(1), model]),
);

/**
 * The transaction's client with a fence around one workspace: every query on a model that belongs to a
 * workspace has to name this one in its `where`, and every row written has to belong to it. What does not throws
 * UnguardedQuery before the database is asked. A unique key can be narrowed like any other condition:
 * `findUnique({ where: { id, workspaceId } })`. Raw SQL passes; the database's own policies watch over that.
 */
export function guardWorkspace(tx: Tx, workspaceId: string): Tx {
  const guarded = new Map<string, unknown>();
  const proxy = new Proxy(tx, {
    get(client, property) {
      const value: unknown = Reflect.get(client, property);
      // A script that is put together may change whatever it likes.
      if (property === '$executeRawUnsafe' || property === '$queryRawUnsafe') forget(null);
      const model = typeof property === 'string' ? ownedModels.get(property) : undefined;
      if (typeof property !== 'string' || !model || !isFields(value)) return value;
      const known = guarded.get(property) ?? guardModel(value, model, workspaceId, () => forget(property));
      guarded.set(property, known);
      return known;
    },
  });
  const forget = rememberRows(proxy);
  return proxy;
}

function guardModel(delegate: Fields, model: OwnedModel, workspaceId: string, forget: () => void): Fields {
  return new Proxy(delegate, {
    get(target, operation) {
      const run: unknown = Reflect.get(target, operation);
      if (typeof run !== 'function' || typeof operation !== 'string') return run;
      return (query: unknown) => {
        check(model, operation, isFields(query) ? query : {}, workspaceId);
        if (!isReading(operation)) forget();
        return run.call(target, query);
      };
    },
  });
}

function check(model: OwnedModel, operation: string, query: Fields, workspaceId: string): void {
  const fail = (words: string): never => {
    throw new UnguardedQuery(model.name, operation, words);
  };
  const isUpsert = operation === 'upsert';
  const isCreation = creations.includes(operation);
  const isChange = changes.includes(operation);
  if (!(isUpsert || isCreation || isChange || selections.includes(operation)))
    fail('is not known to the guard');
  if (!isCreation && !isNarrowed(model, query.where, workspaceId))
    fail(`has to name this workspace: where: { ${model.owner} }`);
  const created = isUpsert ? query.create : isCreation ? query.data : [];
  for (const row of asList(created)) {
    if (!isFields(row) || row[model.owner] !== workspaceId)
      fail(`has to write this workspace's ${model.owner}`);
  }
  const changed = isUpsert ? query.update : isChange ? query.data : [];
  for (const row of asList(changed)) {
    if (isFields(row) && row[model.owner] !== undefined && row[model.owner] !== workspaceId)
      fail('must not move a row to another workspace');
  }
  for (const row of [...asList(created), ...asList(changed)]) {
    const relation = isFields(row) && Object.keys(row).find((key) => !model.columns.has(key));
    if (relation) fail(`writes ${relation} along with it: write each model by itself`);
  }
}

/** Whether a condition holds for no row of another workspace. An OR does not narrow, nor does a relation. */
function isNarrowed(model: OwnedModel, where: unknown, workspaceId: string): boolean {
  if (!isFields(where)) return false;
  if (isThisWorkspace(where[model.owner], workspaceId)) return true;
  if (asList(where.AND).some((part) => isNarrowed(model, part, workspaceId))) return true;
  // A compound key, `workspaceId_slackChannelId: {…}`.
  return Object.entries(where).some(
    ([key, value]) =>
      key.startsWith(`${model.owner}_`) && isFields(value) && value[model.owner] === workspaceId,
  );
}

function isThisWorkspace(condition: unknown, workspaceId: string): boolean {
  return condition === workspaceId || (isFields(condition) && condition.equals === workspaceId);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
