import type { Block, KnownBlock } from '@slack/types';

/** What the sandbox's page and its server say to each other. Everything is seen as one person (`as`). */

export type Blocks = readonly (KnownBlock | Block)[];

export interface SandboxPerson {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly title: string;
  readonly timeZone: string;
  readonly isBot: boolean;
  readonly isAdmin: boolean;
  readonly isDeactivated: boolean;
}

export interface SandboxTeam {
  readonly id: string;
  readonly name: string;
  readonly side: 'vendor' | 'partner';
  /** Whether this organisation has the app: only then do its people have slash commands and a Home tab. */
  readonly hasApp: boolean;
}

export interface SandboxChannel {
  readonly id: string;
  /** Without '#'; for direct messages the other person's name. */
  readonly name: string;
  readonly kind: 'channel' | 'dm';
  readonly isShared: boolean;
  readonly isArchived: boolean;
  readonly isFrozen: boolean;
  readonly teamIds: readonly string[];
  /** Organisations that were connected and are not any more. */
  readonly formerTeamIds: readonly string[];
  readonly memberIds: readonly string[];
  /** Number of messages since this person last looked. */
  readonly unread: number;
  /** The page beside the messages, in Markdown; null while the channel has none. */
  readonly canvas: { readonly title: string; readonly markdown: string } | null;
}

export interface SandboxMessage {
  readonly ts: string;
  readonly channelId: string;
  readonly userId: string;
  readonly text: string;
  readonly blocks: Blocks | null;
  readonly threadTs: string | null;
  readonly replyCount: number;
  readonly replyUserIds: readonly string[];
  readonly editedAt: string | null;
  /** Set on a message only its addressee sees. */
  readonly ephemeralFor: string | null;
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly title: string;
    readonly url: string;
  }[];
  readonly reactions: readonly { readonly name: string; readonly userIds: readonly string[] }[];
}

export interface SandboxView {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string;
  readonly blocks: Blocks;
  /** Grows with each update, so that the page knows to redraw. */
  readonly hash: string;
  /** What the app answered to the last submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  /** Modals beneath this one. */
  readonly depth: number;
}

/** `GET /sandbox/state?as=U…` */
export interface SandboxState {
  readonly now: string;
  readonly nextDueAt: string | null;
  readonly nextDueLabel: string | null;
  readonly me: SandboxPerson;
  readonly people: readonly SandboxPerson[];
  readonly teams: readonly SandboxTeam[];
  readonly channels: readonly SandboxChannel[];
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usage: string;
    readonly subcommands: readonly {
      readonly name: string;
      readonly summary: string;
      readonly usage: string;
    }[];
  }[];
  readonly modal: SandboxView | null;
  readonly home: SandboxView | null;
  /** Whether this person may type slash commands (their organisation has the app). */
  readonly hasCommands: boolean;
}

/** `GET /sandbox/messages?as=U…&channel=C…[&thread=ts]`: oldest first, ephemerals for this person included. */
export interface SandboxMessages {
  readonly messages: readonly SandboxMessage[];
}

/**
 * `GET /sandbox/events?as=U…` is a server-sent event stream; each event tells the page to fetch what changed.
 */
export type SandboxEvent =
  | { readonly type: 'messages'; readonly channelId: string; readonly threadTs: string | null }
  | { readonly type: 'state' }
  | { readonly type: 'toast'; readonly text: string };

/** `POST /sandbox/act` with a JSON body; answers `{ok: true}` or `{ok: false, error}` in words a person can read. */
export type SandboxAct = { readonly as: string } & (
  | { readonly type: 'say'; readonly channel: string; readonly text: string; readonly thread: string | null }
  | { readonly type: 'command'; readonly channel: string; readonly command: string; readonly text: string }
  | {
      /** A button, select, picker or checkbox used in a message, a modal or the Home tab. */
      readonly type: 'press';
      readonly container: { readonly message: string; readonly channel: string } | { readonly view: string };
      readonly blockId: string;
      readonly actionId: string;
      /** The element's new state, shaped as Slack shapes it in `block_actions` (`{type, selected_option}` …). */
      readonly action: Readonly<Record<string, unknown>>;
      readonly state: ViewState;
    }
  | { readonly type: 'submit'; readonly view: string; readonly state: ViewState }
  | { readonly type: 'close'; readonly view: string }
  | { readonly type: 'home' }
  | { readonly type: 'shortcut'; readonly callbackId: string }
  | { readonly type: 'read'; readonly channel: string }
  | { readonly type: 'react'; readonly channel: string; readonly message: string; readonly name: string }
  | { readonly type: 'open-dm'; readonly person: string }
);

/** `view.state.values` as Slack shapes it: block id → action id → the element's state. */
export type ViewState = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** `POST /sandbox/control`: what a person outside Slack does to the world. */
export type SandboxControl =
  | { readonly type: 'advance'; readonly by: 'hour' | 'day' | 'week' | 'next' }
  | { readonly type: 'install'; readonly team: string; readonly installed: boolean }
  | { readonly type: 'delete-message'; readonly channel: string; readonly message: string }
  | { readonly type: 'archive'; readonly channel: string; readonly archived: boolean }
  | { readonly type: 'freeze'; readonly channel: string; readonly frozen: boolean }
  | { readonly type: 'connect'; readonly channel: string; readonly team: string; readonly connected: boolean }
  | { readonly type: 'bot'; readonly channel: string; readonly present: boolean }
  | { readonly type: 'deactivate'; readonly person: string; readonly deactivated: boolean }
  | { readonly type: 'reset' };
