import { z } from 'zod';
import type { Route } from '../slack/router.ts';
import type { AccessEvent, Installations, OrganisationsTeam, RemovalEvent } from './installations.ts';

const id = z.string().min(1).max(64);

/**
 * What tells of the installation itself ends here. `app_uninstalled` and `tokens_revoked` come after the token has
 * died, when nobody can be looked up any more; `team_access_granted` and `team_access_revoked` are of no one workspace.
 */
export function withInstallations(installations: Installations, route: Route): Route {
  return async (body, ack) => {
    const removal = readRemoval(body);
    const access = readAccess(body);
    if (removal) await installations.heard(removal);
    else if (access) await installations.heardOfAccess(access);
    else return route(body, ack);
    return ack();
  };
}

/** What every payload says of the installation it came to. */
export function meetIn(installations: Installations): (body: unknown) => Promise<void> {
  return async (body) => {
    const team = readOrganisationsTeam(body);
    if (team) await installations.meet(team);
  };
}

const eventTime = z
  .number()
  .int()
  .nonnegative()
  .max(8_640_000_000_000)
  .transform((seconds) => new Date(seconds * 1000));

const removal = z.object({
  type: z.literal('event_callback'),
  team_id: id,
  enterprise_id: id.nullish(),
  event_time: eventTime,
  is_enterprise_install: z.boolean().nullish(),
  authorizations: z.array(z.object({ is_enterprise_install: z.boolean().nullish() })).nullish(),
  event: z.object({
    type: z.enum(['app_uninstalled', 'tokens_revoked']),
    tokens: z.object({ bot: z.array(id).nullish() }).nullish(),
  }),
});

/**
 * See https://docs.slack.dev/reference/events/app_uninstalled and …/tokens_revoked: both may come, in either
 * order. `tokens.bot` lists bot users; it is empty when only people's tokens were revoked.
 */
function readRemoval(body: unknown): RemovalEvent | null {
  const { data } = removal.safeParse(body);
  if (!data) return null;
  const { event, team_id: teamId, enterprise_id: enterpriseId } = data;
  return {
    type: event.type,
    teamId,
    enterpriseId: enterpriseId ?? null,
    isEnterpriseInstall:
      data.is_enterprise_install ?? data.authorizations?.[0]?.is_enterprise_install ?? false,
    at: data.event_time,
    botUserIds: event.type === 'tokens_revoked' ? (event.tokens?.bot ?? []) : null,
  };
}

/** Grid's limit of workspaces is in the thousands; one event names those of one change. */
const mostTeams = 10_000;

const access = z.object({
  type: z.literal('event_callback'),
  enterprise_id: id.nullish(),
  event_time: eventTime,
  authorizations: z.array(z.object({ enterprise_id: id.nullish() })).nullish(),
  event: z.object({
    type: z.enum(['team_access_granted', 'team_access_revoked']),
    team_ids: z.array(id).max(mostTeams),
  }),
});

/** See https://docs.slack.dev/reference/events/team_access_revoked and …/team_access_granted. */
function readAccess(body: unknown): AccessEvent | null {
  const { data } = access.safeParse(body);
  const enterpriseId = data?.enterprise_id ?? data?.authorizations?.[0]?.enterprise_id;
  if (!data || !enterpriseId) return null;
  return { type: data.event.type, enterpriseId, teamIds: data.event.team_ids, at: data.event_time };
}

const isOrgWide = z.literal([true, 'true']);

/** A command says it in words; an interaction names its organisation apart; an event by its first authorization. */
const orgWide = z.union([
  z
    .object({ is_enterprise_install: isOrgWide, enterprise_id: id, team_id: id })
    .transform((body) => ({ enterpriseId: body.enterprise_id, teamId: body.team_id, at: null })),
  z
    .object({
      is_enterprise_install: isOrgWide,
      enterprise: z.object({ id }),
      team: z.object({ id }).nullish(),
      user: z.object({ team_id: id.nullish() }),
    })
    .transform((body) => ({
      enterpriseId: body.enterprise.id,
      teamId: body.team?.id ?? body.user.team_id,
      at: null,
    })),
  z
    .object({
      team_id: id.nullish(),
      event_time: eventTime,
      authorizations: z.tuple(
        [z.object({ is_enterprise_install: isOrgWide, enterprise_id: id, team_id: id.nullish() })],
        z.unknown(),
      ),
    })
    .transform(({ team_id, event_time, authorizations: [first] }) => ({
      enterpriseId: first.enterprise_id,
      teamId: first.team_id ?? team_id,
      at: event_time,
    })),
]);

function readOrganisationsTeam(body: unknown): OrganisationsTeam | null {
  const { data } = orgWide.safeParse(body);
  return data?.teamId ? { ...data, teamId: data.teamId } : null;
}
