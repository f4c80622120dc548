import type { Clock, NewId } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { purposeOf, type Sealer } from './seal.ts';

/** What Slack gave for an installation, tokens in clear. */
export interface Installed {
  /** The workspace, or the organisation for an organisation-wide one. */
  readonly slackId: string;
  readonly isOrgWide: boolean;
  readonly enterpriseId: string | null;
  readonly name: string;
  readonly botUserId: string;
  readonly botId: string | null;
  readonly scopes: readonly string[];
  readonly botToken: string;
  /** Null where tokens do not expire. */
  readonly expiring: { readonly refreshToken: string; readonly livesMs: number } | null;
}

interface SavingParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly sealer: Sealer;
}

/**
 * Writes an installation over the one before it and starts its workspaces again: the workspace itself, or those
 * of the organisation that are known; others are met when their first payload comes.
 */
export async function saveInstallation(parts: SavingParts, installed: Installed): Promise<void> {
  const { store, clock, newId, log, sealer } = parts;
  const { slackId, isOrgWide, enterpriseId, name, botUserId, botId, scopes, expiring } = installed;
  const now = clock.now();
  const row = {
    isOrgWide,
    slackEnterpriseId: enterpriseId,
    name,
    botUserId,
    botId,
    scopes: [...scopes],
    installedAt: now,
    botToken: sealer.seal(installed.botToken, purposeOf(slackId, 'botToken')),
    refreshToken: expiring && sealer.seal(expiring.refreshToken, purposeOf(slackId, 'refreshToken')),
    expiresAt: expiring && new Date(now.getTime() + expiring.livesMs),
    renewingUntil: null,
    endedAt: null,
    endedBecause: null,
  };
  await store.prisma.$transaction(async (tx) => {
    const { id: installationId } = await tx.installation.upsert({
      where: { slackId },
      create: { id: newId(), slackId, ...row },
      update: row,
    });
    const running = { slackEnterpriseId: enterpriseId, botUserId, botId, stoppedAt: null };
    if (isOrgWide) await tx.workspace.updateMany({ where: { installationId }, data: running });
    else {
      await tx.workspace.upsert({
        where: { slackTeamId: slackId },
        create: { id: newId(), slackTeamId: slackId, name, createdAt: now, installationId, ...running },
        update: { name, installationId, ...running },
      });
    }
    // It may bring the permissions they lacked; `requeueUnsent` finds them by their version.
    await tx.$executeRaw`
      UPDATE "Surface" SET "givenUp" = NULL, "version" = "version" + 1 WHERE "givenUp" IS NOT NULL
        AND "workspaceId" IN (SELECT "id" FROM "Workspace" WHERE "installationId" = ${installationId}::uuid)`;
  });
  log.info({ installation: slackId, isOrgWide, scopes: scopes.length }, 'Tandem was installed');
}
