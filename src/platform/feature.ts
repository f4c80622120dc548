import type { Block, KnownBlock } from '@slack/types';
import type { Actor } from '../core/actor.ts';
import type { ProgrammeEvent, ProgrammeEventOf } from '../core/programme-event.ts';
import type { PolicyAction } from '../policy/policy.ts';
import type { Message, Rendered } from './delivery/message.ts';
import type { HttpRoute } from './http/route.ts';
import type { Sealer } from './installations/seal.ts';
import type { Work } from './work.ts';

/**
 * What a capability contributes to the app. Features are listed once, in features/index.ts; the platform
 * routes payloads, due work and renderings to them by the ids declared here (`feature.verb`).
 */
export interface Feature {
  readonly name: string;
  readonly commands?: readonly CommandRoute[];
  /** By `action_id`. An id ending in `:*` matches any suffix, for ids that must be unique within a message. */
  readonly actions?: Readonly<Record<string, (request: ActionRequest) => Promise<Reply>>>;
  /** By the modal's `callback_id`. */
  readonly views?: Readonly<Record<string, (request: ViewRequest) => Promise<Reply>>>;
  /** By Slack event type (`channel_archive`); mentions go through `commands`. */
  readonly events?: Readonly<Record<string, (request: EventRequest) => Promise<void>>>;
  /** By due-item kind. */
  readonly jobs?: Readonly<Record<string, DueJob>>;
  /** By surface kind. */
  readonly surfaces?: Readonly<Record<string, (work: Work, subject: string) => Promise<Rendered | null>>>;
  /** What this feature does when something happens in another: runs in the transaction that emitted it. */
  readonly reactions?: {
    readonly [T in ProgrammeEvent['type']]?: (work: Work, event: ProgrammeEventOf<T>) => Promise<void>;
  };
  /** What other systems call. */
  readonly http?: readonly HttpRoute[];
  /** Sections of the Home tab, in ascending `order`. */
  readonly home?: readonly HomeSection[];
}

/** Where an interaction took place. */
export interface Place {
  readonly channelId: string | null;
  /** What Slack says of the channel; null in direct messages, modals opened from Home, and where it is unknown. */
  readonly channel: ChannelInfo | null;
  readonly threadTs: string | null;
  /** The message that carried the pressed button. */
  readonly messageTs: string | null;
  /** The partner whose channel this is, resolved on the server; null elsewhere. */
  readonly partnerId: string | null;
}

/** A channel as Slack knew it within the last minute (conversations.info). */
export interface ChannelInfo {
  readonly id: string;
  readonly name: string;
  /** Shared with another organisation, or an invitation to share it is pending. */
  readonly isShared: boolean;
  readonly isArchived: boolean;
  /** Read-only by Slack's doing, as the copy of a disconnected channel is. */
  readonly isFrozen: boolean;
  readonly isMember: boolean;
  readonly connectedTeamIds: readonly string[];
}

export interface Request extends Work {
  readonly actor: Actor;
  readonly place: Place;
  /** Channels named in the text or chosen in a modal, looked up before the transaction. People named there have a Person row. */
  readonly channels: ReadonlyMap<string, ChannelInfo>;
  /** Seals what is kept secret; null where TOKEN_KEYS is not set. */
  readonly sealer: Sealer | null;
}

/**
 * A subcommand of `/partner`, reached also by mentioning the bot: `@Tandem done kickoff-deck`. The same
 * handler serves both, because a partner's people have no slash commands unless their side installs the app.
 */
export interface CommandRoute {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line for help: "Complete a step". */
  readonly summary: string;
  /** What follows the name: `<step> [evidence]`. Empty when nothing does. */
  readonly usage: string;
  readonly examples: readonly string[];
  /** Shown in help and completed only for those who may; checked again by the handler against the resource. */
  readonly action: PolicyAction;
  run(request: CommandRequest): Promise<Reply>;
}

export interface CommandRequest extends Request {
  /** `menu`: the shortcut's, where commands are pressed. */
  readonly door: 'slash' | 'mention' | 'menu';
  /** What followed the subcommand, trimmed; already shortened to the limit for commands. */
  readonly text: string;
}

export interface ActionRequest extends Request {
  readonly actionId: string;
  /** The button's value or the selected option's value; the date, time or user id of a picker. Not trusted. */
  readonly value: string;
  readonly values: readonly string[];
  /** Set when pressed inside a modal or the Home tab. */
  readonly view: {
    readonly callbackId: string;
    readonly id: string;
    readonly hash: string;
    readonly metadata: unknown;
    readonly inputs: Inputs;
  } | null;
}

export interface ViewRequest extends Request {
  readonly callbackId: string;
  /** The modal's private_metadata, parsed. Not trusted: parse with zod, check with the policy. */
  readonly metadata: unknown;
  readonly inputs: Inputs;
}

/** A modal's inputs by block id: text, option value, date, time, user id; lists for multi-selects and checkboxes. */
export type Inputs = Readonly<Record<string, string | readonly string[] | null>>;

export interface EventRequest extends Work {
  readonly type: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** The answer to the person who acted. Everything that others see goes through `post` and `touch`. */
export interface Reply {
  /** Said to the actor alone: the command's own response, an ephemeral, or a DM when there is no channel. */
  readonly message?: Message;
  /** Opened, or pushed onto the open modal, within the trigger's three seconds. */
  readonly modal?: Modal;
  /** A submitted modal: replace it with this one instead of closing. Also: a press inside a modal redraws it. */
  readonly update?: Modal;
  /** A submitted modal: what to correct, by block id; the modal stays open. */
  readonly errors?: Readonly<Record<string, string>>;
}

export interface Modal {
  readonly callbackId: string;
  readonly title: string;
  readonly submit?: string;
  readonly close?: string;
  /** Comes back as `metadata`; at most 3000 characters as JSON. */
  readonly metadata?: unknown;
  readonly blocks: readonly (KnownBlock | Block)[];
}

export interface DueItem {
  readonly kind: string;
  readonly key: string;
  readonly dueAt: Date;
  readonly data: unknown;
}

/** What fell due stays so, and is looked at again then: found at night, for one who is to hear of it in the morning. */
export interface Postponed {
  readonly postponedTo: Date;
}

export interface DueJob {
  /** What comes, for somebody who waits for it: “Reminder of a call”. */
  readonly says: string;
  /** A look that mostly finds nothing to say: nobody waits for it. */
  readonly isSilent?: boolean;
  /**
   * Checks current state again, writes and posts through `work`, however late the item is found: what is of no use
   * any more it leaves undone and counts with `tooLate`. Returns when the item is due next (derived from the
   * recurrence and `work.now`, never from this run's own time), or nothing when it is done.
   */
  run(work: Work, item: DueItem): Promise<Date | Postponed | undefined>;
}

export interface HomeSection {
  readonly order: number;
  render(work: Work, actor: Actor): Promise<readonly (KnownBlock | Block)[]>;
}
