import type { Clients } from '../slack/clients.ts';
import type { Workspace } from '../store/generated/client.ts';

/** A workspace that has the app because its whole Enterprise Grid organisation does. */
export interface OrganisationsTeam {
  readonly enterpriseId: string;
  readonly teamId: string;
  /** When Slack sent what tells of it, for what may be delivered late (whole seconds); null for now. */
  readonly at: Date | null;
}

/** Where the app is installed: one workspace by its token (one-token.ts), or many by OAuth (by-oauth.ts). */
export interface Installations extends Clients {
  /** The only workspace there is; null where there may be many. */
  readonly workspace: Workspace | null;
  /** An organisation's workspace is ours from the first payload that comes from it. */
  meet(team: OrganisationsTeam): Promise<void>;
  /** Slack says that the app was uninstalled (`app_uninstalled`) or its tokens revoked (`tokens_revoked`): work stops. */
  heard(event: RemovalEvent): Promise<void>;
  /** An organisation's admins gave the app some of their workspaces, or took them from it. */
  heardOfAccess(event: AccessEvent): Promise<void>;
  /** Renews tokens in good time and erases what has been left long enough. Cheap when there is nothing to do. */
  tend(): Promise<void>;
  /** Why this process can do no work at all; null when it can. */
  fault(): Promise<string | null>;
  /** Waits for what was begun in the background. */
  stop(): Promise<void>;
}

export interface RemovalEvent {
  readonly type: 'app_uninstalled' | 'tokens_revoked';
  readonly teamId: string;
  readonly enterpriseId: string | null;
  readonly isEnterpriseInstall: boolean;
  /** When it happened by Slack's clock, whole seconds; deliveries may come later and again. */
  readonly at: Date;
  /** Bot users whose tokens were revoked; null where the event does not name them. */
  readonly botUserIds: readonly string[] | null;
}

/** `team_access_granted` or `team_access_revoked`: only organisation-wide installations hear of them. */
export interface AccessEvent {
  readonly type: 'team_access_granted' | 'team_access_revoked';
  readonly enterpriseId: string;
  readonly teamIds: readonly string[];
  /** As in RemovalEvent. */
  readonly at: Date;
}

/** The app is not installed in the workspace now: what is to be done there waits until it is again. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';

  constructor(workspaceId: string) {
    super(`Tandem is not installed in the workspace ${workspaceId}.`);
  }
}

/** The token has expired and its successor is not there yet: try again in a moment. */
export class TokenBeingRenewed extends Error {
  override readonly name = 'TokenBeingRenewed';

  constructor() {
    super('The token has expired and is being renewed.');
  }
}
