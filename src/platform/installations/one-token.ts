import type { WebClient } from '@slack/web-api';
import type { Clock, NewId } from '../clock.ts';
import type { Log } from '../log.ts';
import { createClient } from '../slack/clients.ts';
import type { Store } from '../store/store.ts';
import { findRefusal } from './find-refusal.ts';
import { type Installations, NotInstalled } from './installations.ts';

interface OneTokenDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly slackApiUrl: string | undefined;
}

const removed =
  'Slack does not accept the token any more, so all work has stopped. Install the app in the workspace again, put its token into SLACK_BOT_TOKEN and restart; what waits is then caught up.';

/**
 * One workspace by the token in the environment, which is never written down. Asks Slack whose it is; throws when
 * Slack refuses it.
 */
export async function createOneTokenInstallation(
  botToken: string,
  { store, clock, newId, log, slackApiUrl }: OneTokenDeps,
): Promise<Installations> {
  let confirming: Promise<void> | null = null;
  const client: WebClient = createClient(botToken, slackApiUrl, log, { onRefused: confirm });
  const identity = await createClient(botToken, slackApiUrl, log).auth.test();
  const { team_id: slackTeamId, user_id: botUserId, bot_id: botId } = identity;
  if (!slackTeamId || !botUserId) throw new Error('Slack did not say which workspace the token belongs to.');
  const row = {
    name: identity.team ?? slackTeamId,
    slackEnterpriseId: identity.enterprise_id ?? null,
    botUserId,
    botId: botId ?? null,
    stoppedAt: null,
  };
  const workspace = await store.prisma.workspace.upsert({
    where: { slackTeamId },
    create: { id: newId(), slackTeamId, createdAt: clock.now(), ...row },
    update: row,
  });

  /** One wrong answer of Slack's must not stop a programme, so it is asked once more. */
  function confirm(): void {
    confirming ??= findRefusal(botToken, slackApiUrl)
      .then(async (code) => {
        if (code !== null) await stopWork(code);
      })
      .catch((error: unknown) => log.warn({ err: error }, 'Slack could not be asked about the token'))
      .finally(() => {
        confirming = null;
      });
  }

  async function stopWork(because: string): Promise<void> {
    const { count } = await store.prisma.workspace.updateMany({
      where: { id: workspace.id, stoppedAt: null },
      data: { stoppedAt: clock.now() },
    });
    if (count > 0) log.error({ workspaceId: workspace.id, because }, removed);
  }

  async function isStopped(): Promise<boolean> {
    const found = await store.prisma.workspace.findUnique({
      where: { id: workspace.id },
      select: { stoppedAt: true },
    });
    return found?.stoppedAt !== null;
  }

  return {
    workspace,
    clientFor: async (workspaceId) => {
      if (workspaceId !== workspace.id || (await isStopped())) throw new NotInstalled(workspaceId);
      return client;
    },
    clientForTeam: async () => client,
    meet: async () => undefined,
    heard: async ({ teamId, botUserIds }) => {
      // The app may have been removed from a partner's workspace.
      if (teamId !== slackTeamId || (botUserIds !== null && !botUserIds.includes(botUserId))) return;
      const code = await findRefusal(botToken, slackApiUrl);
      if (code !== null) await stopWork(code);
    },
    heardOfAccess: async () => undefined,
    tend: async () => undefined,
    fault: async () => ((await isStopped()) ? 'removed from the workspace: install the app again' : null),
    stop: async () => void (await confirming),
  };
}
