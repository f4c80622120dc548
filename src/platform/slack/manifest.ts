import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const manifest = z.object({
  features: z.object({
    slash_commands: z.array(
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }),
    ),
  }),
  oauth_config: z.object({
    scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()).default([]) }),
  }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
});

export interface AppManifest {
  /** Bot scopes asked for. */
  readonly scopes: readonly string[];
  /** Of these, the ones whoever installs may leave out. */
  readonly optionalScopes: readonly string[];
  /** Bot events subscribed to. */
  readonly events: readonly string[];
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usage: string;
  }[];
}

/** manifest.yml, as far as the app depends on it. Throws when the file is missing or of another shape. */
export function readManifest(file: URL = new URL('../../../manifest.yml', import.meta.url)): AppManifest {
  const { features, oauth_config, settings } = manifest.parse(parse(readFileSync(file, 'utf8')));
  return {
    scopes: oauth_config.scopes.bot,
    optionalScopes: oauth_config.scopes.bot_optional,
    events: settings.event_subscriptions.bot_events,
    commands: features.slash_commands.map(({ command, description, usage_hint }) => ({
      command,
      description,
      usage: usage_hint,
    })),
  };
}
