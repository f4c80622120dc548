import type { Asked, Tx, WorkOptions } from '../work.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';

type EnterOptions = Pick<WorkOptions, 'isReadOnly' | 'asking'>;

interface Fenced {
  readonly workRole: string | null;
}

/** What a connection says of itself until a transaction says whose work it does: the platform's own, across all workspaces. */
export const everyWorkspace = '*';

/**
 * From here on the transaction sees and writes one workspace's rows only, whatever its SQL says: the policies of
 * the migration `workspaces_apart` compare each row with this setting. Ends with the transaction, or with a
 * rollback to a savepoint before it. What the work begins with is asked in the same statement, as the platform's own,
 * across workspaces: the question has to name the workspace itself.
 */
export async function enterWorkspace(
  store: Fenced,
  tx: Tx,
  workspaceId: string,
  { isReadOnly = false, asking = nothingAsked }: EnterOptions = {},
): Promise<Asked> {
  // As SET LOCAL and SET TRANSACTION READ ONLY, in one round trip.
  const [entered] = await tx.$queryRaw<Record<string, unknown>[]>`
    SELECT set_config('tandem.workspace', ${workspaceId}, true), ${inRole(store)},
      set_config('transaction_read_only', ${isReadOnly ? 'on' : 'off'}, true), asked.*
    FROM ${orNothing(asking)}`;
  return entered ?? {};
}

const inRole = ({ workRole }: Fenced) =>
  Prisma.sql`set_config('role', coalesce(${workRole}::text, current_setting('role')), true)`;

/**
 * As enterWorkspace, and takes the receipt of what is being handled: in one statement, since both stand before
 * everything a person asks for. Not new when the receipt was taken before; one that is being taken by a transaction in
 * flight is waited for.
 */
export async function enterWithReceipt(
  store: Fenced,
  tx: Tx,
  workspaceId: string,
  receipt: { readonly key: string; readonly at: Date },
  asking = nothingAsked,
): Promise<{ readonly isNew: boolean; readonly asked: Asked }> {
  const [entered] = await tx.$queryRaw<(Record<string, unknown> & { taken: bigint })[]>`
    WITH taken AS (
      INSERT INTO "InboundReceipt" ("key", "receivedAt") VALUES (${receipt.key}, ${receipt.at})
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM taken) AS "taken", set_config('tandem.workspace', ${workspaceId}, true),
      ${inRole(store)}, asked.*
    FROM ${orNothing(asking)}`;
  return { isNew: entered?.taken === 1n, asked: entered ?? {} };
}

const nothingAsked = Prisma.sql`SELECT 1 AS "nothing"`;

/** Without an answer too there is a row, and so the settings are made. */
const orNothing = (asking: Prisma.Sql) =>
  Prisma.sql`(SELECT) AS always LEFT JOIN (${asking}) AS asked ON true`;

/** Back to the user the app connects as, who may write to the queue; the workspace stays what it is. */
export async function leaveWorkRole(store: Fenced, tx: Tx): Promise<void> {
  if (store.workRole !== null) await tx.$executeRaw`SET LOCAL ROLE NONE`;
}

/**
 * In which role a workspace's work is done. Null for the user the app connects as, where the policies apply to
 * that user. They do not apply to superusers; null then as well when the role is not there (a restored dump).
 */
export async function findWorkRole(
  prisma: PrismaClient,
): Promise<{ workRole: string | null; isFenced: boolean }> {
  const [row] = await prisma.$queryRaw<{ isExempt: boolean; workRole: string | null }[]>`
    SELECT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS "isExempt",
      (SELECT rolname::text FROM pg_roles AS role WHERE rolname = 'tandem_work'
         AND pg_has_role(current_user, role.oid, 'MEMBER')
         AND has_table_privilege(role.oid, '"Workspace"'::regclass, 'SELECT')
         AND has_table_privilege(role.oid, '"Workspace"'::regclass, 'UPDATE')) AS "workRole"`;
  const workRole = row?.isExempt ? row.workRole : null;
  return { workRole, isFenced: workRole !== null || row?.isExempt === false };
}
