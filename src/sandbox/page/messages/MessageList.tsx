import { Fragment, useEffect, useLayoutEffect, useRef } from 'react';
import type { SandboxMessage } from '../../protocol.ts';
import { useDirectory } from '../directory.tsx';
import { messageKey } from '../sandboxState.ts';
import { dateOfTs, dayKey, dayName } from '../time.ts';
import { Message } from './Message.tsx';

const followUpSeconds = 5 * 60;

const follows = (message: SandboxMessage, before: SandboxMessage | undefined): boolean =>
  before !== undefined &&
  before.userId === message.userId &&
  before.ephemeralFor === null &&
  message.ephemeralFor === null &&
  Number(message.ts) - Number(before.ts) < followUpSeconds;

export interface MessageListProps {
  readonly messages: readonly SandboxMessage[];
  readonly isInThread?: boolean;
  readonly label: string;
  readonly children?: React.ReactNode;
}

/** Messages oldest first. Stays at the newest unless the reader has scrolled up. */
export function MessageList({ messages, isInThread = false, label, children }: MessageListProps) {
  const { state } = useDirectory();
  const pane = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  const zone = state.me.timeZone;
  const now = new Date(state.now);

  useLayoutEffect(() => {
    if (isAtEnd.current && pane.current) pane.current.scrollTop = pane.current.scrollHeight;
  });
  useEffect(() => {
    const box = pane.current;
    const content = box?.firstElementChild;
    if (!box || !content) return;
    // Images and charts grow after they are drawn.
    const watch = new ResizeObserver(() => {
      if (isAtEnd.current) box.scrollTop = box.scrollHeight;
    });
    watch.observe(content);
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

  return (
    <section
      ref={pane}
      className="messages"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling pane must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: box }) => {
        isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
      }}
    >
      <div className="messages-inner" role="log" aria-live="polite" aria-relevant="additions">
        {children}
        {messages.map((message, index) => {
          const before = messages[index - 1];
          const day = dayKey(dateOfTs(message.ts), zone);
          const isNewDay = !before || day !== dayKey(dateOfTs(before.ts), zone);
          return (
            <Fragment key={messageKey(message)}>
              {isNewDay && !isInThread && (
                <div className="day">
                  <span>{dayName(dateOfTs(message.ts), now, zone)}</span>
                </div>
              )}
              <Message
                message={message}
                isInThread={isInThread}
                isFollowUp={(!isNewDay || isInThread) && follows(message, before)}
              />
              {isInThread && index === 0 && messages.length > 1 && (
                <div className="thread-count">
                  {messages.length - 1} {messages.length === 2 ? 'reply' : 'replies'}
                </div>
              )}
            </Fragment>
          );
        })}
      </div>
    </section>
  );
}
