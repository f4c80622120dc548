import { parse } from 'yaml';
import { isJson } from './blocks/check.ts';
import type { Json } from './world.ts';

/** What an installed app may do and hears of, according to its manifest. */
export interface Grants {
  readonly scopes: readonly string[];
  readonly events: readonly string[];
}

function within(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((held, key) => (isJson(held) ? held[key] : undefined), value);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/**
 * The bot scopes and events a manifest asks for. A sandbox started with them refuses what the manifest
 * forgot (`missing_scope`) and stays silent about what it did not subscribe to, as Slack would.
 */
export function grantsOf(manifestYaml: string): Grants {
  const manifest: Json = parse(manifestYaml);
  return {
    scopes: strings(within(manifest, 'oauth_config', 'scopes', 'bot')),
    events: strings(within(manifest, 'settings', 'event_subscriptions', 'bot_events')),
  };
}
