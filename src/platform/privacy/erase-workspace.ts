import type { Tx } from '../work.ts';
import { ownedModels, ownerColumn } from './belongings.ts';
import { eraseJobs, erasing } from './erasing.ts';

/**
 * Erases everything held of a workspace, its own row and what waits in the queue included. What is in Slack stays
 * there. Other workspaces are untouched. May run as that workspace's work, or as the platform's own; the
 * transaction goes on as what it was.
 */
export async function eraseWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await erasing(tx, workspaceId, async () => {
    await tx.$executeRaw`
      DELETE FROM "SendBudget" WHERE strpos("key", ${workspaceId}) > 0 OR "key" IN (
        SELECT 'surface ' || "id" FROM "Surface" WHERE "workspaceId" = ${workspaceId}::uuid)
        OR starts_with("key", (SELECT 'method ' || "slackTeamId" || ' ' FROM "Workspace" WHERE "id" = ${workspaceId}::uuid))`;
    await tx.$executeRaw`DELETE FROM "InboundReceipt" WHERE strpos("key", ${workspaceId}) > 0`;
    await tx.$executeRaw`DELETE FROM "Counter" WHERE strpos("name", ${workspaceId}) > 0`;
    for (const model of ownedModels) {
      // Names from the catalogue, nothing from outside.
      await tx.$executeRawUnsafe(
        `DELETE FROM "${model}" WHERE "${ownerColumn(model)}" = $1::uuid`,
        workspaceId,
      );
    }
    await eraseJobs(tx, workspaceId, [workspaceId]);
  });
}
