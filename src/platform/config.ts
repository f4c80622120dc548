import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { TokenKey } from './installations/seal.ts';

const optional = z
  .string()
  .trim()
  .optional()
  .transform((value) => value || undefined);

const variables = z.object({
  SLACK_BOT_TOKEN: optional,
  SLACK_APP_TOKEN: optional,
  SLACK_SIGNING_SECRET: optional,
  SLACK_CLIENT_ID: optional,
  SLACK_CLIENT_SECRET: optional,
  SLACK_STATE_SECRET: optional,
  TOKEN_KEYS: optional,
  PUBLIC_URL: optional,
  SLACK_API_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
  DATABASE_URL: optional.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  DATA_DIR: z.string().trim().min(1).default('.data'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** The app to be installed in any number of workspaces by OAuth. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs the state that an installation comes back with. */
  readonly stateSecret: string;
  /** The first seals tokens, all open them. */
  readonly tokenKeys: readonly [TokenKey, ...TokenKey[]];
  /** Where browsers reach this app, without a slash at the end. */
  readonly publicUrl: string;
}

/** By Socket Mode or HTTP. */
type Door =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string };

/** One workspace by its token, or many by OAuth. */
type Installed =
  | { readonly botToken: string; readonly oauth?: undefined }
  | { readonly oauth: OAuthApp; readonly botToken?: undefined };

/** How the app reaches Slack: a local one of its own, or real workspaces. */
export type SlackMode = { readonly kind: 'sandbox' } | (Door & Installed);

export interface Config {
  readonly slack: SlackMode;
  /** Ends in a slash; undefined means Slack's own. */
  readonly slackApiUrl: string | undefined;
  /** Seal what is kept secret: the first seals, all open. Undefined where TOKEN_KEYS is not set. */
  readonly tokenKeys?: readonly [TokenKey, ...TokenKey[]] | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly port: number;
  readonly logLevel: string;
}

/** A setting that is missing or wrong, said so that the reader can mend it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The process's environment, with what a `.env` file in the working folder adds to it. */
export function environment(): Readonly<Record<string, string | undefined>> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** Reads the environment once. Throws ConfigError naming every variable at fault; never shows a secret's value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The environment has ${faults.length} fault(s):\n${faults.join('\n')}`);
  }
  const { data } = parsed;
  return {
    slack: slackMode(data),
    slackApiUrl:
      data.SLACK_API_URL &&
      (data.SLACK_API_URL.endsWith('/') ? data.SLACK_API_URL : `${data.SLACK_API_URL}/`),
    tokenKeys: tokenKeysOf(data),
    databaseUrl: data.DATABASE_URL,
    dataDir: data.DATA_DIR,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
  };
}

type Variables = z.infer<typeof variables>;

/** Where each setting of an app with OAuth comes from. */
const oauthSettings = {
  SLACK_CLIENT_ID: 'copy the Client ID from your app’s “Basic Information” page',
  SLACK_CLIENT_SECRET: 'copy the Client Secret from your app’s “Basic Information” page',
  SLACK_STATE_SECRET: 'make one up, at least 32 characters: openssl rand -hex 32',
  TOKEN_KEYS: 'make a key: echo "first:$(openssl rand -base64 32)"',
  PUBLIC_URL: 'the address at which browsers reach this app, such as https://tandem.example.com',
} as const satisfies Partial<Record<keyof Variables, string>>;

function slackMode(data: Variables): SlackMode {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = data;
  const isOAuth = Boolean(data.SLACK_CLIENT_ID ?? data.SLACK_CLIENT_SECRET ?? data.SLACK_STATE_SECRET);
  if (!botToken && !appToken && !signingSecret && !isOAuth) return { kind: 'sandbox' };
  if (botToken && isOAuth) {
    throw new ConfigError(
      'Both SLACK_BOT_TOKEN (one workspace) and SLACK_CLIENT_ID and its secrets (many workspaces by OAuth) are set. Take one or the other away.',
    );
  }
  if (!botToken && !isOAuth) {
    throw new ConfigError(
      'SLACK_BOT_TOKEN is missing. Copy it from your app’s “OAuth & Permissions” page (it begins with xoxb-). For many workspaces set SLACK_CLIENT_ID and what the README says with it instead.',
    );
  }
  const installed: Installed = botToken ? { botToken } : { oauth: readOAuthApp(data) };
  if (appToken) return { kind: 'socket', appToken, ...installed };
  if (signingSecret) return { kind: 'http', signingSecret, ...installed };
  throw new ConfigError(
    `${botToken ? 'SLACK_BOT_TOKEN' : 'SLACK_CLIENT_ID'} is set, but neither SLACK_APP_TOKEN (Socket Mode, begins with xapp-) nor SLACK_SIGNING_SECRET (HTTP). Set one of them.`,
  );
}

function readOAuthApp(data: Variables): OAuthApp {
  const faults: string[] = [];
  const need = (name: keyof typeof oauthSettings): string => {
    const value = data[name];
    if (!value) faults.push(`${name} is missing: ${oauthSettings[name]}.`);
    return value ?? '';
  };
  const app = {
    clientId: need('SLACK_CLIENT_ID'),
    clientSecret: need('SLACK_CLIENT_SECRET'),
    stateSecret: need('SLACK_STATE_SECRET'),
    publicUrl: need('PUBLIC_URL').replace(/\/+$/, ''),
  };
  const [first, ...others] = readTokenKeys(need('TOKEN_KEYS'), faults);
  if (app.stateSecret && app.stateSecret.length < 32)
    faults.push(`SLACK_STATE_SECRET is too short: ${oauthSettings.SLACK_STATE_SECRET}.`);
  if (app.publicUrl && !isReachable(app.publicUrl))
    faults.push(
      'PUBLIC_URL must be an https:// address, as Slack sends browsers back there (http:// only for localhost).',
    );
  if (!first || faults.length > 0)
    throw new ConfigError(`Installing by OAuth has ${faults.length} fault(s):\n  ${faults.join('\n  ')}`);
  return { ...app, tokenKeys: [first, ...others] };
}

/** Throws ConfigError where a key is no key; with OAuth that is said along with its other settings. */
function tokenKeysOf({ TOKEN_KEYS: text }: Variables): Config['tokenKeys'] {
  if (!text) return;
  const faults: string[] = [];
  const [first, ...others] = readTokenKeys(text, faults);
  if (!first || faults.length > 0) throw new ConfigError(faults.join('\n'));
  return [first, ...others];
}

/** The cookie of an installation is for secure connections only, which browsers take localhost for. */
function isReachable(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, search, hash } = new URL(address);
  if (search || hash) return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
}

/** `name:base64 of 32 bytes`, separated by commas. What is wrong goes to `faults`, by the key's place and never with its bytes. */
function readTokenKeys(text: string, faults: string[]): TokenKey[] {
  const keys: TokenKey[] = [];
  for (const [index, each] of text
    .split(',')
    .map((part) => part.trim())
    .entries()) {
    if (text === '') break;
    const colon = each.indexOf(':');
    const name = each.slice(0, Math.max(colon, 0));
    const bytes = Buffer.from(each.slice(colon + 1), 'base64');
    const place = `TOKEN_KEYS, key ${index + 1}`;
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(name))
      faults.push(`${place}: write it as name:key, the name in letters, digits, - and _.`);
    else if (bytes.length !== 32)
      faults.push(`${place}: the key must be 32 bytes in base64: openssl rand -base64 32.`);
    else if (keys.some((key) => key.name === name)) faults.push(`${place}: its name is used twice.`);
    else keys.push({ name, bytes });
  }
  return keys;
}
