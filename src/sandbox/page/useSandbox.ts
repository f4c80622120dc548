import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { SandboxAct, SandboxControl } from '../protocol.ts';
import { type Answer, fetchMessages, fetchState, listen, sendAct, sendControl } from './client.ts';
import type { Place } from './place.ts';
import { changePage, conversationKey, emptyPage, type PageState } from './sandboxState.ts';

type WithoutAs<T> = T extends unknown ? Omit<T, 'as'> : never;
/** An act of the person acted as. */
type Act = WithoutAs<SandboxAct>;

export interface SandboxActions {
  /** Says what went wrong in a toast; the answer is for those who need to know more. */
  act(act: Act): Promise<Answer>;
  control(control: SandboxControl, busy: string): Promise<void>;
  switchTo(person: string): void;
  goTo(place: Place): void;
  /** Opens the direct conversation with that person, starting it if need be. */
  openDm(person: string): void;
  openThread(ts: string | null): void;
  dismiss(key: string): void;
  toast(text: string, isFault?: boolean): void;
  closeToast(id: number): void;
}

const askedFor = (): string | null => new URLSearchParams(location.search).get('as');

/** Runs `work` at once, and once more if asked again meanwhile: never two at a time, never an old answer last. */
function useCoalesced(work: () => Promise<void>): () => void {
  const latest = useRef(work);
  latest.current = work;
  const running = useRef<'idle' | 'running' | 'again'>('idle');
  return useCallback(() => {
    if (running.current !== 'idle') {
      running.current = 'again';
      return;
    }
    const run = async () => {
      do {
        running.current = 'running';
        await latest.current();
      } while ((running.current as string) === 'again');
      running.current = 'idle';
    };
    void run();
  }, []);
}

export function useSandbox(): { readonly page: PageState; readonly actions: SandboxActions } {
  const [page, change] = useReducer(changePage, null, () => emptyPage(askedFor()));
  const { as, place, thread } = page;
  const toastId = useRef(0);

  const toast = useCallback((text: string, isFault = false) => {
    toastId.current += 1;
    change({ type: 'toast', toast: { id: toastId.current, text, isFault } });
  }, []);

  const refreshState = useCoalesced(async () => {
    try {
      change({ type: 'state', sandbox: await fetchState(as) });
      // An answer failed while the sandbox started afresh, say; the event stream stayed up and won't tell.
      change({ type: 'link', link: 'up' });
    } catch {
      change({ type: 'link', link: 'lost' });
    }
  });

  const channel = place?.kind === 'conversation' ? place.id : null;
  const refreshMessages = useCoalesced(async () => {
    if (as === null || channel === null) return;
    try {
      const threads = thread === null ? [null] : [null, thread];
      for (const ts of threads)
        change({
          type: 'messages',
          as,
          key: conversationKey(channel, ts),
          messages: await fetchMessages(as, channel, ts),
        });
    } catch {
      change({ type: 'link', link: 'lost' });
    }
  });

  // Also with no person yet: the server then chooses one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whom one acts as is what asks for a new state
  useEffect(() => refreshState(), [as, refreshState]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place, thread or person asks for its messages
  useEffect(() => refreshMessages(), [as, channel, thread, refreshMessages]);

  useEffect(() => {
    if (as === null) return;
    history.replaceState(null, '', `?${new URLSearchParams({ as })}`);
    return listen(
      as,
      (event) => {
        if (event.type === 'toast') return toast(event.text);
        refreshState();
        if (event.type === 'messages') refreshMessages();
      },
      (isUp) => {
        change({ type: 'link', link: isUp ? 'up' : 'lost' });
        // Whatever happened while the line was down.
        if (isUp) {
          refreshState();
          refreshMessages();
        }
      },
    );
  }, [as, refreshState, refreshMessages, toast]);

  // The sandbox's clock goes on by itself, and no event says so. Before the first state there is no event
  // stream to wait for either.
  const isWaiting = page.link === 'lost' && as === null;
  useEffect(() => {
    const timer = setInterval(refreshState, isWaiting ? 2000 : 30_000);
    return () => clearInterval(timer);
  }, [isWaiting, refreshState]);

  const actions = useMemo<SandboxActions>(() => {
    const settle = (answer: Answer) => {
      if (!answer.ok) toast(answer.error, true);
      refreshState();
      refreshMessages();
      return answer;
    };
    const act: SandboxActions['act'] = async (doing) =>
      as === null ? { ok: false, error: 'Nobody is acting yet.' } : settle(await sendAct({ as, ...doing }));
    return {
      act,
      openDm: (person) => {
        change({ type: 'want-dm', person });
        void act({ type: 'open-dm', person });
      },
      control: async (control, busy) => {
        change({ type: 'busy', busy });
        settle(await sendControl(control));
        change({ type: 'busy', busy: null });
      },
      switchTo: (person) => change({ type: 'switch', as: person }),
      goTo: (next) => change({ type: 'go', place: next }),
      openThread: (ts) => change({ type: 'thread', ts }),
      dismiss: (key) => change({ type: 'dismiss', key }),
      toast,
      closeToast: (id) => change({ type: 'untoast', id }),
    };
  }, [as, refreshState, refreshMessages, toast]);

  return { page, actions };
}
