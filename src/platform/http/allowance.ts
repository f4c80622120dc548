import type { ApiKey, PrismaClient } from '../store/generated/client.ts';
import { httpLimits } from './limits.ts';

const eachMs = 60_000 / httpLimits.requestsPerMinute;
const burstMs = (httpLimits.requestsAtOnce - 1) * eachMs;

/** Whether a request of this key is taken now; when not, whether the key was revoked meanwhile or has to wait. */
export type Admission =
  | { readonly is: 'admitted' }
  | { readonly is: 'revoked' }
  | { readonly is: 'too_many'; readonly waitMs: number };

/**
 * Counts a request against what its key may send, by the generic cell rate algorithm (ITU-T I.371): each request
 * moves one instant on by its share of a minute, and none is taken while that instant is a whole burst ahead. Kept
 * in the database, by the database's clock, so that all processes share it; in a statement of its own, so that what
 * is refused later counts, too, and nobody waits for a long request of the same key.
 */
export async function admit(prisma: PrismaClient, { id }: Pick<ApiKey, 'id'>, now: Date): Promise<Admission> {
  const admitted = await prisma.$executeRaw`
    UPDATE "ApiKey"
    SET "spentUntil" = greatest("spentUntil", clock_timestamp()) + ${eachMs}::int * interval '1 ms', "lastUsedAt" = ${now}
    WHERE "id" = ${id}::uuid AND "revokedAt" IS NULL
      AND coalesce("spentUntil" <= clock_timestamp() + ${burstMs}::int * interval '1 ms', true)`;
  if (admitted > 0) return { is: 'admitted' };
  const [wait] = await prisma.$queryRaw<{ readonly waitMs: number }[]>`
    SELECT ceil(extract(epoch FROM "spentUntil" - clock_timestamp()) * 1000 - ${burstMs}::int)::int AS "waitMs"
    FROM "ApiKey" WHERE "id" = ${id}::uuid AND "revokedAt" IS NULL`;
  return wait ? { is: 'too_many', waitMs: Math.max(1, wait.waitMs) } : { is: 'revoked' };
}
