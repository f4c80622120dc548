import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { eraseWorkspace } from '../privacy/erase-workspace.ts';
import type { Installation } from '../store/generated/client.ts';
import type { Store } from '../store/store.ts';

/** What is kept of a workspace for so long after the app was removed, so that installing it again carries on. */
export const keptDays = 30;
const dayMs = 24 * 3_600_000;

interface RemovalDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Removal {
  /** Deletes the tokens and stops all work of the installation's workspaces, unless it was made anew meanwhile. */
  end(installation: Installation, because: string): Promise<void>;
  /** Erases what has been left for `keptDays`. */
  eraseOld(): Promise<void>;
}

export function createRemoval({ store, clock, log }: RemovalDeps): Removal {
  async function end({ id, slackId, botToken }: Installation, because: string): Promise<void> {
    const now = clock.now();
    const hasEnded = await store.prisma.$transaction(async (tx) => {
      const { count } = await tx.installation.updateMany({
        where: { id, botToken, endedAt: null },
        data: {
          endedAt: now,
          endedBecause: because,
          botToken: null,
          refreshToken: null,
          expiresAt: null,
          renewingUntil: null,
        },
      });
      if (count === 1)
        await tx.workspace.updateMany({
          where: { installationId: id, stoppedAt: null },
          data: { stoppedAt: now },
        });
      return count === 1;
    });
    if (!hasEnded) return;
    const erasedAt = new Date(now.getTime() + keptDays * dayMs);
    log.warn(
      { installation: slackId, because, erasedAt },
      `Tandem is no longer installed: its tokens are deleted and all work for it has stopped. After ${keptDays} days its data are erased, unless it is installed again before`,
    );
  }

  const erasable = () => new Date(clock.now().getTime() - keptDays * dayMs);

  /** One installation that is due for it and that no other process has in hand; false when there is none. */
  async function eraseNext(before: Date): Promise<boolean> {
    const erased = await store.prisma.$transaction(
      async (tx) => {
        const [found] = await tx.$queryRaw<{ id: string; slackId: string }[]>`
          SELECT "id", "slackId" FROM "Installation" WHERE "endedAt" <= ${before}
          ORDER BY "endedAt" LIMIT 1 FOR UPDATE SKIP LOCKED`;
        if (!found) return null;
        const workspaces = await tx.workspace.findMany({ where: { installationId: found.id } });
        for (const { id } of workspaces) await eraseWorkspace(tx, id);
        await tx.installation.delete({ where: { id: found.id } });
        return { installation: found.slackId, workspaces: workspaces.length };
      },
      { timeout: 120_000 },
    );
    if (erased) log.warn(erased, `Erased what was left of an installation that ended ${keptDays} days ago`);
    return erased !== null;
  }

  /** One workspace that its organisation took from the app, whose installation goes on elsewhere. */
  async function eraseNextWithdrawn(before: Date): Promise<boolean> {
    const erased = await store.prisma.$transaction(
      async (tx) => {
        const [found] = await tx.$queryRaw<{ id: string; slackTeamId: string }[]>`
          SELECT workspace."id", workspace."slackTeamId" FROM "Workspace" workspace
          JOIN "Installation" installation ON installation."id" = workspace."installationId"
          WHERE workspace."stoppedAt" <= ${before} AND installation."endedAt" IS NULL AND installation."isOrgWide"
          ORDER BY workspace."stoppedAt" LIMIT 1 FOR UPDATE OF workspace SKIP LOCKED`;
        if (found) await eraseWorkspace(tx, found.id);
        return found ?? null;
      },
      { timeout: 120_000 },
    );
    if (erased)
      log.warn(
        { team: erased.slackTeamId },
        `Erased what was left of a workspace that its organisation took from Tandem ${keptDays} days ago`,
      );
    return erased !== null;
  }

  return {
    end,
    eraseOld: async () => {
      const before = erasable();
      // Counted first: this runs with every heartbeat, and nearly always there is nothing.
      while (await store.prisma.installation.count({ where: { endedAt: { lte: before } } })) {
        if (!(await eraseNext(before))) break;
      }
      const withdrawn = { stoppedAt: { lte: before }, installation: { isOrgWide: true, endedAt: null } };
      while (await store.prisma.workspace.count({ where: withdrawn })) {
        if (!(await eraseNextWithdrawn(before))) break;
      }
    },
  };
}
