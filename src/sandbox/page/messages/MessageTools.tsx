import type { SandboxMessage } from '../../protocol.ts';
import { useDirectory } from '../directory.tsx';
import { Menu } from '../frame/Menu.tsx';
import { emojiOf } from '../text/emoji.ts';

const quick = ['white_check_mark', 'eyes', 'raised_hands'];

/** What hovers over a message: reactions, reply, and the mishap of losing it. */
export function MessageTools({
  message,
  isInThread,
}: {
  readonly message: SandboxMessage;
  readonly isInThread: boolean;
}) {
  const { state, actions } = useDirectory();
  const { channelId: channel, ts } = message;
  return (
    <div className="message-tools">
      {quick.map((name) => (
        <button
          key={name}
          type="button"
          title={`React with :${name}:`}
          aria-label={`React with ${name.replaceAll('_', ' ')}`}
          onClick={() => void actions.act({ type: 'react', channel, message: ts, name })}
        >
          {emojiOf(name)}
        </button>
      ))}
      {!isInThread && (
        <button
          type="button"
          title="Reply in thread"
          aria-label="Reply in thread"
          data-testid="reply-in-thread"
          onClick={() => actions.openThread(ts)}
        >
          💬
        </button>
      )}
      <Menu
        label="More"
        className=""
        items={[
          {
            key: 'copy',
            label: 'Copy text',
            onChoose: () => {
              void navigator.clipboard?.writeText(message.text);
              actions.toast('Copied.');
            },
          },
          {
            key: 'delete',
            label: 'Delete message',
            hint: message.userId === state.me.id ? undefined : 'A mishap: as if it vanished from Slack',
            isDanger: true,
            onChoose: () =>
              void actions.control({ type: 'delete-message', channel, message: ts }, 'Deleting the message'),
          },
        ]}
      >
        ⋯
      </Menu>
    </div>
  );
}
