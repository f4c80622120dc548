import { useEffect, useRef } from 'react';
import type { SandboxChannel } from '../../protocol.ts';
import { Composer } from '../composer/Composer.tsx';
import { useDirectory } from '../directory.tsx';
import { conversationKey, messageKey, type PageState } from '../sandboxState.ts';
import { MessageList } from './MessageList.tsx';

export function ThreadPane(props: {
  readonly channel: SandboxChannel;
  readonly ts: string;
  readonly page: PageState;
}) {
  const { channel, ts, page } = props;
  const { actions } = useDirectory();
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus({ preventScroll: true }), []);

  // The answer begins with the message the thread hangs on; when that is missing, the channel has it.
  const fetched = page.messages[conversationKey(channel.id, ts)];
  const parent = page.messages[conversationKey(channel.id, null)]?.find(
    (message) => message.ts === ts && message.ephemeralFor === null,
  );
  const messages =
    parent && fetched?.[0]?.ts !== ts
      ? [parent, ...(fetched ?? []).filter((each) => each.ts !== ts)]
      : fetched;
  return (
    <aside
      className="thread"
      data-testid="thread-pane"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) actions.openThread(null);
      }}
    >
      <header className="pane-head">
        <h2>
          Thread{' '}
          <small className="hint">
            {channel.kind === 'channel' ? '#' : ''}
            {channel.name}
          </small>
        </h2>
        <button
          ref={close}
          type="button"
          className="icon-button"
          aria-label="Close thread"
          onClick={() => actions.openThread(null)}
        >
          ×
        </button>
      </header>
      {messages === undefined ? (
        <div className="loading" role="status">
          <span className="spinner" /> Loading the thread
        </div>
      ) : (
        <MessageList
          isInThread
          label="Replies"
          messages={messages.filter((message) => !page.dismissed.has(messageKey(message)))}
        />
      )}
      {!channel.isArchived && <Composer channel={channel} thread={ts} />}
    </aside>
  );
}
