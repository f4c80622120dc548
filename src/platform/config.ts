import { existsSync } from 'node:fs';
import { z } from 'zod';

const optional = z
  .string()
  .trim()
  .optional()
  .transform((value) => value || undefined);

const variables = z.object({
  SLACK_BOT_TOKEN: optional,
  SLACK_APP_TOKEN: optional,
  SLACK_SIGNING_SECRET: optional,
  SLACK_API_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
  DATABASE_URL: optional.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  DATA_DIR: z.string().trim().min(1).default('.data'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** How the app reaches Slack: a local one of its own, or a real workspace by Socket Mode or HTTP. */
export type SlackMode =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'socket'; readonly botToken: string; readonly appToken: string }
  | { readonly kind: 'http'; readonly botToken: string; readonly signingSecret: string };

export interface Config {
  readonly slack: SlackMode;
  /** Ends in a slash; undefined means Slack's own. */
  readonly slackApiUrl: string | undefined;
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
    slack: slackMode(data.SLACK_BOT_TOKEN, data.SLACK_APP_TOKEN, data.SLACK_SIGNING_SECRET),
    slackApiUrl:
      data.SLACK_API_URL &&
      (data.SLACK_API_URL.endsWith('/') ? data.SLACK_API_URL : `${data.SLACK_API_URL}/`),
    databaseUrl: data.DATABASE_URL,
    dataDir: data.DATA_DIR,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
  };
}

function slackMode(botToken?: string, appToken?: string, signingSecret?: string): SlackMode {
  if (!botToken && !appToken && !signingSecret) return { kind: 'sandbox' };
  if (!botToken) {
    throw new ConfigError(
      'SLACK_BOT_TOKEN is missing. Copy it from your app’s “OAuth & Permissions” page (it begins with xoxb-).',
    );
  }
  if (appToken) return { kind: 'socket', botToken, appToken };
  if (signingSecret) return { kind: 'http', botToken, signingSecret };
  throw new ConfigError(
    'SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode, begins with xapp-) nor SLACK_SIGNING_SECRET (HTTP). Set one of them.',
  );
}
