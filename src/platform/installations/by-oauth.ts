import type { WebClient } from '@slack/web-api';
import type { Clock, NewId } from '../clock.ts';
import type { OAuthApp } from '../config.ts';
import type { Log } from '../log.ts';
import { type AccessRefusal, createClient, isAccessRefusal, type TokenRefusal } from '../slack/clients.ts';
import type { Installation } from '../store/generated/client.ts';
import type { Store } from '../store/store.ts';
import { createRemoval } from './end-installation.ts';
import { findRefusal } from './find-refusal.ts';
import { type Installations, NotInstalled } from './installations.ts';
import { createOrganisations } from './organisations.ts';
import { createRenewal } from './renew-token.ts';
import { type Installed, saveInstallation } from './save-installation.ts';
import { createSealer, purposeOf } from './seal.ts';

export interface OAuthDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly oauth: OAuthApp;
  readonly slackApiUrl: string | undefined;
  /** Puts what waited while the app was away back to work. */
  readonly resume: () => Promise<unknown>;
}

/** Any number of workspaces and organisations, each with tokens of its own, sealed in the database. */
export interface OAuthInstallations extends Installations {
  /** Keeps a new installation, or one made again, and takes up the work that waited for it. */
  save(installed: Installed): Promise<void>;
}

export async function createOAuthInstallations(deps: OAuthDeps): Promise<OAuthInstallations> {
  const { store, clock, log, oauth, slackApiUrl } = deps;
  const { prisma } = store;
  const sealer = createSealer(oauth.tokenKeys);
  const removal = createRemoval(deps);
  const renewal = createRenewal({ prisma, clock, log, oauth, slackApiUrl, sealer, onLost: removal.end });
  const organisations = createOrganisations(deps);
  const clients = new Map<string, { readonly token: string; readonly client: WebClient }>();
  const confirming = new Map<string, Promise<void>>();

  // A workspace known from SLACK_BOT_TOKEN has no installation yet: what is due there waits for one.
  const { count } = await prisma.workspace.updateMany({
    where: { installationId: null, stoppedAt: null },
    data: { stoppedAt: clock.now() },
  });
  if (count > 0) log.warn({ workspaces: count }, 'Workspaces wait until the app is installed there by OAuth');

  /** The client of an installation; for a whole organisation, of one of its workspaces. */
  async function clientOf(installation: Installation, teamId: string): Promise<WebClient> {
    const token = await renewal.tokenOf(installation);
    const key = installation.isOrgWide ? `${installation.id} ${teamId}` : installation.id;
    const known = clients.get(key);
    if (known?.token === token) return known.client;
    const client = createClient(token, slackApiUrl, log, {
      onRefused: (code) => hearRefusal(installation, { token, teamId, code }),
      ...(installation.isOrgWide && { teamId }),
    });
    clients.set(key, { token, client });
    return client;
  }

  function hearRefusal(
    installation: Installation,
    said: { readonly token: string; readonly teamId: string; readonly code: TokenRefusal | AccessRefusal },
  ): void {
    const { token, teamId, code } = said;
    if (isAccessRefusal(code))
      doubting(`${installation.id} ${teamId}`, installation, () =>
        organisations.withdraw({ enterpriseId: installation.slackId, teamId, at: null }),
      );
    else doubting(installation.id, installation, () => doubt(installation.id, token, code));
  }

  /** Beside everything else, and once at a time for what it is about. */
  function doubting(about: string, { slackId }: Installation, look: () => Promise<void>): void {
    if (confirming.has(about)) return;
    const done = look()
      .catch((error: unknown) =>
        log.warn({ installation: slackId, err: error }, 'Slack’s refusal could not be looked into'),
      )
      .finally(() => confirming.delete(about));
    confirming.set(about, done);
  }

  /** One wrong answer of Slack's must not cost a workspace its installation, so it is asked once more. */
  async function doubt(id: string, token: string, code: TokenRefusal): Promise<void> {
    const current = await prisma.installation.findUnique({ where: { id } });
    // Renewed, installed again or removed since the call went out.
    if (!current?.botToken || sealer.open(current.botToken, purposeOf(current.slackId, 'botToken')) !== token)
      return;
    if (code === 'token_expired' && current.refreshToken !== null) {
      // Whatever our clock says: the next call renews it.
      await prisma.installation.updateMany({
        where: { id, botToken: current.botToken },
        data: { expiresAt: clock.now() },
      });
      return;
    }
    const refusal = await findRefusal(token, slackApiUrl);
    if (refusal !== null) await removal.end(current, refusal);
  }

  return {
    workspace: null,
    save: async (installed) => {
      await saveInstallation({ ...deps, sealer }, installed);
      await deps.resume();
    },

    clientFor: async (workspaceId) => {
      const workspace = await prisma.workspace.findUnique({
        where: { id: workspaceId },
        include: { installation: true },
      });
      if (!workspace?.installation?.botToken || workspace.stoppedAt) throw new NotInstalled(workspaceId);
      return clientOf(workspace.installation, workspace.slackTeamId);
    },

    clientForTeam: async (teamId, enterpriseId) => {
      const own = await prisma.installation.findUnique({ where: { slackId: teamId } });
      const workspace = own?.botToken
        ? null
        : await prisma.workspace.findUnique({
            where: { slackTeamId: teamId },
            include: { installation: true },
          });
      const found =
        (own?.botToken ? own : null) ??
        workspace?.installation ??
        (enterpriseId ? await prisma.installation.findUnique({ where: { slackId: enterpriseId } }) : null);
      return found?.botToken ? clientOf(found, teamId) : null;
    },

    meet: organisations.meet,
    heardOfAccess: async ({ type, enterpriseId, teamIds, at }) => {
      for (const teamId of teamIds) {
        if (type === 'team_access_granted') await organisations.meet({ enterpriseId, teamId, at });
        else await organisations.withdraw({ enterpriseId, teamId, at });
      }
    },

    heard: async (event) => {
      const slackId = event.isEnterpriseInstall ? event.enterpriseId : event.teamId;
      if (slackId === null) return;
      const installation = await prisma.installation.findUnique({ where: { slackId } });
      if (!installation?.botToken) return;
      const { botUserIds } = event;
      if (botUserIds !== null && !botUserIds.includes(installation.botUserId)) return;
      // Delivered late or again: of an installation before this one. Slack counts whole seconds.
      if (event.at.getTime() < Math.floor(installation.installedAt.getTime() / 1000) * 1000) return;
      if (event.type === 'app_uninstalled') return removal.end(installation, 'it was uninstalled');
      // Which of a bot's tokens was revoked it does not say: after a renewal or another installation, an old one.
      const token = sealer.open(installation.botToken, purposeOf(installation.slackId, 'botToken'));
      const refusal = await findRefusal(token, slackApiUrl);
      if (refusal !== null && refusal !== 'token_expired') await removal.end(installation, refusal);
    },

    tend: async () => {
      await renewal.renewAllSoon();
      await removal.eraseOld();
    },

    fault: async () => {
      await prisma.$queryRaw`SELECT 1`;
      return null;
    },

    stop: async () => {
      await Promise.allSettled(confirming.values());
      await renewal.stop();
    },
  };
}
