import type { Faults } from './faults.ts';
import type { Installs } from './installs.ts';
import type { Rates } from './rates.ts';
import type { ResponseUrls } from './response-url.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Triggers } from './triggers.ts';
import type { Json, World } from './world.ts';

/** The bot token of a partner's own installation. They authenticate nothing but this local server. */
export function botTokenOf(teamId: string): string {
  return `xoxb-sandbox-bot-${teamId}`;
}

export interface Tokens {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
}

/** One API call the app made, in the order of arrival. */
export interface ApiCall {
  readonly method: string;
  readonly args: Json;
  /** When it came, by `performance.now()`. */
  readonly atMs: number;
  /** `ok`, Slack's error code, or the fault that was played. */
  outcome: string;
  /** Block Kit faults, when that is why it was refused. */
  faults: readonly string[];
  /** The partner whose own installation made it; absent for the vendor's. */
  readonly teamId?: string | null;
}

/** The running local Slack: what every part of the server works on. */
export interface Local {
  readonly world: World;
  readonly tokens: Tokens;
  readonly socket: SocketMode;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly faults: Faults;
  /** Null: calls are not counted against Slack's allowances. */
  readonly rates: Rates | null;
  readonly calls: ApiCall[];
  readonly installs: Installs;
  /** Without a trailing slash; known once the server listens. */
  baseUrl: string;
  /** Null: every scope is granted, every event subscribed to. */
  readonly scopes: ReadonlySet<string> | null;
  readonly events: ReadonlySet<string> | null;
}

const keptCalls = 20_000;

/** Keeps the log of calls from growing for ever in a sandbox that runs for weeks. */
export function recordCall(local: Local, call: ApiCall): void {
  local.calls.push(call);
  if (local.calls.length > keptCalls) local.calls.splice(0, keptCalls / 2);
}
