import type { Clock, NewId } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { OrganisationsTeam } from './installations.ts';

interface OrganisationDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Puts what waited while the app was away back to work. */
  readonly resume: () => Promise<unknown>;
}

/** The single workspaces of an organisation-wide installation: they come and go while its token stays good. */
export interface Organisations {
  /** It is ours from now on, and works again where it had been taken from us. */
  meet(team: OrganisationsTeam): Promise<void>;
  /** Its admins took it from us: work stops there at once, and there alone. */
  withdraw(team: OrganisationsTeam): Promise<void>;
}

export function createOrganisations({ store, clock, newId, log, resume }: OrganisationDeps): Organisations {
  const { prisma } = store;
  return {
    meet: async ({ enterpriseId, teamId, at }) => {
      const known = await prisma.workspace.findUnique({
        where: { slackTeamId: teamId },
        include: { installation: { select: { endedAt: true } } },
      });
      if (known?.installation?.endedAt === null) {
        if (known.stoppedAt === null) return;
        // Sent before it was taken from us, and delivered late.
        if (at !== null && at <= known.stoppedAt) return;
      }
      const installation = await prisma.installation.findUnique({ where: { slackId: enterpriseId } });
      if (!installation?.botToken) return;
      const { id: installationId, botUserId, botId, name } = installation;
      const row = { slackEnterpriseId: enterpriseId, installationId, botUserId, botId, stoppedAt: null };
      await prisma.workspace.upsert({
        where: { slackTeamId: teamId },
        create: { id: newId(), slackTeamId: teamId, name, createdAt: clock.now(), ...row },
        update: row,
      });
      log.info({ installation: enterpriseId, team: teamId }, 'Met another workspace of an organisation');
      if (known) await resume();
    },

    withdraw: async ({ enterpriseId, teamId, at }) => {
      const { count } = await prisma.workspace.updateMany({
        // A workspace that also installed the app by itself keeps that.
        where: {
          slackTeamId: teamId,
          stoppedAt: null,
          installation: { slackId: enterpriseId, endedAt: null },
        },
        data: { stoppedAt: at ?? clock.now() },
      });
      if (count === 0) return;
      log.warn(
        { installation: enterpriseId, team: teamId },
        'An organisation took this workspace from Tandem: all work for it has stopped, and what is kept of it is erased after a while unless access is given again',
      );
    },
  };
}
