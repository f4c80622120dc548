import type { SandboxAct, SandboxControl, SandboxEvent, SandboxMessages, SandboxState } from '../protocol.ts';

export type Answer = { readonly ok: true } | { readonly ok: false; readonly error: string };

const unreachable: Answer = {
  ok: false,
  error: 'The sandbox does not answer. Is the process still running?',
};

async function get<T>(path: string, query: Record<string, string | null>): Promise<T> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== null) search.set(key, value);
  const response = await fetch(`${path}?${search}`, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

async function send(path: string, body: SandboxAct | SandboxControl): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answer;
  } catch {
    return unreachable;
  }
}

/** Without a person, the server chooses whom a newcomer starts as. */
export const fetchState = (as: string | null) => get<SandboxState>('/sandbox/state', { as });

export const fetchMessages = (as: string, channel: string, thread: string | null) =>
  get<SandboxMessages>('/sandbox/messages', { as, channel, thread }).then((answer) => answer.messages);

export const sendAct = (act: SandboxAct) => send('/sandbox/act', act);
export const sendControl = (control: SandboxControl) => send('/sandbox/control', control);

/** Listens until the returned function is called. The browser reconnects by itself; `onLink` says how the line stands. */
export function listen(
  as: string,
  onEvent: (event: SandboxEvent) => void,
  onLink: (isUp: boolean) => void,
): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(`/sandbox/events?${new URLSearchParams({ as })}`);
    source.onopen = () => onLink(true);
    source.onmessage = (message) => onEvent(JSON.parse(String(message.data)) as SandboxEvent);
    source.onerror = () => {
      onLink(false);
      // A refused connection ends the source for good; a dropped one it repairs itself.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, 1500);
    };
  };
  open();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
