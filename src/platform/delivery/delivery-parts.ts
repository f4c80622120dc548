import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { DeliveryOutcome } from '../metrics.ts';
import type { SeenChannel, Sender } from '../slack/sender.ts';
import type { Claim } from '../slack/turns.ts';
import type { Store } from '../store/store.ts';
import type { InWork, Work } from '../work.ts';
import type { Invitation, Rendered } from './message.ts';
import type { Pacing } from './pacing.ts';
import type { Places } from './places.ts';

/** A post or live view that will not be shown, and why. */
export interface Undeliverable {
  /** The delivery's or surface's id. */
  readonly id: string;
  /** The post's key, or `kind:subject` of a live view. */
  readonly key: string;
  /** `channel:C…`, `person:U…`, `ephemeral:C…:U…`, `home:U…` */
  readonly target: string;
  /** One sentence a person can read. */
  readonly reason: string;
  /** Whether the channel or person cannot be reached at all, rather than this one message being at fault. */
  readonly placeIsGone: boolean;
  /** It is a channel's canvas that Slack refuses: whatever is said in messages is not touched by that. */
  readonly isCanvas?: boolean;
}

export interface ChannelRefusal {
  readonly slackChannelId: string;
  readonly code: string;
  /** How the channel stands, where that says more than the code. */
  readonly seen: SeenChannel | null;
}

/** What the app knows of the channels that posts go to. */
export interface ChannelHooks {
  /** Why nothing can be posted in a channel at present, in one sentence; null when it can. Asked within work, the answer stands until that ends. */
  closedBecause(workspaceId: string, slackChannelId: string, work?: Work): Promise<string | null>;
  /** Slack has refused a post for the channel’s sake. True when what is owed to it is to wait. */
  refused(work: Work, refusal: ChannelRefusal): Promise<boolean>;
  /** A closed channel was looked at; `seen` is null where Slack does not show it. True when only a post can tell whether it is open. */
  seen(work: Work, slackChannelId: string, seen: SeenChannel | null): Promise<boolean>;
  /** What came of an invitation: sent (`code` null), or refused with Slack's code. */
  invited(work: Work, invitation: Invitation, code: string | null): Promise<void>;
  /** Slack has taken a post in a channel that was closed. */
  reopened(work: Work, slackChannelId: string): Promise<void>;
}

/** What the app gives the delivery. */
export interface DeliveryHooks {
  readonly channels: ChannelHooks;
  /** Slack's user id of the one who is shown what must not go into a shared channel; null when there is none. */
  fallbackRecipient(workspaceId: string, slackChannelId: string): Promise<string | null>;
  /** Runs in the transaction that gives a message up. Whatever it posts must not answer to its own posts' failures. */
  onUndeliverable(work: Work, what: Undeliverable): Promise<void>;
  /** Counts how each try to send a post, or to show a live view, ended. */
  readonly onOutcome?: (outcome: DeliveryOutcome) => void;
  /** Renderers by surface kind; null when there is nothing to show. They only read. */
  readonly renderers: Readonly<Record<string, (work: Work, subject: string) => Promise<Rendered | null>>>;
}

/** What delivering a post or a surface works with. */
export interface DeliveryParts extends DeliveryHooks {
  readonly store: Store;
  readonly inWork: InWork;
  readonly clock: Clock;
  readonly log: Log;
  readonly pacing: Pacing;
  readonly places: Places;
  /** Whoever calls Slack through it takes turns as this job's urgency says. */
  senderFor(workspaceId: string): Promise<Sender>;
  /** Whether this process stood still for so long since it took the job up that another may have it by now. */
  isOvertaken(): boolean;
}

/** The job is to be tried again after a while; what is known so far has been recorded. */
export class TryAgain extends Error {
  override readonly name = 'TryAgain';
}

/** What was in hand is another process's by now: this one leaves it alone, and says nothing of it anywhere. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';

  constructor() {
    super('Another process has taken it over.');
  }
}

/** Called right before a call to Slack: what another process may have taken over by then is not done. */
export function claimUnlessOvertaken({ isOvertaken }: Pick<DeliveryParts, 'isOvertaken'>): Claim {
  return async () => {
    if (isOvertaken()) throw new TakenOver();
  };
}

/** Beyond this many tries a message is given up: with the queue's delays, some eight hours. */
export const mostAttempts = 500;
export const notTaken = `Slack did not take it in ${mostAttempts} tries.`;

/** What people are told when the reason is a fault in Tandem; the log has the rest. */
export const ourFault = 'Something went wrong inside Tandem. It is in the log.';
