import type { SandboxMessage, SandboxState } from '../protocol.ts';
import { dmWith, type Place, placeFor } from './place.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isFault: boolean;
}

/** Everything the page knows. */
export interface PageState {
  /** The person acted as; null until the server has chosen one. */
  readonly as: string | null;
  readonly sandbox: SandboxState | null;
  readonly link: 'opening' | 'up' | 'lost';
  readonly place: Place | null;
  readonly thread: string | null;
  /** With whom a direct conversation was asked for; shown once it exists. */
  readonly wantedDm: string | null;
  /** By `conversationKey`; absent while loading. */
  readonly messages: Readonly<Record<string, readonly SandboxMessage[]>>;
  /** Ephemerals put away, by `messageKey`. */
  readonly dismissed: ReadonlySet<string>;
  readonly toasts: readonly Toast[];
  /** What the world is busy with ("Moving one day ahead"), or null. */
  readonly busy: string | null;
}

export type PageChange =
  | { readonly type: 'state'; readonly sandbox: SandboxState }
  | {
      readonly type: 'messages';
      readonly as: string;
      readonly key: string;
      readonly messages: readonly SandboxMessage[];
    }
  | { readonly type: 'link'; readonly link: PageState['link'] }
  | { readonly type: 'switch'; readonly as: string | null }
  | { readonly type: 'go'; readonly place: Place }
  | { readonly type: 'want-dm'; readonly person: string }
  | { readonly type: 'thread'; readonly ts: string | null }
  | { readonly type: 'dismiss'; readonly key: string }
  | { readonly type: 'toast'; readonly toast: Toast }
  | { readonly type: 'untoast'; readonly id: number }
  | { readonly type: 'busy'; readonly busy: string | null };

export const conversationKey = (channel: string, thread: string | null): string =>
  `${channel}/${thread ?? ''}`;

/** An ephemeral may carry the same `ts` as a message of the channel. */
export const messageKey = (message: SandboxMessage): string =>
  `${message.channelId}/${message.ts}/${message.ephemeralFor ?? ''}`;

export const emptyPage = (as: string | null): PageState => ({
  as,
  sandbox: null,
  link: 'opening',
  place: null,
  thread: null,
  wantedDm: null,
  messages: {},
  dismissed: new Set(),
  toasts: [],
  busy: null,
});

export function changePage(page: PageState, change: PageChange): PageState {
  switch (change.type) {
    case 'state': {
      // An answer that was on its way when the person was switched. (The first answer may name another person
      // than an old address asked for.)
      if (page.sandbox !== null && page.as !== null && page.as !== change.sandbox.me.id) return page;
      const dm = page.wantedDm === null ? undefined : dmWith(change.sandbox, page.wantedDm);
      const place: Place = dm ? { kind: 'conversation', id: dm.id } : placeFor(change.sandbox, page.place);
      const stays =
        place.kind === 'conversation' && page.place?.kind === 'conversation' && place.id === page.place.id;
      return {
        ...page,
        as: change.sandbox.me.id,
        sandbox: change.sandbox,
        place,
        thread: stays ? page.thread : null,
        wantedDm: dm ? null : page.wantedDm,
      };
    }
    case 'messages':
      if (page.as !== change.as) return page;
      return { ...page, messages: { ...page.messages, [change.key]: change.messages } };
    case 'link':
      return { ...page, link: change.link };
    case 'switch':
      return { ...emptyPage(change.as), sandbox: page.sandbox, place: page.place, toasts: page.toasts };
    case 'want-dm':
      return { ...page, wantedDm: change.person };
    case 'go':
      return { ...page, place: change.place, thread: null, wantedDm: null };
    case 'thread':
      return { ...page, thread: change.ts };
    case 'dismiss':
      return { ...page, dismissed: new Set([...page.dismissed, change.key]) };
    case 'toast':
      // A refusal comes twice: as the answer to the act, and to everything else this person has open.
      return {
        ...page,
        toasts: [...page.toasts.filter((toast) => toast.text !== change.toast.text), change.toast].slice(-4),
      };
    case 'untoast':
      return { ...page, toasts: page.toasts.filter((toast) => toast.id !== change.id) };
    case 'busy':
      return { ...page, busy: change.busy };
  }
}
