import { sealedFor } from '../http/keys.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { createSealer, purposeOf, type TokenKey } from './seal.ts';

/** What was done to the tokens there are. */
export interface Resealed {
  readonly resealed: number;
  readonly alreadyNewest: number;
}

/**
 * Seals every token and signing secret with the newest key, so that the keys before it can be dropped. Throws Unsealable when a token
 * does not open; what was done until then stays done, and running it again goes on.
 */
export async function resealAll(
  prisma: PrismaClient,
  keys: readonly [TokenKey, ...TokenKey[]],
): Promise<Resealed> {
  const sealer = createSealer(keys);
  let resealed = 0;
  let alreadyNewest = 0;
  const installations = await prisma.installation.findMany({ where: { endedAt: null } });
  for (const { id, slackId, botToken, refreshToken } of installations) {
    for (const [column, sealed] of [
      ['botToken', botToken],
      ['refreshToken', refreshToken],
    ] as const) {
      if (sealed === null) continue;
      if (sealer.isNewest(sealed)) {
        alreadyNewest += 1;
        continue;
      }
      const purpose = purposeOf(slackId, column);
      const anew = sealer.seal(sealer.open(sealed, purpose), purpose);
      // One that was renewed meanwhile is sealed with the newest key of whoever renewed it.
      const { count } = await prisma.installation.updateMany({
        where: { id, [column]: sealed },
        data: { [column]: anew },
      });
      resealed += count;
    }
  }
  const keysThatSign = await prisma.apiKey.findMany({ where: { secretSealed: { not: null } } });
  for (const { id, secretSealed } of keysThatSign) {
    if (secretSealed === null) continue;
    if (sealer.isNewest(secretSealed)) {
      alreadyNewest += 1;
      continue;
    }
    const anew = sealer.seal(sealer.open(secretSealed, sealedFor(id)), sealedFor(id));
    const { count } = await prisma.apiKey.updateMany({
      where: { id, secretSealed },
      data: { secretSealed: anew },
    });
    resealed += count;
  }
  return { resealed, alreadyNewest };
}
