import type { Block, KnownBlock } from '@slack/types';

/**
 * Who may read a message. `internal` is the vendor's alone: the sender refuses to put it into a channel that
 * is shared, or pending to be, at the moment of sending. `partner` may be read by both organisations.
 */
export type Audience = 'internal' | 'partner';

/** A message's content. `text` says the same as the blocks: notifications, screen readers and old clients show it. */
export interface Message {
  readonly text: string;
  readonly blocks?: readonly (KnownBlock | Block)[];
}

/** Where a delivery goes. `person` and `home` are Slack user ids; `ephemeral` is shown to one person in a channel. */
export type Target =
  | { readonly channel: string }
  | { readonly person: string }
  | { readonly ephemeral: { readonly channel: string; readonly user: string; readonly threadTs?: string } }
  | { readonly home: string };

/** A file sent together with a post (a calendar entry, a CSV): put into the post's thread. */
export interface Attachment {
  readonly filename: string;
  readonly title: string;
  readonly content: string;
}

/** A fact stated once. `key` names the business fact (`calls.reminder:<callId>:24h:<personId>`); the same key is never sent twice. */
export interface Post {
  readonly key: string;
  readonly to: Exclude<Target, { home: string }>;
  readonly audience: Audience;
  readonly message: Message;
  /**
   * The thread to answer in: a Slack `ts`, the key of an earlier post, or a surface named `kind:subject`; resolved
   * when sending. Where that message never came to be, or is in another channel, the post stands by itself.
   */
  readonly thread?: { readonly ts: string } | { readonly post: string } | { readonly surface: string };
  readonly attachment?: Attachment;
  /**
   * When it is too late to be of use: not sent any more from then on, and counted. For what has a moment (a reminder,
   * a request with an end, figures that the next ones replace); what has happened stays true, however late.
   */
  readonly staleAt?: Date;
  /** `interactive` answers a person who is waiting; `bulk` gives way to it. Default `interactive`. */
  readonly urgency?: 'interactive' | 'bulk';
}

/** A live view of state: created once, then updated in place. Rendered by the feature that owns `kind`. */
export interface SurfaceRef {
  /** A surface kind registered by a feature: `onboarding.checklist`, `home`. */
  readonly kind: string;
  /** What it shows: a journey's id, a person's id. Unique with `kind` in a workspace. */
  readonly subject: string;
  readonly to: { readonly channel: string } | { readonly home: string } | { readonly person: string };
  readonly thread?: Post['thread'];
}

/**
 * What a renderer returns; null when there is nothing (any more) to show, which leaves the last state in place.
 * A surface with a `canvas` is its channel's own canvas instead of a message in it.
 */
export type Rendered = RenderedMessage | RenderedCanvas;

export interface RenderedMessage {
  readonly audience: Audience;
  readonly message: Message;
}

export interface RenderedCanvas {
  readonly audience: Audience;
  readonly canvas: CanvasContent;
}

/** What a canvas shows: Markdown as far as canvases know it (slack/kit/canvas.ts), for they have no blocks. */
export interface CanvasContent {
  readonly title: string;
  readonly markdown: string;
}

/** An invitation into a channel through Slack Connect, to one address. */
export interface Invitation {
  readonly slackChannelId: string;
  readonly email: string;
  /** Slack's id of the person who wants it, and hears what came of it. */
  readonly requestedBy: string;
}
