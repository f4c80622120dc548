/** The app installed by OAuth in a workspace, or in a whole organisation. */
export interface SlackInstallation {
  /** `T…`, or `E…` for an organisation. */
  readonly id: string;
  readonly isOrgWide: boolean;
  readonly botUserId: string;
  /** Access tokens by when they expire, milliseconds; null for never. */
  readonly tokens: Map<string, number | null>;
  refreshToken: string | null;
}

/** What a person allowed at the authorize page. */
export interface Allowed {
  readonly teamId: string;
  readonly isOrgWide: boolean;
  readonly installerId: string;
  readonly redirectUri: string;
}

/** What the local Slack knows of installations by OAuth. In memory: tokens die with it. */
export interface Installs {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether tokens expire after twelve hours (`token_rotation_enabled`). */
  isRotating: boolean;
  readonly byId: Map<string, SlackInstallation>;
  /** Each works once. */
  readonly codes: Map<string, Allowed>;
  /** Workspaces that their organisation took from its installation. */
  readonly withdrawn: Set<string>;
  /** Tokens that were good once. */
  readonly revoked: Set<string>;
}

export function createInstalls(): Installs {
  return {
    clientId: '1000000000.2000000000',
    clientSecret: 'sandbox-client-secret',
    isRotating: false,
    byId: new Map(),
    codes: new Map(),
    withdrawn: new Set(),
    revoked: new Set(),
  };
}
